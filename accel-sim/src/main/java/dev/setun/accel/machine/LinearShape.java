package dev.setun.accel.machine;

import dev.setun.accel.design.Design;
import dev.setun.traces.InputException;

/// The size of a linear Y[M][N] = X[M][K] W[N][K]. The limits are those of the configuration ports.
///
/// @param tokens M, 1..65535
/// @param inputs K, 1..16777215
/// @param outputs N, 1..16777215
public record LinearShape(int tokens, int inputs, int outputs) {
  private static final int LARGEST_TOKENS = (1 << 16) - 1;
  private static final int LARGEST_NEURONS = (1 << 24) - 1;

  public LinearShape {
    check("tokens (M)", tokens, LARGEST_TOKENS);
    check("inputs (K)", inputs, LARGEST_NEURONS);
    check("outputs (N)", outputs, LARGEST_NEURONS);
  }

  /// Multiply-accumulates: M K N.
  public long macs() {
    return (long) tokens * inputs * outputs;
  }

  /// Checks that the activation buffer of a design holds a token of this linear.
  ///
  /// @throws InputException if not; it names the design key to change
  public void requireFits(Design design) {
    if (inputs <= design.largestInputs()) {
      return;
    }
    int words = Math.ceilDiv(inputs, design.array().lanes());
    throw new InputException(
        "linear " + this,
        "expected inputs (K) of at most "
            + design.largestInputs()
            + " on design "
            + design.name()
            + ", found "
            + inputs
            + " (set buffers.activationWordsPerToken to "
            + (Integer.highestOneBit(words - 1) << 1)
            + ")");
  }

  /// `MxKxN`.
  @Override
  public String toString() {
    return tokens + "x" + inputs + "x" + outputs;
  }

  private static void check(String what, int value, int most) {
    if (value < 1 || value > most) {
      throw new InputException("linear", what + ": expected 1.." + most + ", found " + value);
    }
  }
}
