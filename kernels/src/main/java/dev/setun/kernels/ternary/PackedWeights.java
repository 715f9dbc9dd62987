package dev.setun.kernels.ternary;

import dev.setun.model.TernaryMatrix;
import java.util.Arrays;

/// The weights of one linear in the order in which a [TileKernel] reads them.
///
/// Chunk by chunk of K; in a chunk tile by tile of rows; in a tile word by word of K; for each word
/// `VECTORS_PER_TILE` vectors of `lanes` rows. One pass over all chunks and tiles is one sequential
/// read. In a vector the first half of the rows lies in the even lanes and the second half in the
/// odd ones, so that the low and high halves of the 32-bit view are consecutive rows. Rows and
/// columns that are missing in the last tile and word are zero weights.
final class PackedWeights {
  /// Vectors of rows that a tile spans: enough independent sums to hide the latency of an addition.
  static final int VECTORS_PER_TILE = 4;

  private final int rows;
  private final int columns;
  private final int lanes;
  private final int weightsPerWord;
  private final int tiles;
  private final int words;
  private final int chunks;
  private final short[] packed;

  private PackedWeights(TernaryMatrix weights, TileKernel kernel) {
    rows = weights.rows();
    columns = weights.columns();
    lanes = kernel.lanes();
    weightsPerWord = kernel.weightsPerWord();
    tiles = Math.ceilDiv(rows, VECTORS_PER_TILE * lanes);
    words = Math.ceilDiv(columns, weightsPerWord);
    chunks = Math.ceilDiv(words, kernel.wordsPerChunk());
    packed = new short[Math.multiplyExact(words, Math.multiplyExact(tiles, rowsPerTile()))];
  }

  static PackedWeights of(TernaryMatrix weights, TileKernel kernel) {
    var result = new PackedWeights(weights, kernel);
    byte[] row = new byte[result.words * result.weightsPerWord];
    for (int n = 0; n < result.tiles * result.rowsPerTile(); n++) {
      if (n < result.rows) {
        weights.unpackRow(n, row);
      } else {
        Arrays.fill(row, (byte) 0);
      }
      result.packRow(n, row, kernel);
    }
    return result;
  }

  private void packRow(int row, byte[] weights, TileKernel kernel) {
    int tile = row / rowsPerTile();
    int vector = row % rowsPerTile() / lanes;
    int half = lanes / 2;
    int place = row % lanes;
    int lane = place < half ? 2 * place : 2 * (place - half) + 1;
    for (int chunk = 0; chunk < chunks; chunk++) {
      int at = tileStart(chunk, tile) + vector * lanes + lane;
      for (int word = firstWord(chunk); word < firstWord(chunk + 1); word++) {
        packed[at] = kernel.pack(weights, word * weightsPerWord);
        at += rowsPerTile();
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
    return VECTORS_PER_TILE * lanes;
  }

  int chunks() {
    return chunks;
  }

  /// Chunks differ by at most one word, so that none is too short to pay for its pass over the
  /// sums.
  int firstWord(int chunk) {
    return (int) ((long) words * chunk / chunks);
  }

  /// Words of the longest chunk.
  int longestChunk() {
    return Math.ceilDiv(words, chunks);
  }

  /// Index in [#packed] of a tile's part of a chunk.
  int tileStart(int chunk, int tile) {
    int first = firstWord(chunk);
    int length = firstWord(chunk + 1) - first;
    return (first * tiles + length * tile) * rowsPerTile();
  }

  /// All words; not copied, do not write.
  short[] packed() {
    return packed;
  }
}
