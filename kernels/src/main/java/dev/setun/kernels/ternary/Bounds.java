package dev.setun.kernels.ternary;

import dev.setun.model.TernaryLinear;

/// The conditions of [TernaryLinear].
final class Bounds {
  private Bounds() {}

  static void check(TernaryLinear linear, byte[] activations, int tokens, int[] accumulators) {
    if (tokens < 1
        || activations.length < (long) tokens * linear.columns()
        || accumulators.length < (long) tokens * linear.rows()) {
      throw new IllegalArgumentException(
          "expected tokens x K activations and tokens x N results, at least 1 token");
    }
  }

  static void checkTokens(int fromToken, int toToken) {
    if (fromToken < 0 || fromToken > toToken) {
      throw new IllegalArgumentException(
          "expected tokens in order, found [" + fromToken + ", " + toToken + ")");
    }
  }

  static void checkRows(TernaryLinear linear, int fromRow, int toRow) {
    int rows = linear.rows();
    int granularity = linear.rowGranularity();
    if (fromRow < 0
        || fromRow > toRow
        || toRow > rows
        || (fromRow % granularity != 0 && fromRow != rows)
        || (toRow % granularity != 0 && toRow != rows)) {
      throw new IllegalArgumentException(
          "expected rows on multiples of "
              + granularity
              + " within 0.."
              + rows
              + ", found ["
              + fromRow
              + ", "
              + toRow
              + ")");
    }
  }
}
