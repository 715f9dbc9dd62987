package dev.setun.model.synthesis;

import dev.setun.model.inference.SplitMix64;
import java.nio.charset.StandardCharsets;

/// The random numbers of one tensor. Each is found by its index, so that threads, pieces and the
/// order of tensors change nothing.
///
/// @param key seed of its SplitMix64 sequence
record RandomTensor(long key) {
  private static final int BITS = 16;
  private static final int MASK = (1 << BITS) - 1;

  /// Standard deviation of the sum of four numbers of 0..65535: sqrt(4 (2^32 - 1) / 12).
  private static final float DEVIATION = 37837.226f;

  /// FNV-1a of the name tells the tensors of one seed apart.
  static RandomTensor of(long seed, String name) {
    long hash = 0xcbf29ce484222325L;
    for (byte letter : name.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (letter & 0xff)) * 0x100000001b3L;
    }
    return new RandomTensor(SplitMix64.at(hash, seed));
  }

  /// A number of 0 to 1.
  float unit(long index) {
    return (SplitMix64.at(key, index) >>> 40) * 0x1p-24f;
  }

  /// About normal, mean 0, standard deviation 1: the sum of four 16-bit numbers.
  float normal(long index) {
    long bits = SplitMix64.at(key, index);
    int sum =
        (int) (bits & MASK)
            + (int) (bits >>> BITS & MASK)
            + (int) (bits >>> 2 * BITS & MASK)
            + (int) (bits >>> 3 * BITS);
    return (sum - 2 * MASK) / DEVIATION;
  }

  /// Weights -1, 0 and +1, four for each number of the sequence.
  ///
  /// @param firstNumber index of the first number
  /// @param zeros of 65536 weights so many are 0; the rest is half -1, half +1
  void trits(long firstNumber, int zeros, byte[] into, int columns) {
    int plus = zeros + ((1 << BITS) - zeros) / 2;
    long bits = 0;
    for (int column = 0; column < columns; column++) {
      if ((column & 3) == 0) {
        bits = SplitMix64.at(key, firstNumber + (column >>> 2));
      }
      int number = (int) (bits & MASK);
      bits >>>= BITS;
      // Without a branch, which would be predicted wrong for every second weight.
      int notZero = zeros - 1 - number >>> 31;
      int positive = plus - 1 - number >>> 31;
      into[column] = (byte) (2 * positive - notZero);
    }
  }
}
