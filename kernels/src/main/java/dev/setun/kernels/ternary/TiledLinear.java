package dev.setun.kernels.ternary;

import dev.setun.kernels.load.Preparation;
import dev.setun.model.TernaryMatrix;
import java.util.Arrays;

/// A ternary linear on a [TileKernel].
///
/// Loop order: blocks of tokens, chunks of K inside them, groups of four tokens, and tiles of rows
/// innermost. The prepared activations of a group then stay in the first-level cache while a
/// chunk's weights pass, and with one token the weights are one sequential read. A block is so many
/// tokens that its sums, which are read and written once per chunk, stay in the second-level cache.
/// A last tile that has fewer rows than a tile sums into scratch and is copied at the end.
final class TiledLinear extends RangedLinear {
  private static final int GROUP = 4;
  private static final int TOKENS_PER_BLOCK = 32;

  private final TileKernel kernel;
  private final PackedWeights weights;

  TiledLinear(TileKernel kernel, TernaryMatrix weights, Preparation preparation) {
    this(kernel, PackedWeights.of(weights, kernel, preparation));
  }

  /// @param weights packed for the kernel
  TiledLinear(TileKernel kernel, PackedWeights weights) {
    this.kernel = kernel;
    this.weights = weights;
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
  public long byteSize() {
    return weights.byteSize();
  }

  @Override
  public int rowGranularity() {
    return weights.rowsPerTile();
  }

  @Override
  void multiply(
      byte[] activations, int fromToken, int toToken, int[] accumulators, int fromRow, int toRow) {
    if (fromRow == toRow) {
      return;
    }
    for (int token = fromToken; token < toToken; token += TOKENS_PER_BLOCK) {
      int end = Math.min(toToken, token + TOKENS_PER_BLOCK);
      multiplyBlock(activations, token, end, accumulators, fromRow, toRow);
    }
  }

  private void multiplyBlock(
      byte[] activations, int fromToken, int toToken, int[] accumulators, int fromRow, int toRow) {
    int perTile = weights.rowsPerTile();
    int endTile = Math.ceilDiv(toRow, perTile);
    boolean endsInLastTile = toRow % perTile != 0;
    int wholeTiles = endsInLastTile ? endTile - 1 : endTile;
    Scratch scratch =
        Scratch.ofThisThread(
            GROUP * weights.longestChunk() * kernel.preparedPerUnit(),
            TileKernel.SCRATCH_VECTORS * kernel.lanes(),
            endsInLastTile ? TOKENS_PER_BLOCK * perTile : 0);
    start(activations, fromToken, toToken, accumulators, fromRow, toRow);
    if (endsInLastTile) {
      start(activations, fromToken, toToken, scratch.lastTile);
    }
    for (int chunk = 0; chunk < weights.chunks(); chunk++) {
      int token = fromToken;
      while (token < toToken) {
        int group = toToken - token >= GROUP ? GROUP : 1;
        prepare(activations, token, group, chunk, scratch.prepared);
        int at = token * rows() + fromRow;
        add(scratch, chunk, group, fromRow / perTile, wholeTiles, accumulators, at, rows());
        int lastAt = (token - fromToken) * perTile;
        add(scratch, chunk, group, wholeTiles, endTile, scratch.lastTile, lastAt, perTile);
        token += group;
      }
    }
    if (endsInLastTile) {
      copyLastTile(scratch.lastTile, fromToken, toToken, endTile - 1, accumulators);
    }
  }

  private void start(
      byte[] activations, int fromToken, int toToken, int[] sums, int fromRow, int toRow) {
    for (int token = fromToken; token < toToken; token++) {
      int value = kernel.start(activations, token * columns(), columns());
      Arrays.fill(sums, token * rows() + fromRow, token * rows() + toRow, value);
    }
  }

  private void start(byte[] activations, int fromToken, int toToken, int[] lastTile) {
    int perTile = weights.rowsPerTile();
    for (int token = fromToken; token < toToken; token++) {
      int value = kernel.start(activations, token * columns(), columns());
      int at = (token - fromToken) * perTile;
      Arrays.fill(lastTile, at, at + perTile, value);
    }
  }

  private void prepare(byte[] activations, int token, int group, int chunk, short[] prepared) {
    int units = weights.unitsOf(chunk);
    int from = weights.firstUnit(chunk) * kernel.weightsPerUnit();
    int count = Math.min(columns() - from, units * kernel.weightsPerUnit());
    for (int t = 0; t < group; t++) {
      kernel.prepare(activations, (token + t) * columns() + from, count, units, prepared, t, group);
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
    int units = weights.unitsOf(chunk);
    short[] packed = weights.packed();
    int tile = fromTile;
    int at = sumsAt;
    while (tile < toTile) {
      int tiles = Math.min(toTile, weights.panelEnd(tile)) - tile;
      int packedAt = weights.tileStart(chunk, tile);
      short[] tables = scratch.prepared;
      short[] partial = scratch.partial;
      if (group == GROUP) {
        kernel.addFourTokens(tables, packed, packedAt, units, tiles, sums, at, sumsStride, partial);
      } else {
        kernel.addOneToken(tables, packed, packedAt, units, tiles, sums, at, partial);
      }
      tile += tiles;
      at += tiles * weights.rowsPerTile();
    }
  }

  private void copyLastTile(
      int[] lastTile, int fromToken, int toToken, int tile, int[] accumulators) {
    int firstRow = tile * weights.rowsPerTile();
    for (int token = fromToken; token < toToken; token++) {
      System.arraycopy(
          lastTile,
          (token - fromToken) * weights.rowsPerTile(),
          accumulators,
          token * rows() + firstRow,
          rows() - firstRow);
    }
  }
}
