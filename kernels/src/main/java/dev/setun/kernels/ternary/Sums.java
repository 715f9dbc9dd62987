package dev.setun.kernels.ternary;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// Adds the 16-bit sums of a chunk to the 32-bit sums of the linear, in the lane order of
/// [PackedWeights].
final class Sums {
  private static final VectorSpecies<Integer> INTS =
      VectorSpecies.of(int.class, ShortVector.SPECIES_PREFERRED.vectorShape());
  private static final int LANES = ShortVector.SPECIES_PREFERRED.length();

  private Sums() {}

  /// Four vectors of rows, which is a tile.
  static void addTile(
      ShortVector a, ShortVector b, ShortVector c, ShortVector d, int[] sums, int at) {
    addPair(a, b, sums, at);
    addPair(c, d, sums, at + 2 * LANES);
  }

  /// Two vectors of consecutive rows.
  static void addPair(ShortVector a, ShortVector b, int[] sums, int at) {
    add(a, sums, at);
    add(b, sums, at + LANES);
  }

  private static void add(ShortVector part, int[] sums, int at) {
    IntVector pairs = part.reinterpretAsInts();
    pairs
        .lanewise(VectorOperators.LSHL, 16)
        .lanewise(VectorOperators.ASHR, 16)
        .add(IntVector.fromArray(INTS, sums, at))
        .intoArray(sums, at);
    int half = LANES / 2;
    pairs
        .lanewise(VectorOperators.ASHR, 16)
        .add(IntVector.fromArray(INTS, sums, at + half))
        .intoArray(sums, at + half);
  }
}
