package dev.setun.model.numerics;

/// The floating-point operations of a forward pass (spec 1.2) in one profile. All arrays are
/// binary32; ranges are `[from, from + length)`. Implementations have no state: the same operands
/// give the same bits, on any thread.
public sealed interface Numerics permits CanonicalNumerics, PlainNumerics {
  /// Per-token absmax quantisation: q = clamp(rne(x * s), -128, 127).
  ///
  /// @param q written from `qFrom`
  /// @return s, the multiplier
  float quantise(float[] x, int from, int length, byte[] q, int qFrom);

  /// The output of a linear from its accumulator: (acc / s) * alpha, in this order, each step
  /// rounded.
  default float rescale(int accumulator, float scale, float alpha) {
    return accumulator / scale * alpha;
  }

  /// Sum of x[i] * y[i].
  float dot(float[] x, int xFrom, float[] y, int yFrom, int length);

  /// Sum of x[i].
  float sum(float[] x, int from, int length);

  /// y += p * v, element by element: one position of the weighted sum of values.
  void addScaled(float p, float[] v, int vFrom, float[] y, int yFrom, int length);

  /// y[i] = w[i] * (x[i] * r), r = 1 / sqrt(sum(x * x) / n + epsilon).
  default void rmsNorm(
      float[] x, int from, float[] w, float epsilon, float[] y, int yFrom, int length) {
    float mean = dot(x, from, x, from, length) / length;
    float r = 1.0f / (float) Math.sqrt(mean + epsilon);
    for (int i = 0; i < length; i++) {
      y[yFrom + i] = w[i] * (x[from + i] * r);
    }
  }

  /// e to the power of x, for x <= 0.
  float exp(float x);

  /// p[i] = exp(x[i] - max x) / sum, in place.
  default void softmax(float[] x, int from, int length) {
    float largest = Float.NEGATIVE_INFINITY;
    for (int i = from; i < from + length; i++) {
      largest = Math.max(largest, x[i]);
    }
    for (int i = from; i < from + length; i++) {
      x[i] = exp(x[i] - largest);
    }
    float total = sum(x, from, length);
    for (int i = from; i < from + length; i++) {
      x[i] = x[i] / total;
    }
  }

  /// Cosine (even places) and sine (odd places) of the rotary angles of a position, for pairs j = 0
  /// .. headSize / 2 - 1.
  float[] rotaryAngles(int position, int headSize, double theta);

  /// Rotates the pairs (x[j], x[j + headSize / 2]) by the angles.
  default void rotate(float[] x, int from, int headSize, float[] angles) {
    int half = headSize / 2;
    for (int j = 0; j < half; j++) {
      float a = x[from + j];
      float b = x[from + j + half];
      float cos = angles[2 * j];
      float sin = angles[2 * j + 1];
      x[from + j] = a * cos - b * sin;
      x[from + j + half] = b * cos + a * sin;
    }
  }

  /// relu(gate)^2 * up, the gated activation of BitNet b1.58.
  default float reluSquared(float gate, float up) {
    float positive = Math.max(gate, 0.0f);
    return positive * positive * up;
  }
}
