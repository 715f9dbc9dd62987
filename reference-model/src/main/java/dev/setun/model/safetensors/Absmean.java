package dev.setun.model.safetensors;

import dev.setun.model.Model;
import dev.setun.model.WeightSource;
import dev.setun.traces.InputException;

/// Quantisation of master weights on load (spec 2.1): mean = (float) (sum |W| / n), the sum and the
/// division in binary64, at least 1e-5; s = 1 / mean; weight = clamp(rne(W * s), -1, 1); the scale
/// of the result is 1 / s.
final class Absmean {
  private static final float SMALLEST_MEAN = 1e-5f;

  private Absmean() {}

  /// Reads the tensor twice and keeps two bits a weight.
  ///
  /// @throws InputException if the shape is another, or the weights are not finite
  static Model.Linear quantise(StoredTensor master, int rows, int columns) {
    StoredMatrix weights = StoredMatrix.of(master, rows, columns);
    float multiplier = 1.0f / mean(master, weights);
    PackedMatrix packed = PackedMatrix.allocate(rows, columns);
    float[] values = new float[columns];
    byte[] trits = new byte[columns];
    for (int row = 0; row < rows; row++) {
      weights.row(row, values, 0);
      for (int i = 0; i < columns; i++) {
        double nearest = Math.rint((double) (values[i] * multiplier)); // rint: half to even
        trits[i] = (byte) Math.clamp((long) nearest, -1, 1);
      }
      packed.packRow(row, trits);
    }
    return new Model.Linear(packed, 1.0f / multiplier, new WeightSource.Masters());
  }

  private static float mean(StoredTensor master, StoredMatrix weights) {
    float[] values = new float[weights.columns()];
    double sum = 0;
    for (int row = 0; row < weights.rows(); row++) {
      weights.row(row, values, 0);
      for (float value : values) {
        sum += Math.abs(value);
      }
    }
    float mean = (float) (sum / master.elements());
    if (!Float.isFinite(mean)) {
      throw new InputException(master.where(), "expected finite weights, found a mean of " + mean);
    }
    return Math.max(mean, SMALLEST_MEAN);
  }
}
