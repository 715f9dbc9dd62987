package dev.setun.kernels.ternary;

import dev.setun.kernels.load.Preparation;
import dev.setun.kernels.load.Prepared;
import dev.setun.kernels.load.Recipe;
import dev.setun.model.TernaryMatrix;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// The weights of one linear as bits: for each column a plane of the rows with +1 and one of those
/// with -1, two bits a weight.
///
/// A *tile* is as many rows as a vector has bits. Tile by tile; in a tile column by column; for a
/// column two vectors of `lanes` ints, those of +1 first. Row r of a tile is bit r / lanes of lane
/// r mod lanes, so that [BitTranspose] gives consecutive rows in consecutive lanes. Columns are cut
/// into *chunks* that stay in the first-level cache; after the columns of a chunk comes one of
/// zeros.
final class BitPlanes {
  private static final int CHUNK_BYTES = 1 << 15;

  /// To be raised whenever equal weights give other planes: files of packed weights are told apart
  /// by it.
  private static final int LAYOUT_VERSION = 1;

  private final int rows;
  private final int columns;
  private final int lanes;
  private final int tiles;
  private final int chunks;
  private final int words;
  private final Prepared<int[]> packed;

  private BitPlanes(TernaryMatrix weights, int lanes, Preparation preparation) {
    this.rows = weights.rows();
    this.columns = weights.columns();
    this.lanes = lanes;
    tiles = Math.ceilDiv(rows, rowsPerTile());
    chunks = Math.ceilDiv(columns, CHUNK_BYTES / (2 * lanes * Integer.BYTES));
    words = Math.multiplyExact(tiles, wordsPerTile());
    packed =
        preparation.prepare(
            new Recipe<>(
                layout(),
                weights::digest,
                () -> new int[words],
                into -> List.of(MemorySegment.ofArray(into)),
                into -> pack(weights, into),
                weights::release));
  }

  /// Begins to pack.
  ///
  /// @param lanes 32-bit lanes of a vector
  static BitPlanes of(TernaryMatrix weights, int lanes, Preparation preparation) {
    return new BitPlanes(weights, lanes, preparation);
  }

  /// All that decides which weight lies where.
  private String layout() {
    return String.format(
        Locale.ROOT,
        "bit planes v%d, %d lanes, %d x %d, %s",
        LAYOUT_VERSION,
        lanes,
        rows,
        columns,
        ByteOrder.nativeOrder());
  }

  private void pack(TernaryMatrix weights, int[] into) {
    IntStream.range(0, tiles * lanes)
        .parallel()
        .forEach(each -> packLane(each / lanes, each % lanes, weights, into));
  }

  /// Packs the 32 rows of one lane.
  private void packLane(int tile, int lane, TernaryMatrix weights, int[] into) {
    byte[] row = new byte[columns];
    int[] plus = new int[columns];
    int[] minus = new int[columns];
    for (int bit = 0; bit < Integer.SIZE; bit++) {
      int index = tile * rowsPerTile() + bit * lanes + lane;
      if (index < rows) {
        weights.unpackRow(index, row);
        for (int k = 0; k < columns; k++) {
          plus[k] |= row[k] + 1 >> 1 << bit;
          minus[k] |= row[k] >>> 31 << bit;
        }
      }
    }
    for (int chunk = 0; chunk < chunks; chunk++) {
      int at = start(tile, chunk) + lane;
      for (int k = firstColumn(chunk); k < firstColumn(chunk + 1); k++) {
        into[at] = plus[k];
        into[at + lanes] = minus[k];
        at += 2 * lanes;
      }
    }
  }

  int rows() {
    return rows;
  }

  int columns() {
    return columns;
  }

  int rowsPerTile() {
    return Integer.SIZE * lanes;
  }

  private int wordsPerTile() {
    return Math.multiplyExact(columns + chunks, 2 * lanes);
  }

  int chunks() {
    return chunks;
  }

  int firstColumn(int chunk) {
    return (int) ((long) columns * chunk / chunks);
  }

  /// Columns of a chunk without the one of zeros.
  int columnsOf(int chunk) {
    return firstColumn(chunk + 1) - firstColumn(chunk);
  }

  int longestChunk() {
    return Math.ceilDiv(columns, chunks);
  }

  /// Index in [#packed] of a tile's part of a chunk.
  int start(int tile, int chunk) {
    return tile * wordsPerTile() + (firstColumn(chunk) + chunk) * 2 * lanes;
  }

  /// All planes, when they are there; not copied, do not write.
  int[] packed() {
    return packed.get();
  }

  /// Bytes of all planes.
  long byteSize() {
    return (long) words * Integer.BYTES;
  }
}
