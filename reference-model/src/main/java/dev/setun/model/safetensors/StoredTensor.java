package dev.setun.model.safetensors;

import dev.setun.model.bytes.NameIndex;
import dev.setun.model.tensor.HfPacked;
import dev.setun.model.tensor.PackedTernary;
import dev.setun.model.tensor.ScalarType;
import dev.setun.model.tensor.Tensor;
import dev.setun.model.tensor.TernaryScale;
import dev.setun.traces.InputException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/// A tensor of a file, as a view of its bytes.
///
/// @param file what errors call the file
/// @param name what the file calls it
/// @param shape sizes, outermost first
/// @param data its bytes, row-major, little-endian
public record StoredTensor(
    String file, String name, StoredType type, List<Long> shape, MemorySegment data) {
  public StoredTensor {
    shape = List.copyOf(shape);
  }

  /// File and name, for errors.
  public String where() {
    return file + ": tensor " + NameIndex.shown(name);
  }

  /// @throws InputException if the shape is another
  public StoredTensor requireShape(long... expected) {
    List<Long> sizes = Arrays.stream(expected).boxed().toList();
    if (!shape.equals(sizes)) {
      throw new InputException(where(), "expected shape " + sizes + ", found " + shape);
    }
    return this;
  }

  /// Number of elements.
  public long elements() {
    return data.byteSize() / type.bytes();
  }

  /// The tensor as a matrix of real numbers.
  ///
  /// @throws InputException if the shape is another, or binary32 does not hold its elements exactly
  public Tensor matrix(int rows, int columns) {
    requireShape(rows, columns);
    return new Tensor(where(), requireScalar(), rows, columns, data);
  }

  /// The elements of a tensor with one dimension, each finite.
  ///
  /// @throws InputException if the shape is another, or an element is not finite
  public float[] vector(int length) {
    requireShape(length);
    float[] values = new float[length];
    new Tensor(where(), requireScalar(), 1, length, data).dequantiseRow(0, values);
    for (int i = 0; i < length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new InputException(
            where(), "expected finite values, found " + values[i] + " at " + i);
      }
    }
    return values;
  }

  /// The tensor as packed ternary weights (spec 3.1). `rows` that are no multiple of 4 leave codes
  /// in the last packed row that belong to no weight.
  ///
  /// @param scale what the weights are multiplied by
  /// @throws InputException if type or shape is another, or a code stands for no weight
  public PackedTernary packed(int rows, int columns, float scale) {
    if (type != StoredType.U8) {
      throw new InputException(where(), "expected dtype U8, found " + type);
    }
    requireShape(HfPacked.packedRows(rows), columns);
    PackedTernary weights =
        new PackedTernary(
            where(), HfPacked.U8, rows, columns, data, new TernaryScale.PerTensor(scale));
    weights.validate();
    return weights;
  }

  private ScalarType requireScalar() {
    return type.scalar()
        .orElseThrow(
            () -> new InputException(where(), "expected dtype F32, F16 or BF16, found " + type));
  }
}
