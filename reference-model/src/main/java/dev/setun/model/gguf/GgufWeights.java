package dev.setun.model.gguf;

import dev.setun.model.BlockScales;
import dev.setun.model.LinearScale;
import dev.setun.model.Model;
import dev.setun.model.TernaryMatrix;
import dev.setun.model.WeightSource;
import dev.setun.model.tensor.BlockType;
import dev.setun.model.tensor.PackedTernary;
import dev.setun.model.tensor.ScalarType;
import dev.setun.model.tensor.Tensor;
import dev.setun.model.tensor.TernaryPacking;
import dev.setun.model.tensor.TernaryScale;
import dev.setun.model.tensor.TernaryTensor;
import dev.setun.traces.InputException;
import java.util.function.UnaryOperator;

/// The tensors of a file as the weights of a model, by name and shape.
record GgufWeights(GgufFile file) {
  /// What an array holds.
  private static final long MOST_ELEMENTS = Integer.MAX_VALUE - 8;

  /// A ternary linear; packed weights stay in the file.
  ///
  /// @param name without `.weight`; a tensor `NAME.scale` is a factor of the result
  /// @param order a view of the matrix with its rows in another order, or the matrix itself
  Model.Linear linear(String name, int rows, int columns, UnaryOperator<TernaryMatrix> order) {
    Tensor tensor = tensor(name + ".weight", rows, columns);
    TernaryTensor stored = ternary(tensor);
    TernaryMatrix weights = order.apply(stored.weights());
    return new Model.Linear(
        weights,
        scaling(tensor.where(), stored, weights),
        factor(name + ".scale"),
        new WeightSource.Gguf(tensor.type()));
  }

  /// The weights and scale of a linear apart from how they are stored. Packed weights stay in the
  /// file, numbers become a byte each.
  ///
  /// @throws InputException if they are not ternary, or a code stands for no weight
  static TernaryTensor ternary(Tensor tensor) {
    return switch (tensor.type()) {
      case TernaryPacking _ -> packed(tensor.ternary());
      case ScalarType _, BlockType _ ->
          plain(tensor, Math.toIntExact(tensor.rows()), tensor.columns());
    };
  }

  private static TernaryTensor packed(PackedTernary weights) {
    weights.validate();
    return weights.unpacked();
  }

  /// Weights that are ternary times a scale but stored as numbers.
  private static TernaryTensor plain(Tensor tensor, int rows, int columns) {
    if (tensor.rows() * tensor.columns() > MOST_ELEMENTS) {
      throw new InputException(
          tensor.where(),
          "expected at most "
              + MOST_ELEMENTS
              + " elements, found "
              + tensor.rows()
              + " x "
              + tensor.columns());
    }
    TernaryTensor ternary = TernaryTensor.ofTernaryValues(rows, columns, tensor::dequantiseRow);
    float scale = ternary.tensorScale();
    float[] values = new float[columns];
    byte[] trits = new byte[columns];
    for (int row = 0; row < rows; row++) {
      tensor.dequantiseRow(row, values);
      ternary.weights().unpackRow(row, trits);
      for (int column = 0; column < columns; column++) {
        if (values[column] != trits[column] * scale) {
          throw new InputException(
              tensor.where(),
              "expected a ternary linear (I2_S, TQ1_0, TQ2_0, TL1, TL2, or numbers -s, 0 and s),"
                  + " found "
                  + tensor.type().label()
                  + " with "
                  + values[column]
                  + " in row "
                  + row
                  + ", column "
                  + column
                  + " beside "
                  + scale);
        }
      }
    }
    return ternary;
  }

  /// One scale, if all blocks that count have the same (numerics.md: block-scales).
  ///
  /// @param weights `stored` with its rows in the order of the model
  private static LinearScale scaling(String where, TernaryTensor stored, TernaryMatrix weights) {
    if (stored.scale() instanceof TernaryScale.PerBlock && !stored.hasOneScale()) {
      BlockScales scales = weights.blockScales().orElseThrow();
      for (int row = 0; row < weights.rows(); row++) {
        for (int block = 0; block < scales.blocksPerRow(); block++) {
          requireFinite(where, scales.value(row, block));
        }
      }
      return new LinearScale.PerBlock(scales);
    }
    float scale = stored.tensorScale();
    requireFinite(where, scale);
    return new LinearScale.PerTensor(scale);
  }

  /// The value of an optional tensor of one element, 1 where there is none.
  private float factor(String name) {
    if (file.tensor(name).isEmpty()) {
      return 1;
    }
    return vector(name, 1)[0];
  }

  private static void requireFinite(String where, float scale) {
    if (!Float.isFinite(scale)) {
      throw new InputException(where, "expected a finite scale, found " + scale);
    }
  }

  /// The elements of a tensor with one row, each finite.
  float[] vector(String name, int length) {
    Tensor tensor = tensor(name, 1, length);
    float[] values = new float[length];
    tensor.dequantiseRow(0, values);
    for (int i = 0; i < length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new InputException(
            tensor.where(), "expected finite values, found " + values[i] + " at " + i);
      }
    }
    return values;
  }

  Tensor tensor(String name, int rows, int columns) {
    Tensor tensor = tensor(name);
    if (tensor.rows() != rows || tensor.columns() != columns) {
      throw new InputException(
          tensor.where(),
          "expected "
              + rows
              + " x "
              + columns
              + " (outputs x inputs), found "
              + tensor.rows()
              + " x "
              + tensor.columns());
    }
    return tensor;
  }

  Tensor tensor(String name) {
    return file.tensor(name)
        .orElseThrow(
            () -> new InputException(file.name(), "expected tensor " + name + ", found none"))
        .tensor();
  }
}
