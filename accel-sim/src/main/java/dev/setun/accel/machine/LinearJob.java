package dev.setun.accel.machine;

import dev.setun.model.LinearCall;
import dev.setun.model.TernaryMatrix;
import dev.setun.traces.InputException;

/// One linear with its data: Y[m][n] = sum over k of weights[n][k] * activations[m][k].
///
/// @param tokens M, 1..65535
/// @param inputs K, 1..16777215, equal to `weights.columns()`
/// @param outputs N, 1..16777215, equal to `weights.rows()`
/// @param weights N x K
/// @param activations M x K int8, row-major; not copied, do not write
@SuppressWarnings("ArrayRecordComponent") // a bundle to hand over, never compared
public record LinearJob(
    int tokens, int inputs, int outputs, TernaryMatrix weights, byte[] activations) {
  public LinearJob {
    LinearShape shape = new LinearShape(tokens, inputs, outputs);
    if (weights.rows() != outputs || weights.columns() != inputs) {
      throw new InputException(
          "linear " + shape,
          "expected weights "
              + outputs
              + "x"
              + inputs
              + ", found "
              + weights.rows()
              + "x"
              + weights.columns());
    }
    if (activations.length != (long) tokens * inputs) {
      throw new InputException(
          "linear " + shape,
          "expected "
              + (long) tokens * inputs
              + " activations (tokens x inputs), found "
              + activations.length);
    }
    if ((long) tokens * outputs > Integer.MAX_VALUE - 8) {
      throw new InputException(
          "linear " + shape,
          "expected at most 2^31 - 9 results (tokens x outputs), found " + (long) tokens * outputs);
    }
  }

  /// The job of a linear that a model really computed.
  public static LinearJob of(LinearCall call) {
    TernaryMatrix weights = call.weights();
    return new LinearJob(
        call.tokens(), weights.columns(), weights.rows(), weights, call.activations());
  }

  /// The sizes without the data.
  public LinearShape shape() {
    return new LinearShape(tokens, inputs, outputs);
  }
}
