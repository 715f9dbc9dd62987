package dev.setun.model.numerics;

import java.util.Arrays;

/// Profile `plain`: the arithmetic of the published f32 vectors of `bard`. Sums run strictly left
/// to right, products are rounded first, exp, cos and sin are binary64 functions rounded to
/// binary32.
final class PlainNumerics implements Numerics {
  private static final float SMALLEST_ABSMAX = 1e-5f;

  @Override
  public float quantise(float[] x, int from, int length, byte[] q, int qFrom) {
    float largest = SMALLEST_ABSMAX;
    for (int i = from; i < from + length; i++) {
      largest = Math.max(largest, Math.abs(x[i]));
    }
    float scale = 127.0f / largest;
    for (int i = 0; i < length; i++) {
      q[qFrom + i] = (byte) Math.clamp((long) Math.rint((double) (x[from + i] * scale)), -128, 127);
    }
    return scale;
  }

  @Override
  public float dot(float[] x, int xFrom, float[] y, int yFrom, int length) {
    float sum = 0;
    for (int i = 0; i < length; i++) {
      sum += x[xFrom + i] * y[yFrom + i];
    }
    return sum;
  }

  @Override
  public float sum(float[] x, int from, int length) {
    float sum = 0;
    for (int i = from; i < from + length; i++) {
      sum += x[i];
    }
    return sum;
  }

  @Override
  public void addScaled(float p, float[] v, int vFrom, float[] y, int yFrom, int length) {
    for (int i = 0; i < length; i++) {
      y[yFrom + i] += p * v[vFrom + i];
    }
  }

  @Override
  public void weightedSum(
      float[] p, int count, float[] v, int vFrom, int stride, float[] y, int yFrom, int length) {
    Arrays.fill(y, yFrom, yFrom + length, 0.0f);
    for (int i = 0; i < count; i++) {
      addScaled(p[i], v, vFrom + i * stride, y, yFrom, length);
    }
  }

  @Override
  public float exp(float x) {
    return (float) StrictMath.exp(x);
  }

  @Override
  public float[] rotaryAngles(int position, int headSize, double theta) {
    float[] angles = new float[headSize];
    for (int j = 0; j < headSize / 2; j++) {
      float inverseFrequency = (float) (1 / StrictMath.pow(theta, 2.0 * j / headSize));
      float angle = position * inverseFrequency;
      angles[2 * j] = (float) StrictMath.cos(angle);
      angles[2 * j + 1] = (float) StrictMath.sin(angle);
    }
    return angles;
  }
}
