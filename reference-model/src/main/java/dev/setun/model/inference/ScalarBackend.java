package dev.setun.model.inference;

import dev.setun.model.LinearBackend;
import dev.setun.model.TernaryLinear;
import dev.setun.model.TernaryMatrix;

/// The reference of the ternary linear: one loop, one byte a weight.
public final class ScalarBackend implements LinearBackend {
  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public TernaryLinear prepare(TernaryMatrix weights) {
    byte[][] rows = new byte[weights.rows()][weights.columns()];
    for (int row = 0; row < rows.length; row++) {
      weights.unpackRow(row, rows[row]);
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
      for (int token = 0; token < tokens; token++) {
        for (int row = fromRow; row < toRow; row++) {
          byte[] weight = weights[row];
          int sum = 0;
          for (int k = 0; k < columns; k++) {
            sum += weight[k] * activations[token * columns + k];
          }
          accumulators[token * weights.length + row] = sum;
        }
      }
    }
  }
}
