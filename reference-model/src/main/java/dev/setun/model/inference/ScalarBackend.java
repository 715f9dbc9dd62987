package dev.setun.model.inference;

import dev.setun.model.LinearBackend;
import dev.setun.model.TernaryLinear;
import dev.setun.model.TernaryMatrix;

/// The reference of the ternary linear: acc\[m\]\[n\] = sum over k of w\[n\]\[k\] * q\[m\]\[k\],
/// one product at a time, exact in int32.
///
/// Small matrices are unpacked once, to a byte a weight. Of large ones each row is unpacked for
/// each call, so that a mapped model is not copied to the heap.
public final class ScalarBackend implements LinearBackend {
  private static final long MOST_UNPACKED = 1L << 22;

  /// Has no state.
  public ScalarBackend() {}

  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public TernaryLinear prepare(TernaryMatrix weights) {
    long size = (long) weights.rows() * weights.columns();
    return new ScalarLinear(size <= MOST_UNPACKED ? unpacked(weights) : weights);
  }

  private static TernaryMatrix unpacked(TernaryMatrix weights) {
    byte[] trits = new byte[weights.rows() * weights.columns()];
    byte[] row = new byte[weights.columns()];
    for (int n = 0; n < weights.rows(); n++) {
      weights.unpackRow(n, row);
      System.arraycopy(row, 0, trits, n * row.length, row.length);
    }
    return TernaryMatrix.of(weights.rows(), weights.columns(), trits);
  }

  private record ScalarLinear(TernaryMatrix weights) implements TernaryLinear {
    @Override
    public int rows() {
      return weights.rows();
    }

    @Override
    public int columns() {
      return weights.columns();
    }

    @Override
    public int rowGranularity() {
      return 1;
    }

    @Override
    public void multiply(byte[] activations, int tokens, int[] accumulators) {
      multiplyRows(activations, tokens, accumulators, 0, rows());
    }

    /// Weights and activations are widened to int first: in that form the sum compiles to code that
    /// is five times as fast as on bytes.
    @Override
    public void multiplyRows(
        byte[] activations, int tokens, int[] accumulators, int fromRow, int toRow) {
      int columns = columns();
      int[] q = widened(activations, tokens * columns);
      byte[] trits = new byte[columns];
      for (int n = fromRow; n < toRow; n++) {
        weights.unpackRow(n, trits);
        int[] w = widened(trits, columns);
        for (int m = 0; m < tokens; m++) {
          accumulators[m * rows() + n] = dot(w, q, m * columns);
        }
      }
    }

    private static int dot(int[] w, int[] q, int from) {
      int sum = 0;
      for (int k = 0; k < w.length; k++) {
        sum += w[k] * q[from + k];
      }
      return sum;
    }

    private static int[] widened(byte[] bytes, int length) {
      int[] ints = new int[length];
      for (int i = 0; i < length; i++) {
        ints[i] = bytes[i];
      }
      return ints;
    }
  }
}
