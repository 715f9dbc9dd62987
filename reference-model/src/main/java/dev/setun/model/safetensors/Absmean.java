package dev.setun.model.safetensors;

import dev.setun.model.Model;
import dev.setun.model.TernaryMatrix;

/// Quantisation of master weights on load (spec 2.1): mean = (float) (sum |W| / n), the sum and the
/// division in binary64, at least 1e-5; s = 1 / mean; weight = clamp(rne(W * s), -1, 1); the scale
/// of the result is 1 / s.
final class Absmean {
  private static final float SMALLEST_MEAN = 1e-5f;

  private Absmean() {}

  static Model.Linear quantise(StoredTensor master, int rows, int columns) {
    master.requireShape(rows, columns);
    float[] values = master.toFloats();
    double sum = 0;
    for (float value : values) {
      sum += Math.abs(value);
    }
    float mean = Math.max((float) (sum / values.length), SMALLEST_MEAN);
    float multiplier = 1.0f / mean;
    byte[] trits = new byte[values.length];
    for (int i = 0; i < trits.length; i++) {
      trits[i] = (byte) Math.clamp((long) Math.rint((double) (values[i] * multiplier)), -1, 1);
    }
    return new Model.Linear(TernaryMatrix.of(rows, columns, trits), 1.0f / multiplier);
  }
}
