package dev.setun.kernels.ternary;

import dev.setun.model.TernaryLinear;

/// What the linears of this package share: the conditions of [TernaryLinear], checked once, and one
/// method that multiplies some tokens by some rows.
abstract class RangedLinear implements TernaryLinear {
  @Override
  public final void multiply(byte[] activations, int tokens, int[] accumulators) {
    multiplyRows(activations, tokens, accumulators, 0, rows());
  }

  @Override
  public final void multiplyRows(
      byte[] activations, int tokens, int[] accumulators, int fromRow, int toRow) {
    Bounds.check(this, activations, tokens, accumulators);
    Bounds.checkRows(this, fromRow, toRow);
    multiply(activations, 0, tokens, accumulators, fromRow, toRow);
  }

  @Override
  public final void multiplyTokens(
      byte[] activations, int[] accumulators, int fromToken, int toToken) {
    Bounds.check(this, activations, Math.max(1, toToken), accumulators);
    Bounds.checkTokens(fromToken, toToken);
    multiply(activations, fromToken, toToken, accumulators, 0, rows());
  }

  /// The tokens `[fromToken, toToken)` and the rows `[fromRow, toRow)`, which have been checked;
  /// either may be none.
  abstract void multiply(
      byte[] activations, int fromToken, int toToken, int[] accumulators, int fromRow, int toRow);

  /// Whether it is faster with these tokens than [TokenTables] with so many vectors of them.
  boolean beatsTables(byte[] activations, int fromToken, int toToken, int vectors) {
    return false;
  }

  /// Told when it was not, and so did not multiply them.
  void leftToTables(int tokens, int productRows) {}
}
