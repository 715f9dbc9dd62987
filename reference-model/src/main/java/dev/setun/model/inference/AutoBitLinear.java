package dev.setun.model.inference;

import dev.setun.model.BlockScales;
import dev.setun.model.LinearScale;
import dev.setun.model.Model;
import dev.setun.model.TernaryMatrix;
import dev.setun.model.tensor.HalfFloats;

/// Hugging Face's AutoBitLinear (spec 2.2, 2.3): the activations are quantised and divided by their
/// scale again, then both operands of the product are bfloat16 and so is the result.
///
/// @param weights the ternary weights
/// @param within what a weight is multiplied by before the product; a bfloat16 is made of that
/// @param after what the product is multiplied by, a bfloat16
record AutoBitLinear(TernaryMatrix weights, LinearScale within, float after)
    implements ProfileLinear {
  /// Masters, and whatever has several scales: the product is with bf16(weight * scale).
  static AutoBitLinear online(Model.Linear linear) {
    return new AutoBitLinear(linear.weights(), linear.scaling(), 1.0f);
  }

  /// Packed: the product is with the weights, the result is multiplied by the stored scale.
  static AutoBitLinear offline(Model.Linear linear) {
    return new AutoBitLinear(
        linear.weights(),
        new LinearScale.PerTensor(1.0f),
        HalfFloats.roundToBfloat16(linear.scale()));
  }

  @Override
  public float[] apply(LinearInput input, Execution on) {
    float[] x = requantised(input.codes(CodeRule.OF_PROFILE, on));
    int tokens = input.tokens();
    int columns = weights.columns();
    int rows = weights.rows();
    float[] y = new float[Math.multiplyExact(tokens, rows)];
    on.workers()
        .split(
            rows,
            1,
            (from, to) -> {
              float[] w = new float[columns];
              for (int n = from; n < to; n++) {
                row(n, w);
                for (int token = 0; token < tokens; token++) {
                  float product = on.numerics().dot(x, token * columns, w, 0, columns);
                  y[token * rows + n] = HalfFloats.roundToBfloat16(product * after);
                }
              }
            });
    return y;
  }

  private void row(int n, float[] into) {
    byte[] trits = new byte[into.length];
    weights.unpackRow(n, trits);
    for (int k = 0; k < into.length; k++) {
      float scale =
          switch (within) {
            case LinearScale.PerTensor(float alpha) -> alpha;
            case LinearScale.PerBlock(BlockScales scales) ->
                scales.value(n, k / BlockScales.BLOCK_COLUMNS);
          };
      into[k] = HalfFloats.roundToBfloat16(trits[k] * scale);
    }
  }

  /// bf16(q / s).
  private static float[] requantised(Quantised quantised) {
    float[] x = new float[quantised.codes().length];
    for (int i = 0; i < x.length; i++) {
      float s = quantised.scales()[i / quantised.width()];
      x[i] = HalfFloats.roundToBfloat16(quantised.codes()[i] / s);
    }
    return x;
  }
}
