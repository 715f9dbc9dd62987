package dev.setun.model;

import java.util.Arrays;

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

  /// Rows at whose multiples the outputs may be split between threads, as [#multiplyRows] does; by
  /// default all of them, which means that this linear cannot be split.
  default int rowGranularity() {
    return rows();
  }

  /// The rows `[fromRow, toRow)` of [#multiply] and no others. Calls for disjoint rows may run at
  /// the same time on different threads with the same arrays.
  ///
  /// @param fromRow a multiple of [#rowGranularity]
  /// @param toRow a multiple of [#rowGranularity], or N
  /// @throws IllegalArgumentException if the rows are not on such a boundary
  default void multiplyRows(
      byte[] activations, int tokens, int[] accumulators, int fromRow, int toRow) {
    if (fromRow == 0 && toRow == rows()) {
      multiply(activations, tokens, accumulators);
    } else if (fromRow != toRow) {
      throw new IllegalArgumentException(
          "expected all " + rows() + " rows, found [" + fromRow + ", " + toRow + ")");
    }
  }

  /// The tokens `[fromToken, toToken)` of [#multiply] and no others. Calls for disjoint tokens may
  /// run at the same time on different threads with the same arrays. By default the tokens are
  /// copied out and multiplied.
  default void multiplyTokens(byte[] activations, int[] accumulators, int fromToken, int toToken) {
    if (fromToken < toToken) {
      int tokens = toToken - fromToken;
      byte[] q = Arrays.copyOfRange(activations, fromToken * columns(), toToken * columns());
      int[] acc = new int[tokens * rows()];
      multiply(q, tokens, acc);
      System.arraycopy(acc, 0, accumulators, fromToken * rows(), acc.length);
    }
  }

  /// Bytes of the weights as they were repacked; 0 if they are read where they were.
  default long byteSize() {
    return 0;
  }
}
