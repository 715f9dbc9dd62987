package dev.setun.model.tensor;

import dev.setun.model.bytes.LittleEndian;
import java.lang.foreign.MemorySegment;

/// TL1 codes. With by = 256 / bm the bytes are ordered, outermost first, by row tile M/BM, column
/// tile K/BK, inner row tile BM/bm, inner column tile BK/by, 16 rows of those, 4 columns, row; each
/// holds two pairs of consecutive columns, the first in the high nibble.
final class Tl1Codec {
  private Tl1Codec() {}

  /// `3 * w0 + w1 + 4`, 0..8.
  static int pairIndex(int first, int second) {
    return 3 * first + second + 4;
  }

  /// Writes the two weights of an index; one above 8 gives a weight out of range, which the caller
  /// reports.
  static void unpackPair(int index, byte[] into, int column) {
    into[column] = (byte) (index / 3 - 1);
    into[column + 1] = (byte) (index % 3 - 1);
  }

  static void unpackRow(Tl1 packing, MemorySegment data, int columns, int row, byte[] into) {
    for (int column = 0; column < columns; column += 4) {
      int indices = LittleEndian.unsignedByte(data, byteOf(packing.kernel(), columns, row, column));
      unpackPair(indices >> 4, into, column);
      unpackPair(indices & 15, into, column + 2);
    }
  }

  static void packRow(Tl1 packing, byte[] trits, MemorySegment data, int row) {
    for (int column = 0; column < trits.length; column += 4) {
      int high = pairIndex(trits[column], trits[column + 1]);
      int low = pairIndex(trits[column + 2], trits[column + 3]);
      LittleEndian.putByte(
          data, byteOf(packing.kernel(), trits.length, row, column), high << 4 | low);
    }
  }

  private static long byteOf(TlKernel kernel, int columns, int row, int column) {
    int innerColumns = 256 / kernel.kernelRows();
    long tile = row / kernel.blockRows();
    tile = tile * (columns / kernel.blockColumns()) + column / kernel.blockColumns();
    tile =
        tile * (kernel.blockRows() / kernel.kernelRows())
            + row % kernel.blockRows() / kernel.kernelRows();
    tile =
        tile * (kernel.blockColumns() / innerColumns)
            + column % kernel.blockColumns() / innerColumns;
    tile = tile * (kernel.kernelRows() / 16) + row % kernel.kernelRows() / 16;
    tile = tile * (innerColumns / 4) + column % innerColumns / 4;
    return tile * 16 + row % 16;
  }
}
