package dev.setun.kernels.ternary;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// Adds the 16-bit sums of a chunk to the 32-bit sums of the linear, in the lane order of
/// [PackedWeights]; with [TokenTables] the lanes are tokens.
final class Sums {
  private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> INTS =
      VectorSpecies.of(int.class, SHORTS.vectorShape());
  private static final int LANES = SHORTS.length();

  private Sums() {}

  /// Adds `vectors` vectors of consecutive rows, `part` from `partAt` on, to `sums` from `at` on.
  static void addVectors(short[] part, int partAt, int vectors, int[] sums, int at) {
    int half = LANES / 2;
    for (int i = 0; i < vectors * LANES; i += LANES) {
      IntVector pairs = ShortVector.fromArray(SHORTS, part, partAt + i).reinterpretAsInts();
      pairs
          .lanewise(VectorOperators.LSHL, 16)
          .lanewise(VectorOperators.ASHR, 16)
          .add(IntVector.fromArray(INTS, sums, at + i))
          .intoArray(sums, at + i);
      pairs
          .lanewise(VectorOperators.ASHR, 16)
          .add(IntVector.fromArray(INTS, sums, at + i + half))
          .intoArray(sums, at + i + half);
    }
  }
}
