package dev.setun.model;

/// A linear made ready for one executor: weights repacked as that executor likes them.
public interface TernaryLinear {
  /// Outputs, N.
  int rows();

  /// Inputs, K.
  int columns();

  /// acc[m * N + n] = sum over k of w[n][k] * q[m][k], exactly, in int32 (|acc| <= 128 K).
  ///
  /// @param activations q, tokens x K int8, row-major, from index 0
  /// @param tokens M, at least 1
  /// @param accumulators acc, tokens x N int32, row-major, overwritten
  void multiply(byte[] activations, int tokens, int[] accumulators);
}
