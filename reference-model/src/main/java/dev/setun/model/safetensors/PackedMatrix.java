package dev.setun.model.safetensors;

import dev.setun.model.TernaryMatrix;
import dev.setun.traces.InputException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Packed ternary weights of the Hugging Face layout (spec 3.1), a view of the file: byte \[r, c\]
/// holds rows r, r + R, r + 2R, r + 3R of column c in bits 1:0, 3:2, 5:4, 7:6, as weight + 1; R =
/// rows / 4, rounded up.
record PackedMatrix(int rows, int columns, MemorySegment bytes) implements TernaryMatrix {
  private static final int PER_BYTE = 4;
  private static final long EVERY_LOW_BIT = 0x5555_5555_5555_5555L;

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

  /// A matrix of its own memory, to be filled by [#packRow].
  static PackedMatrix allocate(int rows, int columns) {
    long bytes = (long) Math.ceilDiv(rows, PER_BYTE) * columns;
    if (bytes > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "expected fewer than 2^33 weights, found " + rows + " x " + columns);
    }
    return new PackedMatrix(rows, columns, MemorySegment.ofArray(new byte[(int) bytes]));
  }

  @Override
  public void unpackRow(int row, byte[] into) {
    int shift = shift(row);
    long from = firstByte(row);
    for (int column = 0; column < columns; column++) {
      into[column] = (byte) ((bytes.get(ValueLayout.JAVA_BYTE, from + column) >> shift & 3) - 1);
    }
  }

  @Override
  public long byteSize() {
    return bytes.byteSize();
  }

  /// Puts the weights of a row, once, where nothing was.
  void packRow(int row, byte[] trits) {
    int shift = shift(row);
    long from = firstByte(row);
    for (int column = 0; column < columns; column++) {
      int others = bytes.get(ValueLayout.JAVA_BYTE, from + column);
      bytes.set(
          ValueLayout.JAVA_BYTE, from + column, (byte) (others | (trits[column] + 1) << shift));
    }
  }

  private int shift(int row) {
    return row / Math.ceilDiv(rows, PER_BYTE) * 2;
  }

  private long firstByte(int row) {
    return (long) (row % Math.ceilDiv(rows, PER_BYTE)) * columns;
  }

  /// Eight bytes a step: this is the only pass that loading makes over the packed weights.
  private void requireCodes(String where) {
    long whole = bytes.byteSize() & -Long.BYTES;
    for (long i = 0; i < whole; i += Long.BYTES) {
      long codes = bytes.get(ValueLayout.JAVA_LONG_UNALIGNED, i);
      if ((codes & codes >>> 1 & EVERY_LOW_BIT) != 0) {
        requireCodes(where, i, i + Long.BYTES);
      }
    }
    requireCodes(where, whole, bytes.byteSize());
  }

  private void requireCodes(String where, long from, long to) {
    for (long i = from; i < to; i++) {
      int codes = bytes.get(ValueLayout.JAVA_BYTE, i);
      if ((codes & codes >>> 1 & 0x55) != 0) {
        throw new InputException(where, "expected weight codes 0, 1, 2, found 3 in byte " + i);
      }
    }
  }
}
