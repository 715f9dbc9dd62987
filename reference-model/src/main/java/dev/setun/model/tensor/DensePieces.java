package dev.setun.model.tensor;

import dev.setun.model.DenseMatrix;
import dev.setun.traces.InputException;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The bytes of an embedding or head in another type, in pieces as [TensorPieces]. Unless rounding
/// is allowed each piece is read back and compared, so that no value changes.
///
/// @param where file and tensor, for messages
/// @param source what is converted
/// @param type of the result
/// @param rounding whether values may be rounded
public record DensePieces(
    String where, DenseMatrix source, TensorType type, ScaleRounding rounding) {
  private static final int PIECE_ELEMENTS = 1 << 20;

  /// The type in which a matrix lies in its file, if it lies in one.
  public static Optional<TensorType> typeOf(DenseMatrix matrix) {
    return matrix instanceof TensorMatrix(Tensor tensor)
        ? Optional.of(tensor.type())
        : Optional.empty();
  }

  /// The pieces.
  ///
  /// @throws InputException if the type cannot hold the shape; a piece throws one if it cannot hold
  ///   a value
  public List<Supplier<byte[]>> pieces() {
    Optional<String> problem = type.shapeProblem(source.rows(), source.columns());
    if (problem.isPresent()) {
      throw new InputException(where, problem.get());
    }
    if (source instanceof TensorMatrix(Tensor tensor) && tensor.type().equals(type)) {
      return TensorPieces.copy(tensor.data());
    }
    List<Supplier<byte[]>> pieces = new ArrayList<>();
    int step = Math.max(1, PIECE_ELEMENTS / source.columns());
    for (int first = 0; first < source.rows(); first += step) {
      int from = first;
      int count = Math.min(step, source.rows() - from);
      pieces.add(() -> piece(from, count));
    }
    return pieces;
  }

  private byte[] piece(int from, int count) {
    int columns = source.columns();
    byte[] bytes =
        joined(
            TensorPieces.plain(
                type, count, columns, (row, into) -> source.row(from + (int) row, into, 0)));
    if (rounding == ScaleRounding.EXACT) {
      Tensor written = new Tensor(where, type, count, columns, MemorySegment.ofArray(bytes));
      float[] expected = new float[columns];
      float[] found = new float[columns];
      for (int row = 0; row < count; row++) {
        source.row(from + row, expected, 0);
        written.dequantiseRow(row, found);
        requireEqual(from + row, expected, found);
      }
    }
    return bytes;
  }

  /// Pieces as one array.
  public static byte[] joined(List<Supplier<byte[]>> pieces) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    pieces.forEach(piece -> all.writeBytes(piece.get()));
    return all.toByteArray();
  }

  private void requireEqual(int row, float[] expected, float[] found) {
    for (int column = 0; column < expected.length; column++) {
      if (expected[column] != found[column]) {
        throw new InputException(
            where,
            type.label()
                + " cannot hold row "
                + row
                + ", column "
                + column
                + ": expected "
                + expected[column]
                + ", found "
                + found[column]
                + " (--round allows it)");
      }
    }
  }
}
