package dev.setun.accel.machine;

import java.util.Arrays;

/// One row of L processing elements: a weight register, PEs that give +x, -x or 0, an adder tree
/// with a registered sum, and one accumulator a token.
final class TernaryRow {
  private static final int CODE_BITS = 2;

  private final int row;
  private final byte[] weights;
  private final int[] accumulators;
  private final int wrongLane;
  private final boolean dropsFirstSum;
  private long[] wordHeld = {};
  private int sum;

  TernaryRow(int row, int lanes, int tokens, Fault fault) {
    this.row = row;
    this.weights = new byte[lanes];
    this.accumulators = new int[tokens];
    this.wrongLane =
        fault instanceof Fault.WrongWeight wrong && wrong.row() == row ? wrong.lane() : -1;
    this.dropsFirstSum = fault instanceof Fault.DroppedSum dropped && dropped.row() == row;
  }

  /// End of cycle t of an issue: copies this row's part of the weight word to the weight register.
  @SuppressWarnings("ReferenceEquality") // the same array is the same word
  void takeWeights(long[] word) {
    if (word == wordHeld) {
      return; // the same word for the next token of the tile
    }
    wordHeld = word;
    int bit = CODE_BITS * row * weights.length;
    long codes = word[bit >> 6] >>> bit; // a shift takes bit mod 64
    for (int lane = 0; lane < weights.length; lane++) {
      weights[lane] = weight((int) codes & 3);
      bit += CODE_BITS;
      codes = (bit & 63) == 0 && bit >> 6 < word.length ? word[bit >> 6] : codes >>> CODE_BITS;
    }
    if (wrongLane >= 0) {
      weights[wrongLane] = (byte) (weights[wrongLane] == 1 ? -1 : weights[wrongLane] + 1);
    }
  }

  /// End of cycle t + 1: sums what the PEs give for the activation word at `from`.
  void sum(byte[] activations, int from) {
    int total = 0;
    for (int lane = 0; lane < weights.length; lane++) {
      total += weights[lane] * activations[from + lane]; // a select by -1, 0, +1
    }
    sum = total;
  }

  /// End of cycle t + 2: the accumulator of the token takes the sum, or is increased by it.
  void accumulate(int token, boolean first) {
    if (first && dropsFirstSum) {
      accumulators[token] = 0;
    } else {
      accumulators[token] = first ? sum : accumulators[token] + sum;
    }
  }

  int accumulator(int token) {
    return accumulators[token];
  }

  /// The weight of a code; code 3 is never sent and counts as 0.
  private static byte weight(int code) {
    return (byte) (code == 3 ? 0 : code - 1);
  }

  @Override
  public String toString() {
    return "row " + row + ": " + Arrays.toString(accumulators);
  }
}
