package dev.setun.model.inference;

import dev.setun.model.LinearBackend;
import dev.setun.model.LinearOp;
import dev.setun.model.Model;

/// BL of spec 1.2 in integers: the input becomes int8 codes q with a scale s for each token, acc =
/// W q in int32, y = (acc / s) * alpha.
///
/// @param rule how q and s are computed
record BitLinear(IntegerProduct product, float alpha, CodeRule rule) implements ProfileLinear {
  static BitLinear of(
      int layer, LinearOp op, Model.Linear linear, LinearBackend backend, CodeRule rule) {
    return new BitLinear(
        IntegerProduct.of(layer, op, linear.weights(), backend), linear.scale(), rule);
  }

  @Override
  public float[] apply(LinearInput input, Execution on) {
    Quantised quantised = input.codes(rule, on);
    int[] accumulators = product.of(input, quantised, on);
    float[] y = new float[accumulators.length];
    int rows = y.length / input.tokens();
    for (int token = 0; token < input.tokens(); token++) {
      float s = quantised.scales()[token];
      on.numerics().rescale(accumulators, token * rows, s, alpha, y, token * rows, rows);
    }
    return y;
  }
}
