package dev.setun.kernels.ternary;

import dev.setun.kernels.load.Preparation;
import dev.setun.kernels.load.Prepared;
import dev.setun.kernels.load.Recipe;
import dev.setun.model.TernaryMatrix;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// The weights of one linear in the order in which a [TileKernel] reads them.
///
/// Panel by panel; in a panel chunk by chunk of K; in a chunk tile by tile of rows; in a tile word
/// by word of K; for each word `VECTORS_PER_TILE` vectors of `lanes` rows. A *panel* is one of as
/// many equal parts of the tiles as there are processors: when each of as many threads takes its
/// part of the rows, it reads its weights as one sequence. In a vector the first half of the rows
/// lies in the even lanes and the second half in the odd ones, so that the low and high halves of
/// the 32-bit view are consecutive rows. Rows and columns that are missing in the last tile and
/// unit are zero weights.
///
/// The words are made by [Prepared]: who asks for them waits. They are on the heap: code that saw
/// both heap and native memory at one place would be slower than either.
final class PackedWeights {
  /// Vectors of rows that a tile spans: enough independent sums to hide the latency of an addition.
  static final int VECTORS_PER_TILE = 4;

  /// To be raised whenever equal weights are packed into other words: files of packed weights are
  /// told apart by it.
  private static final int LAYOUT_VERSION = 1;

  private final int rows;
  private final int columns;
  private final int lanes;
  private final int wordsPerUnit;
  private final int tiles;
  private final int panels;
  private final int units;
  private final int chunks;
  private final int words;
  private final Prepared<short[]> packed;

  private PackedWeights(TernaryMatrix weights, TileKernel kernel, Preparation preparation) {
    rows = weights.rows();
    columns = weights.columns();
    lanes = kernel.lanes();
    wordsPerUnit = kernel.wordsPerUnit();
    tiles = Math.ceilDiv(rows, VECTORS_PER_TILE * lanes);
    panels = Math.min(tiles, Runtime.getRuntime().availableProcessors());
    units = Math.ceilDiv(columns, kernel.weightsPerUnit());
    chunks = Math.ceilDiv(units, kernel.unitsPerChunk());
    words = Math.multiplyExact(units * wordsPerUnit, Math.multiplyExact(tiles, rowsPerTile()));
    packed =
        preparation.prepare(
            new Recipe<>(
                layout(kernel),
                weights::digest,
                () -> new short[words],
                into -> List.of(MemorySegment.ofArray(into)),
                into -> pack(weights, kernel, into),
                weights::release));
  }

  /// Begins to pack.
  static PackedWeights of(TernaryMatrix weights, TileKernel kernel, Preparation preparation) {
    return new PackedWeights(weights, kernel, preparation);
  }

  /// All that decides which weight lies where; the kernel's name tells its width.
  private String layout(TileKernel kernel) {
    return String.format(
        Locale.ROOT,
        "%s words v%d, %d x %d, %d panels, %s",
        kernel.name(),
        LAYOUT_VERSION,
        rows,
        columns,
        panels,
        ByteOrder.nativeOrder());
  }

  /// Packs on all cores.
  private void pack(TernaryMatrix weights, TileKernel kernel, short[] into) {
    int parts = Math.min(tiles, Runtime.getRuntime().availableProcessors());
    IntStream.range(0, parts)
        .parallel()
        .forEach(part -> packPart(part, parts, weights, kernel, into));
  }

  private void packPart(
      int part, int parts, TernaryMatrix weights, TileKernel kernel, short[] into) {
    byte[][] block = new byte[lanes][units * kernel.weightsPerUnit()];
    int to = (int) ((long) tiles * (part + 1) / parts);
    for (int tile = (int) ((long) tiles * part / parts); tile < to; tile++) {
      for (int vector = 0; vector < VECTORS_PER_TILE; vector++) {
        unpack(tile * rowsPerTile() + vector * lanes, weights, block);
        packVector(tile, vector, block, kernel, into);
      }
    }
  }

  private void unpack(int fromRow, TernaryMatrix weights, byte[][] block) {
    for (int i = 0; i < lanes; i++) {
      if (fromRow + i < rows) {
        weights.unpackRow(fromRow + i, block[i]);
      } else {
        Arrays.fill(block[i], (byte) 0);
      }
    }
  }

  /// Packs as many rows as a vector has lanes, chunk by chunk: the words of a chunk stay in the
  /// first-level cache until all their lanes are there.
  private void packVector(int tile, int vector, byte[][] block, TileKernel kernel, short[] into) {
    for (int chunk = 0; chunk < chunks; chunk++) {
      int from = firstUnit(chunk) * kernel.weightsPerUnit();
      int at = tileStart(chunk, tile) + vector * lanes;
      for (int i = 0; i < lanes; i++) {
        kernel.pack(block[i], from, unitsOf(chunk), into, at + lane(i, lanes), rowsPerTile());
      }
      for (int word = 0; word < unitsOf(chunk) * wordsPerUnit; word++) {
        kernel.arrange(into, at + word * rowsPerTile());
      }
    }
  }

  /// The lane of a vector's row.
  static int lane(int row, int lanes) {
    int half = lanes / 2;
    return row < half ? 2 * row : 2 * (row - half) + 1;
  }

  int rows() {
    return rows;
  }

  int columns() {
    return columns;
  }

  int rowsPerTile() {
    return VECTORS_PER_TILE * lanes;
  }

  int chunks() {
    return chunks;
  }

  /// Chunks differ by at most one unit, so that none is too short to pay for its pass over the
  /// sums.
  int firstUnit(int chunk) {
    return (int) ((long) units * chunk / chunks);
  }

  int unitsOf(int chunk) {
    return firstUnit(chunk + 1) - firstUnit(chunk);
  }

  /// Units of the longest chunk.
  int longestChunk() {
    return Math.ceilDiv(units, chunks);
  }

  private int firstTile(int panel) {
    return (int) ((long) tiles * panel / panels);
  }

  private int panelOf(int tile) {
    // The last whose first tile is not beyond this one.
    return (int) (((long) (tile + 1) * panels - 1) / tiles);
  }

  /// The first tile of the next panel.
  int panelEnd(int tile) {
    return firstTile(panelOf(tile) + 1);
  }

  /// Index in [#packed] of a tile's part of a chunk. The tiles of a panel follow each other.
  int tileStart(int chunk, int tile) {
    int panel = panelOf(tile);
    int first = firstTile(panel);
    int tilesOfPanel = firstTile(panel + 1) - first;
    int before = units * first + firstUnit(chunk) * tilesOfPanel;
    return (before + unitsOf(chunk) * (tile - first)) * wordsPerUnit * rowsPerTile();
  }

  /// All words, when they are there; not copied, do not write.
  short[] packed() {
    return packed.get();
  }

  /// Bytes of all words.
  long byteSize() {
    return (long) words * Short.BYTES;
  }
}
