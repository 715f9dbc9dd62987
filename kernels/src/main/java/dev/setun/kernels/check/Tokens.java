package dev.setun.kernels.check;

import java.util.SplittableRandom;

/// The activations of a shape that is tried.
final class Tokens {
  /// All 127; all -128; the two in turn; random; random and three in four zero, as after a squared
  /// ReLU.
  static final int COUNT = 5;

  private Tokens() {}

  /// @return tokens x columns
  static byte[] of(int columns) {
    byte[] activations = new byte[COUNT * columns];
    var random = new SplittableRandom(-columns);
    for (int k = 0; k < columns; k++) {
      activations[k] = Byte.MAX_VALUE;
      activations[columns + k] = Byte.MIN_VALUE;
      activations[2 * columns + k] = k % 2 == 0 ? Byte.MAX_VALUE : Byte.MIN_VALUE;
      activations[3 * columns + k] = (byte) random.nextInt();
      activations[4 * columns + k] = random.nextInt(4) == 0 ? (byte) random.nextInt() : 0;
    }
    return activations;
  }
}
