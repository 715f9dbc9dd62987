package dev.setun.model.tensor;

import dev.setun.model.bytes.LittleEndian;
import java.lang.foreign.MemorySegment;

/// I2_S codes: with q = block / 4, byte p of a block is `code[p] << 6 | code[p + q] << 4 | code[p +
/// 2q] << 2 | code[p + 3q]`, code = weight + 1.
final class I2sCodec {
  private I2sCodec() {}

  static void unpackRow(I2s layout, MemorySegment data, long row, int columns, byte[] into) {
    int block = layout.blockElements();
    if (columns % block != 0) {
      unpackUnaligned(layout, data, row * columns, columns, into);
      return;
    }
    int quarter = block / 4;
    long offset = row * columns / 4;
    for (int start = 0; start < columns; start += block, offset += quarter) {
      for (int p = start; p < start + quarter; p += Long.BYTES) {
        long codes = LittleEndian.getLong(data, offset + p - start);
        Eight.put(into, p, Eight.weights(codes >>> 6));
        Eight.put(into, p + quarter, Eight.weights(codes >>> 4));
        Eight.put(into, p + 2 * quarter, Eight.weights(codes >>> 2));
        Eight.put(into, p + 3 * quarter, Eight.weights(codes));
      }
    }
  }

  /// Rows that begin inside a block, as in a matrix of 8640 columns.
  private static void unpackUnaligned(
      I2s layout, MemorySegment data, long firstElement, int columns, byte[] into) {
    for (int column = 0; column < columns; column++) {
      long element = firstElement + column;
      int codes = LittleEndian.unsignedByte(data, byteOf(layout, element));
      into[column] = (byte) ((codes >> shiftOf(layout, element) & 3) - 1);
    }
  }

  /// Writes the codes of one row, which is whole blocks.
  static void packRow(I2s layout, byte[] trits, MemorySegment data, long row) {
    int quarter = layout.blockElements() / 4;
    long offset = row * trits.length / 4;
    for (int start = 0; start < trits.length; start += 4 * quarter, offset += quarter) {
      for (int p = start; p < start + quarter; p++) {
        int codes =
            trits[p] + 1 << 6
                | trits[p + quarter] + 1 << 4
                | trits[p + 2 * quarter] + 1 << 2
                | trits[p + 3 * quarter] + 1;
        LittleEndian.putByte(data, offset + p - start, codes);
      }
    }
  }

  private static long byteOf(I2s layout, long element) {
    int quarter = layout.blockElements() / 4;
    return element / layout.blockElements() * quarter + element % quarter;
  }

  private static int shiftOf(I2s layout, long element) {
    int quarter = layout.blockElements() / 4;
    return 6 - 2 * (int) (element % layout.blockElements() / quarter);
  }
}
