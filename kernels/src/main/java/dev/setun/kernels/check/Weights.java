package dev.setun.kernels.check;

import java.util.Arrays;
import java.util.SplittableRandom;

/// What fills the weights of a shape that is tried.
enum Weights {
  ALL_PLUS,
  ALL_MINUS,
  RANDOM;

  /// @return rows x columns, each -1, 0 or +1
  byte[] of(int rows, int columns) {
    byte[] trits = new byte[rows * columns];
    switch (this) {
      case ALL_PLUS -> Arrays.fill(trits, (byte) 1);
      case ALL_MINUS -> Arrays.fill(trits, (byte) -1);
      case RANDOM -> {
        var random = new SplittableRandom(columns);
        for (int i = 0; i < trits.length; i++) {
          trits[i] = (byte) random.nextInt(-1, 2);
        }
      }
    }
    return trits;
  }
}
