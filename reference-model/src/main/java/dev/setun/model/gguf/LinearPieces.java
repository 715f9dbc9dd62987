package dev.setun.model.gguf;

import dev.setun.model.tensor.BlockType;
import dev.setun.model.tensor.RowSource;
import dev.setun.model.tensor.ScalarType;
import dev.setun.model.tensor.ScaleRounding;
import dev.setun.model.tensor.TensorPieces;
import dev.setun.model.tensor.TensorType;
import dev.setun.model.tensor.TernaryPacking;
import dev.setun.model.tensor.TernaryTensor;
import dev.setun.model.tensor.TlKernelConfig;
import dev.setun.traces.InputException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The bytes of a linear in the format of a file, or why the format cannot hold it.
///
/// @param format of the linears of the result
/// @param kernels tile sizes for TL1 and TL2
/// @param rounding whether scales may be rounded to what holds them
record LinearPieces(LinearFormat format, TlKernelConfig kernels, ScaleRounding rounding) {
  /// The type of a linear of a shape.
  ///
  /// @throws InputException if the tile sizes for the shape are missing, or not good
  TensorType type(String where, int rows, int columns) {
    try {
      return format.type(rows, columns, kernels);
    } catch (InputException e) {
      throw new InputException(where, String.valueOf(e.getMessage()), e);
    }
  }

  /// @param where file and tensor, for messages
  /// @param type one of [#type]
  /// @throws InputException if the type cannot hold the weights or their scale
  List<Supplier<byte[]>> of(String where, TernaryTensor linear, TensorType type) {
    return switch (type) {
      case TernaryPacking packing -> {
        require(where, linear.obstacle(packing, rounding));
        yield TensorPieces.ternary(linear, packing, rounding);
      }
      case ScalarType scalar -> {
        require(where, linear.obstacle(scalar, rounding));
        yield TensorPieces.plain(
            scalar, linear.weights().rows(), linear.weights().columns(), values(linear));
      }
      case BlockType blocks ->
          throw new IllegalStateException("linears are not written as " + blocks.label());
    };
  }

  /// -s, 0 and s.
  private static RowSource values(TernaryTensor linear) {
    float scale = linear.tensorScale();
    return (row, into) -> {
      byte[] trits = new byte[into.length];
      linear.weights().unpackRow((int) row, trits);
      for (int i = 0; i < into.length; i++) {
        into[i] = trits[i] * scale;
      }
    };
  }

  private static void require(String where, Optional<String> obstacle) {
    if (obstacle.isPresent()) {
      throw new InputException(where, obstacle.get());
    }
  }
}
