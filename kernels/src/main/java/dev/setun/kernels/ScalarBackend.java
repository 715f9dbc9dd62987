package dev.setun.kernels;

import dev.setun.model.LinearBackend;
import dev.setun.model.TernaryLinear;
import dev.setun.model.TernaryMatrix;

/// The definition of the linear, one product at a time.
record ScalarBackend() implements LinearBackend {
  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public TernaryLinear prepare(TernaryMatrix weights) {
    byte[][] rows = new byte[weights.rows()][weights.columns()];
    for (int n = 0; n < rows.length; n++) {
      weights.unpackRow(n, rows[n]);
    }
    return new ScalarLinear(rows, weights.columns());
  }

  private record ScalarLinear(byte[][] weights, int columns) implements TernaryLinear {
    @Override
    public int rows() {
      return weights.length;
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
      for (int m = 0; m < tokens; m++) {
        for (int n = fromRow; n < toRow; n++) {
          byte[] row = weights[n];
          int sum = 0;
          for (int k = 0; k < columns; k++) {
            sum += row[k] * activations[m * columns + k];
          }
          accumulators[m * rows() + n] = sum;
        }
      }
    }
  }
}
