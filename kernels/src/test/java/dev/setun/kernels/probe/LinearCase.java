package dev.setun.kernels.probe;

import dev.setun.model.LinearBackend;
import dev.setun.model.TernaryMatrix;
import java.util.Arrays;
import java.util.Random;

/// One linear with its inputs and what the definition of the linear says about them.
///
/// @param weights rows x columns
/// @param tokens M
/// @param activations tokens x columns
/// @param expected tokens x rows, computed by the definition, product by product
@SuppressWarnings("ArrayRecordComponent") // cases are never compared
public record LinearCase(TernaryMatrix weights, int tokens, byte[] activations, int[] expected) {

  /// Which values fill a weight matrix or the activations.
  public enum Fill {
    /// Uniform over all values.
    RANDOM,
    /// The largest value everywhere.
    HIGHEST,
    /// The smallest value everywhere.
    LOWEST,
    /// Largest and smallest in turn.
    ALTERNATING,
    /// Zero everywhere.
    ZERO;

    byte value(int index, int low, int high, Random random) {
      return (byte)
          switch (this) {
            case RANDOM -> random.nextInt(low, high + 1);
            case HIGHEST -> high;
            case LOWEST -> low;
            case ALTERNATING -> index % 2 == 0 ? high : low;
            case ZERO -> 0;
          };
    }
  }

  /// A case of the given shape.
  public static LinearCase of(
      int rows, int columns, int tokens, Fill weightFill, Fill activationFill, long seed) {
    var random = new Random(seed);
    byte[] trits = new byte[rows * columns];
    for (int i = 0; i < trits.length; i++) {
      trits[i] = weightFill.value(i, -1, 1, random);
    }
    byte[] activations = new byte[tokens * columns];
    for (int i = 0; i < activations.length; i++) {
      activations[i] = activationFill.value(i, -128, 127, random);
    }
    int[] expected = new int[tokens * rows];
    for (int m = 0; m < tokens; m++) {
      for (int n = 0; n < rows; n++) {
        for (int k = 0; k < columns; k++) {
          expected[m * rows + n] += trits[n * columns + k] * activations[m * columns + k];
        }
      }
    }
    return new LinearCase(TernaryMatrix.of(rows, columns, trits), tokens, activations, expected);
  }

  /// Compares what the backend computes with the definition.
  ///
  /// @throws AssertionError at the first value that differs
  public void check(LinearBackend backend) {
    int[] actual = new int[expected.length];
    Arrays.fill(actual, Integer.MIN_VALUE);
    backend.prepare(weights).multiply(activations, tokens, actual);
    int at = Arrays.mismatch(expected, actual);
    if (at >= 0) {
      throw new AssertionError(
          "%s, %d x %d, %d tokens: token %d, row %d: expected %d, found %d"
              .formatted(
                  backend.name(),
                  weights.rows(),
                  weights.columns(),
                  tokens,
                  at / weights.rows(),
                  at % weights.rows(),
                  expected[at],
                  actual[at]));
    }
  }
}
