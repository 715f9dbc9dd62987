package dev.setun.kernels.ternary;

import dev.setun.model.TernaryLinear;
import dev.setun.model.TernaryMatrix;
import java.util.Arrays;

/// A ternary linear on a [TileKernel].
///
/// Loop order: chunks of K outside, groups of four tokens inside them, tiles of rows innermost. The
/// prepared activations of a group then stay in the first-level cache while a chunk's weights pass,
/// and with one token the weights are one sequential read. The sums are read and written once per
/// chunk. A last tile that has fewer rows than a tile sums into scratch and is copied at the end.
final class TiledLinear implements TernaryLinear {
  private static final int GROUP = 4;

  private final TileKernel kernel;
  private final PackedWeights weights;

  TiledLinear(TileKernel kernel, TernaryMatrix weights) {
    this.kernel = kernel;
    this.weights = PackedWeights.of(weights, kernel);
  }

  @Override
  public int rows() {
    return weights.rows();
  }

  @Override
  public int columns() {
    return weights.columns();
  }

  @Override
  public int rowGranularity() {
    return weights.rowsPerTile();
  }

  @Override
  public void multiply(byte[] activations, int tokens, int[] accumulators) {
    multiplyRows(activations, tokens, accumulators, 0, rows());
  }

  @Override
  public void multiplyRows(
      byte[] activations, int tokens, int[] accumulators, int fromRow, int toRow) {
    check(activations, tokens, accumulators, fromRow, toRow);
    if (fromRow == toRow) {
      return;
    }
    int perTile = weights.rowsPerTile();
    int endTile = Math.ceilDiv(toRow, perTile);
    boolean endsInLastTile = toRow % perTile != 0;
    Scratch scratch =
        Scratch.ofThisThread(
            GROUP * weights.longestChunk() * kernel.preparedPerWord(),
            TileKernel.PARTIAL_VECTORS * kernel.lanes(),
            endsInLastTile ? tokens * perTile : 0);
    start(activations, tokens, accumulators, fromRow, toRow);
    if (endsInLastTile) {
      start(activations, tokens, scratch.lastTile);
    }
    for (int chunk = 0; chunk < weights.chunks(); chunk++) {
      int token = 0;
      while (token < tokens) {
        int group = tokens - token >= GROUP ? GROUP : 1;
        prepare(activations, token, group, chunk, scratch.prepared);
        int wholeTiles = endsInLastTile ? endTile - 1 : endTile;
        int at = token * rows() + fromRow;
        add(scratch, chunk, group, fromRow / perTile, wholeTiles, accumulators, at, rows());
        int lastAt = token * perTile;
        add(scratch, chunk, group, wholeTiles, endTile, scratch.lastTile, lastAt, perTile);
        token += group;
      }
    }
    if (endsInLastTile) {
      copyLastTile(scratch.lastTile, tokens, endTile - 1, accumulators);
    }
  }

  private void check(byte[] activations, int tokens, int[] accumulators, int fromRow, int toRow) {
    if (tokens < 1
        || activations.length < (long) tokens * columns()
        || accumulators.length < (long) tokens * rows()) {
      throw new IllegalArgumentException(
          "expected tokens x K activations and tokens x N results, at least 1 token");
    }
    if (fromRow < 0
        || fromRow > toRow
        || toRow > rows()
        || (fromRow % weights.rowsPerTile() != 0 && fromRow != rows())
        || (toRow % weights.rowsPerTile() != 0 && toRow != rows())) {
      throw new IllegalArgumentException(
          "expected rows on multiples of "
              + weights.rowsPerTile()
              + " within 0.."
              + rows()
              + ", found ["
              + fromRow
              + ", "
              + toRow
              + ")");
    }
  }

  private void start(byte[] activations, int tokens, int[] sums, int fromRow, int toRow) {
    for (int token = 0; token < tokens; token++) {
      int value = kernel.start(activations, token * columns(), columns());
      Arrays.fill(sums, token * rows() + fromRow, token * rows() + toRow, value);
    }
  }

  private void start(byte[] activations, int tokens, int[] lastTile) {
    int perTile = weights.rowsPerTile();
    for (int token = 0; token < tokens; token++) {
      int value = kernel.start(activations, token * columns(), columns());
      Arrays.fill(lastTile, token * perTile, (token + 1) * perTile, value);
    }
  }

  private void prepare(byte[] activations, int token, int group, int chunk, short[] prepared) {
    int firstWord = weights.firstWord(chunk);
    int words = weights.firstWord(chunk + 1) - firstWord;
    int from = firstWord * kernel.weightsPerWord();
    int count = Math.min(columns() - from, words * kernel.weightsPerWord());
    for (int t = 0; t < group; t++) {
      kernel.prepare(activations, (token + t) * columns() + from, count, words, prepared, t, group);
    }
  }

  private void add(
      Scratch scratch,
      int chunk,
      int group,
      int fromTile,
      int toTile,
      int[] sums,
      int sumsAt,
      int sumsStride) {
    if (fromTile == toTile) {
      return;
    }
    int words = weights.firstWord(chunk + 1) - weights.firstWord(chunk);
    int packedAt = weights.tileStart(chunk, fromTile);
    short[] packed = weights.packed();
    int tiles = toTile - fromTile;
    if (group == GROUP) {
      kernel.addFourTokens(
          scratch.prepared,
          packed,
          packedAt,
          words,
          tiles,
          sums,
          sumsAt,
          sumsStride,
          scratch.partial);
    } else {
      kernel.addOneToken(
          scratch.prepared, packed, packedAt, words, tiles, sums, sumsAt, scratch.partial);
    }
  }

  private void copyLastTile(int[] lastTile, int tokens, int tile, int[] accumulators) {
    int firstRow = tile * weights.rowsPerTile();
    for (int token = 0; token < tokens; token++) {
      System.arraycopy(
          lastTile,
          token * weights.rowsPerTile(),
          accumulators,
          token * rows() + firstRow,
          rows() - firstRow);
    }
  }
}
