package dev.setun.model.safetensors;

import dev.setun.model.TernaryMatrix;
import dev.setun.traces.InputException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Packed ternary weights of the Hugging Face layout (spec 3.1), a view of the file: byte [r, c]
/// holds rows r, r + R, r + 2R, r + 3R of column c in bits 1:0, 3:2, 5:4, 7:6, as weight + 1; R =
/// rows / 4.
record PackedMatrix(int rows, int columns, MemorySegment bytes) implements TernaryMatrix {
  private static final int PER_BYTE = 4;

  /// @throws InputException if the rows are no multiple of 4, the shape is another, or a code is 3
  static PackedMatrix of(StoredTensor tensor, int rows, int columns) {
    if (rows % PER_BYTE != 0) {
      throw new InputException(
          tensor.where(),
          "expected outputs that are a multiple of 4 in this packing, found " + rows);
    }
    tensor.requireType(StoredType.U8).requireShape(rows / PER_BYTE, columns);
    PackedMatrix matrix = new PackedMatrix(rows, columns, tensor.data());
    matrix.requireCodes(tensor.where());
    return matrix;
  }

  @Override
  public void unpackRow(int row, byte[] into) {
    int packedRows = rows / PER_BYTE;
    int shift = row / packedRows * 2;
    long from = (long) (row % packedRows) * columns;
    for (int column = 0; column < columns; column++) {
      into[column] = (byte) ((bytes.get(ValueLayout.JAVA_BYTE, from + column) >> shift & 3) - 1);
    }
  }

  private void requireCodes(String where) {
    for (long i = 0; i < bytes.byteSize(); i++) {
      int value = bytes.get(ValueLayout.JAVA_BYTE, i);
      if ((value & value >> 1 & 0x55) != 0) {
        throw new InputException(where, "expected weight codes 0, 1, 2, found 3 in byte " + i);
      }
    }
  }
}
