package dev.setun.model.inference;

import static dev.setun.model.tensor.HalfFloats.roundToBfloat16;

import dev.setun.model.LinearBackend;
import dev.setun.model.LinearOp;
import dev.setun.model.TernaryMatrix;

/// Hugging Face's BitLinear (spec 2.2, 2.3), whose stored scale divides: codes by bfloat16 steps,
/// an exact sum of integers, y = bf16(bf16(acc) / bf16(s * weight_scale)).
///
/// @param weightScale a bfloat16
record DividedBitLinear(IntegerProduct product, float weightScale) implements ProfileLinear {
  static DividedBitLinear of(
      int layer, LinearOp op, TernaryMatrix weights, float weightScale, LinearBackend backend) {
    return new DividedBitLinear(
        IntegerProduct.of(layer, op, weights, backend), roundToBfloat16(weightScale));
  }

  @Override
  public float[] apply(LinearInput input, Execution on) {
    Quantised quantised = input.codes(CodeRule.BFLOAT16, on);
    int[] accumulators = product.of(input, quantised, on);
    float[] y = new float[accumulators.length];
    int rows = y.length / input.tokens();
    for (int i = 0; i < y.length; i++) {
      float divisor = roundToBfloat16(quantised.scales()[i / rows] * weightScale);
      y[i] = roundToBfloat16(roundToBfloat16(accumulators[i]) / divisor);
    }
    return y;
  }
}
