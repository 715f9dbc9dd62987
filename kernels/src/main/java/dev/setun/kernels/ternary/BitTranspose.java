package dev.setun.kernels.ternary;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// Turns planes of bits into numbers: squares of 32 x 32 or 8 x 8 bits are transposed, by
/// exchanging halves, quarters and so on (Hacker's Delight, 7-3).
final class BitTranspose {
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  private static final int LANES = INTS.length();

  private BitTranspose() {}

  /// @param planes 32 vectors: bit j of a lane of vector b becomes bit b of that lane of vector j
  static void run(int[] planes) {
    run(planes, Integer.SIZE, 0x0000_FFFF);
  }

  /// @param planes 8 vectors: bit j of a byte of vector b becomes bit b of that byte of vector j
  static void runBytes(int[] planes) {
    run(planes, Byte.SIZE, 0x0F0F_0F0F);
  }

  private static void run(int[] planes, int size, int halves) {
    int mask = halves;
    for (int width = size / 2; width > 0; width >>= 1) {
      for (int row = 0; row < size; row = row + width + 1 & ~width) {
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
