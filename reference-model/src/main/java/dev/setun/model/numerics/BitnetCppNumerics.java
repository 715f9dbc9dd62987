package dev.setun.model.numerics;

import dev.setun.model.tensor.HalfFloats;
import dev.setun.model.upstream.FloatDots;
import dev.setun.model.upstream.LaneExp;

/// Profile `bitnet.cpp`: what bitnet.cpp's x86 build with AVX2 computes between the linears (spec
/// 1.2, 2.2, 5). The int8 codes are those of `canonical`, which took them from there; dots and the
/// exponential are those of [dev.setun.model.upstream].
final class BitnetCppNumerics extends CanonicalNumerics {
  private static final int CACHE_PADDING = 32;

  @Override
  public float dot(float[] x, int xFrom, float[] y, int yFrom, int length) {
    return FloatDots.fused(x, xFrom, y, yFrom, length);
  }

  @Override
  public float sum(float[] x, int from, int length) {
    return (float) LaneExp.sum8(x, from, length);
  }

  /// The mean is that of fl(x * x), summed in binary64 from left to right.
  @Override
  public float inverseRms(float[] x, int from, float epsilon, int length) {
    double sum = 0;
    for (int i = from; i < from + length; i++) {
      sum += x[i] * x[i];
    }
    float mean = (float) (sum / length);
    return 1.0f / (float) Math.sqrt(mean + epsilon);
  }

  /// theta_0 = position, theta_(j + 1) = fl(theta_j * fl(base^(-2 / d))): a running product, not a
  /// power for each j (spec trap 15).
  @Override
  public float[] rotaryAngles(int position, int headSize, double theta) {
    float step = (float) StrictMath.pow((float) theta, -2.0f / headSize);
    float[] angles = new float[headSize];
    float angle = position;
    for (int j = 0; j < headSize / 2; j++) {
      angles[2 * j] = (float) StrictMath.cos(angle);
      angles[2 * j + 1] = (float) StrictMath.sin(angle);
      angle *= step;
    }
    return angles;
  }

  /// The cache is binary16, and queries are multiplied as binary16.
  @Override
  public float[] narrowed(float[] x) {
    return HalfFloats.roundedToBinary16(x);
  }

  @Override
  public float exp(float x) {
    return LaneExp.exp(x);
  }

  /// gate / (1 + exp(-gate)), then times up.
  @Override
  public float siluGated(float gate, float up) {
    return gate / (1.0f + exp(-gate)) * up;
  }

  /// p[i] = exp(x[i] - max x) * fl(1 / sum), the sum in binary64.
  @Override
  public void softmax(float[] x, int from, int length) {
    float largest = Float.NEGATIVE_INFINITY;
    for (int i = from; i < from + length; i++) {
      largest = Math.max(largest, x[i]);
    }
    for (int i = from; i < from + length; i++) {
      x[i] = exp(x[i] - largest);
    }
    float inverse = (float) (1 / LaneExp.sum8(x, from, length));
    for (int i = from; i < from + length; i++) {
      x[i] *= inverse;
    }
  }

  /// The probabilities become binary16; each column is a dot over the positions, of which the cache
  /// has a multiple of 32.
  @Override
  public void weightedSum(
      float[] p, int count, float[] v, int vFrom, int stride, float[] y, int yFrom, int length) {
    int padded = Math.ceilDiv(count, CACHE_PADDING) * CACHE_PADDING;
    float[] weights = new float[padded];
    for (int i = 0; i < count; i++) {
      weights[i] = HalfFloats.roundToBinary16(p[i]);
    }
    float[] column = new float[padded];
    for (int j = 0; j < length; j++) {
      for (int i = 0; i < count; i++) {
        column[i] = v[vFrom + i * stride + j];
      }
      y[yFrom + j] = FloatDots.fused(weights, column);
    }
  }
}
