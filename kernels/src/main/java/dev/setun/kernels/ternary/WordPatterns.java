package dev.setun.kernels.ternary;

import java.util.Arrays;

/// The patterns of the words of [UnpackMultiply], two in a word.
record WordPatterns(PackedWeights weights, int[] places) implements Patterns {
  private static final int PER_WORD = 2;

  static WordPatterns of(PackedWeights weights) {
    int lanes = TokenTables.LANES;
    int[] places = new int[weights.rowsPerTile()];
    Arrays.setAll(places, row -> row / lanes * lanes + PackedWeights.lane(row % lanes, lanes));
    return new WordPatterns(weights, places);
  }

  @Override
  public int rowsPerTile() {
    return weights.rowsPerTile();
  }

  @Override
  public int chunks() {
    return weights.chunks();
  }

  @Override
  public int firstColumn(int chunk) {
    return weights.firstUnit(chunk) * PER_WORD * TokenTables.WEIGHTS;
  }

  @Override
  public int count(int chunk) {
    return weights.unitsOf(chunk) * PER_WORD;
  }

  @Override
  public void offsets(int chunk, int from, int count, int tile, int shift, TokenScratch scratch) {
    int rows = weights.rowsPerTile();
    int at = weights.tileStart(chunk, tile) + from / PER_WORD * rows;
    TokenTables.offsets(weights.packed(), at, count / PER_WORD, rows, shift, scratch.offsets);
  }
}
