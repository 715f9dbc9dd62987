package dev.setun.model.numerics;

import static dev.setun.model.tensor.HalfFloats.roundToBfloat16;

import dev.setun.model.tensor.HalfFloats;

/// Profile `hf`: Hugging Face's modules as they run in bfloat16 (spec 1.2, 2.2, 5). What torch
/// leaves open, the order of a sum, is that of `canonical`: sums are striped, in binary32, and
/// rounded to bfloat16 once.
///
/// All values are binary32 numbers that a bfloat16 can hold, unless a method says otherwise.
final class HfNumerics extends CanonicalNumerics {
  /// An element of a bfloat16 matrix product.
  @Override
  public float dot(float[] x, int xFrom, float[] y, int yFrom, int length) {
    return roundToBfloat16(super.dot(x, xFrom, y, yFrom, length));
  }

  /// In binary32.
  @Override
  public float inverseRms(float[] x, int from, float epsilon, int length) {
    float mean = super.dot(x, from, x, from, length) / length;
    return 1.0f / (float) Math.sqrt(mean + epsilon);
  }

  /// x * r is rounded to bfloat16 before it is multiplied by the weight, a bfloat16.
  @Override
  public void rmsNorm(
      float[] x, int from, float[] w, float epsilon, float[] y, int yFrom, int length) {
    float r = inverseRms(x, from, epsilon, length);
    for (int i = 0; i < length; i++) {
      y[yFrom + i] = roundToBfloat16(roundToBfloat16(w[i]) * roundToBfloat16(x[from + i] * r));
    }
  }

  @Override
  public float[] narrowed(float[] x) {
    return HalfFloats.roundedToBfloat16(x);
  }

  @Override
  public float score(float[] query, int queryFrom, float[] key, int keyFrom, int length, float f) {
    return roundToBfloat16(dot(query, queryFrom, key, keyFrom, length) * f);
  }

  /// In binary32, the probabilities rounded to bfloat16.
  @Override
  public void softmax(float[] x, int from, int length) {
    super.softmax(x, from, length);
    round(x, from, length);
  }

  @Override
  public void weightedSum(
      float[] p, int count, float[] v, int vFrom, int stride, float[] y, int yFrom, int length) {
    super.weightedSum(p, count, v, vFrom, stride, y, yFrom, length);
    round(y, yFrom, length);
  }

  /// The frequencies and angles of `plain`; cosine and sine are rounded to bfloat16.
  @Override
  public float[] rotaryAngles(int position, int headSize, double theta) {
    float[] angles = new PlainNumerics().rotaryAngles(position, headSize, theta);
    round(angles, 0, headSize);
    return angles;
  }

  /// Products and sums are bfloat16.
  @Override
  public void rotate(float[] x, int from, int headSize, float[] angles) {
    int half = headSize / 2;
    for (int j = 0; j < half; j++) {
      float a = x[from + j];
      float b = x[from + j + half];
      float cos = angles[2 * j];
      float sin = angles[2 * j + 1];
      x[from + j] = roundToBfloat16(roundToBfloat16(a * cos) - roundToBfloat16(b * sin));
      x[from + j + half] = roundToBfloat16(roundToBfloat16(b * cos) + roundToBfloat16(a * sin));
    }
  }

  /// The square is rounded to bfloat16 before it is multiplied.
  @Override
  public float reluSquared(float gate, float up) {
    float positive = Math.max(gate, 0.0f);
    return roundToBfloat16(roundToBfloat16(positive * positive) * up);
  }

  /// The SiLU is computed in binary32 and rounded to bfloat16 before it is multiplied.
  @Override
  public float siluGated(float gate, float up) {
    return roundToBfloat16(roundToBfloat16(super.siluGated(gate, 1.0f)) * up);
  }

  @Override
  public void add(float[] x, float[] y, int length) {
    for (int i = 0; i < length; i++) {
      x[i] = roundToBfloat16(x[i] + y[i]);
    }
  }

  private static void round(float[] x, int from, int length) {
    for (int i = from; i < from + length; i++) {
      x[i] = roundToBfloat16(x[i]);
    }
  }
}
