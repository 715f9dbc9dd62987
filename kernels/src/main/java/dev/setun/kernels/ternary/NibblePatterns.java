package dev.setun.kernels.ternary;

import java.util.Arrays;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;

/// The patterns of the bytes of [NibbleTables]: two nibbles, n0 + 9 n1.
record NibblePatterns(PackedWeights weights, int[] places) implements Patterns {
  private static final int PER_UNIT = NibbleTables.WEIGHTS / TokenTables.WEIGHTS;
  private static final int HALF = NibbleTables.LANES / 2;
  private static final short BYTE = 0xff;

  static NibblePatterns of(PackedWeights weights) {
    int[] places = new int[weights.rowsPerTile()];
    Arrays.setAll(places, NibblePatterns::place);
    return new NibblePatterns(weights, places);
  }

  /// Offsets of even bytes come before those of odd ones.
  private static int place(int row) {
    int lanes = NibbleTables.LANES;
    int place = NibbleTables.place(row % lanes);
    return row / lanes * lanes + place / 2 + place % 2 * HALF;
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
    return weights.firstUnit(chunk) * NibbleTables.WEIGHTS;
  }

  @Override
  public int count(int chunk) {
    return weights.unitsOf(chunk) * PER_UNIT;
  }

  @Override
  public void offsets(int chunk, int from, int count, int tile, int shift, TokenScratch scratch) {
    int rows = weights.rowsPerTile();
    int at = weights.tileStart(chunk, tile) + from / 2 * rows;
    short[] packed = weights.packed();
    for (int word = 0; word < count / 2; word++) {
      // The low bytes of the words of a vector, then the high ones: patterns 2 word and 2 word + 1.
      for (int i = 0; i < rows; i += NibbleTables.LANES) {
        int into = 2 * word * rows + i;
        offsets(packed, at + word * rows + i, shift, scratch.offsets, into);
        offsets(packed, at + word * rows + i + HALF, shift, scratch.offsets, into + rows);
      }
    }
  }

  /// Of sixteen bytes.
  private static void offsets(short[] packed, int at, int shift, short[] into, int intoAt) {
    ShortVector bytes = ShortVector.fromArray(NibbleTables.SHORTS, packed, at);
    ShortVector even = bytes.and(BYTE);
    ShortVector odd = bytes.lanewise(VectorOperators.LSHR, Byte.SIZE);
    // n0 + 9 n1 = (n0 + 16 n1) - 7 n1
    ShortVector high = even.lanewise(VectorOperators.LSHR, 4);
    even.sub(high.mul((short) 7)).lanewise(VectorOperators.LSHL, shift).intoArray(into, intoAt);
    high = odd.lanewise(VectorOperators.LSHR, 4);
    odd.sub(high.mul((short) 7))
        .lanewise(VectorOperators.LSHL, shift)
        .intoArray(into, intoAt + HALF);
  }
}
