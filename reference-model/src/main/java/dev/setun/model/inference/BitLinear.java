package dev.setun.model.inference;

import dev.setun.model.LinearBackend;
import dev.setun.model.LinearCall;
import dev.setun.model.LinearOp;
import dev.setun.model.Model;
import dev.setun.model.TernaryLinear;

/// BL of spec 1.2, after the quantisation of its input: acc = W q in int32, y = (acc / s) * alpha.
///
/// @param weights W and alpha
/// @param linear W as the backend likes it
record BitLinear(int layer, LinearOp op, Model.Linear weights, TernaryLinear linear) {
  static BitLinear of(int layer, LinearOp op, Model.Linear weights, LinearBackend backend) {
    return new BitLinear(layer, op, weights, backend.prepare(weights.weights()));
  }

  /// @param firstPosition position of the first token in the context
  /// @return y, tokens x N
  float[] apply(Quantised input, int firstPosition, Execution on) {
    int tokens = input.tokens();
    int rows = linear.rows();
    int[] accumulators = new int[Math.multiplyExact(tokens, rows)];
    on.workers()
        .split(
            rows,
            linear.rowGranularity(),
            (from, to) -> linear.multiplyRows(input.codes(), tokens, accumulators, from, to));
    on.observer()
        .linear(
            new LinearCall(
                layer, op, firstPosition, tokens, weights.weights(), input.codes(), accumulators),
            input.scales());
    float[] y = new float[accumulators.length];
    for (int token = 0; token < tokens; token++) {
      float s = input.scales()[token];
      on.numerics().rescale(accumulators, token * rows, s, weights.scale(), y, token * rows, rows);
    }
    return y;
  }
}
