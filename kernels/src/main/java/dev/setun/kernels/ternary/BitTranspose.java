package dev.setun.kernels.ternary;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// Turns 32 planes of bits into numbers: in each lane a square of 32 x 32 bits is transposed, by
/// exchanging halves, quarters and so on (Hacker's Delight, 7-3).
final class BitTranspose {
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  private static final int LANES = INTS.length();

  private BitTranspose() {}

  /// @param planes 32 vectors: bit j of a lane of vector b becomes bit b of that lane of vector j
  static void run(int[] planes) {
    int mask = 0x0000_FFFF;
    for (int width = Integer.SIZE / 2; width > 0; width >>= 1) {
      for (int row = 0; row < Integer.SIZE; row = row + width + 1 & ~width) {
        exchange(planes, row * LANES, (row + width) * LANES, width, mask);
      }
      mask ^= mask << width / 2;
    }
  }

  private static void exchange(int[] planes, int low, int high, int width, int mask) {
    IntVector a = IntVector.fromArray(INTS, planes, low);
    IntVector b = IntVector.fromArray(INTS, planes, high);
    IntVector moved =
        a.lanewise(VectorOperators.LSHR, width).lanewise(VectorOperators.XOR, b).and(mask);
    b.lanewise(VectorOperators.XOR, moved).intoArray(planes, high);
    a.lanewise(VectorOperators.XOR, moved.lanewise(VectorOperators.LSHL, width))
        .intoArray(planes, low);
  }
}
