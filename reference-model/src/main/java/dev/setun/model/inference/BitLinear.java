package dev.setun.model.inference;

import dev.setun.model.LinearBackend;
import dev.setun.model.LinearCall;
import dev.setun.model.LinearOp;
import dev.setun.model.Model;
import dev.setun.model.TernaryLinear;

/// BL of spec 1.2 in integers: the input becomes int8 codes q with a scale s for each token, acc =
/// W q in int32, y = (acc / s) * alpha.
///
/// @param weights W and alpha
/// @param linear W as the backend likes it
/// @param rule how q and s are computed
record BitLinear(int layer, LinearOp op, Model.Linear weights, TernaryLinear linear, CodeRule rule)
    implements ProfileLinear {
  static BitLinear of(
      int layer, LinearOp op, Model.Linear weights, LinearBackend backend, CodeRule rule) {
    return new BitLinear(layer, op, weights, backend.prepare(weights.weights()), rule);
  }

  @Override
  public float[] apply(LinearInput input, Execution on) {
    Quantised quantised = input.codes(rule, on);
    int tokens = input.tokens();
    int rows = linear.rows();
    int[] accumulators = new int[Math.multiplyExact(tokens, rows)];
    on.workers()
        .split(
            rows,
            linear.rowGranularity(),
            (from, to) -> linear.multiplyRows(quantised.codes(), tokens, accumulators, from, to));
    on.observer()
        .linear(
            new LinearCall(
                layer,
                op,
                input.firstPosition(),
                tokens,
                weights.weights(),
                quantised.codes(),
                accumulators),
            quantised.scales());
    float[] y = new float[accumulators.length];
    for (int token = 0; token < tokens; token++) {
      float s = quantised.scales()[token];
      on.numerics().rescale(accumulators, token * rows, s, weights.scale(), y, token * rows, rows);
    }
    return y;
  }
}
