package dev.setun.kernels.check;

import java.util.SplittableRandom;

/// The activations of a shape that is tried.
final class Tokens {
  /// All 127; all -128; the two in turn; random; random and three in four zero, as after a squared
  /// ReLU.
  static final int COUNT = 5;

  /// Tokens of a crowd: what fills one, two or four vectors of 8 or 16 lanes, most or all of them,
  /// and tokens that remain.
  private static final int[] CROWDS = {9, 15, 30, 61};

  private Tokens() {}

  /// How many tokens are tried at once on a shape.
  static int crowd(int rows, int columns) {
    return CROWDS[(rows + columns) % CROWDS.length];
  }

  /// The five tokens again and again.
  ///
  /// @return count x columns
  static byte[] repeated(byte[] five, int columns, int count) {
    byte[] activations = new byte[count * columns];
    for (int i = 0; i < activations.length; i++) {
      activations[i] = five[i % five.length];
    }
    return activations;
  }

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
