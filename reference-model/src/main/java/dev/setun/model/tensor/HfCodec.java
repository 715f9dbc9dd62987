package dev.setun.model.tensor;

import dev.setun.model.bytes.LittleEndian;
import java.lang.foreign.MemorySegment;

/// Hugging Face's codes: `w[i * R + r][c] = (P[r][c] >> 2i & 3) - 1`.
final class HfCodec {
  private HfCodec() {}

  static void unpackRow(MemorySegment data, int rows, int columns, int row, byte[] into) {
    long packedRows = HfPacked.packedRows(rows);
    long offset = row % packedRows * columns;
    int shift = 2 * (int) (row / packedRows);
    for (int column = 0; column < columns; column++) {
      int codes = LittleEndian.unsignedByte(data, offset + column);
      into[column] = (byte) ((codes >> shift & 3) - 1);
    }
  }

  /// Adds the codes of one row to a segment that was zero.
  static void packRow(byte[] trits, MemorySegment data, int rows, int row) {
    long packedRows = HfPacked.packedRows(rows);
    long offset = row % packedRows * trits.length;
    int shift = 2 * (int) (row / packedRows);
    for (int column = 0; column < trits.length; column++) {
      int codes = LittleEndian.getByte(data, offset + column) | trits[column] + 1 << shift;
      LittleEndian.putByte(data, offset + column, codes);
    }
  }
}
