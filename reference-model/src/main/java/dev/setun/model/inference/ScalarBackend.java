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

    @Override
    public void multiplyRows(
        byte[] activations, int tokens, int[] accumulators, int fromRow, int toRow) {
      byte[] row = new byte[columns()];
      for (int n = fromRow; n < toRow; n++) {
        weights.unpackRow(n, row);
        for (int m = 0; m < tokens; m++) {
          accumulators[m * rows() + n] = dot(row, activations, m * columns());
        }
      }
    }

    private static int dot(byte[] weights, byte[] activations, int from) {
      int sum = 0;
      for (int k = 0; k < weights.length; k++) {
        sum += weights[k] * activations[from + k];
      }
      return sum;
    }
  }
}
