package dev.setun.model.upstream;

/// Dots of floating-point rows in the order of ggml's AVX2 kernels, which its x86 builds use for
/// F32, F16 and BF16 weights and in attention. All have 32 partial sums, element i in sum i mod 32,
/// and differ in how these are added.
public final class FloatDots {
  private static final int SUMS = 32;

  private FloatDots() {}

  /// Rows of F16 widened and of F32: one FMA an element. The four vectors of eight sums are added
  /// as (v0 + v2) + (v1 + v3), then the halves of that, then neighbours.
  ///
  /// @param x any length; what is left after the last multiple of 32 is added in binary64 one by
  ///   one
  public static float fused(float[] x, float[] y) {
    return fused(x, 0, y, 0, x.length);
  }

  /// The same of parts of two arrays.
  public static float fused(float[] x, int xFrom, float[] y, int yFrom, int length) {
    float[] sums = new float[SUMS];
    int whole = length / SUMS * SUMS;
    for (int i = 0; i < whole; i++) {
      sums[i % SUMS] = Math.fma(x[xFrom + i], y[yFrom + i], sums[i % SUMS]);
    }
    float[] h = quarters(sums);
    double total = (h[0] + h[1]) + (h[2] + h[3]);
    for (int i = whole; i < length; i++) {
      total += x[xFrom + i] * y[yFrom + i];
    }
    return (float) total;
  }

  /// Rows of BF16 widened: product and sum rounded apart. As above but for the last four, which are
  /// added as (h0 + h2) + (h1 + h3).
  public static float separate(float[] x, float[] y) {
    float[] sums = new float[SUMS];
    int whole = x.length / SUMS * SUMS;
    for (int i = 0; i < whole; i++) {
      sums[i % SUMS] += x[i] * y[i];
    }
    float[] h = quarters(sums);
    double total = (h[0] + h[2]) + (h[1] + h[3]);
    for (int i = whole; i < x.length; i++) {
      total += x[i] * y[i];
    }
    return (float) total;
  }

  private static float[] quarters(float[] sums) {
    float[] v = new float[8];
    for (int lane = 0; lane < 8; lane++) {
      v[lane] = (sums[lane] + sums[lane + 16]) + (sums[lane + 8] + sums[lane + 24]);
    }
    return new float[] {v[0] + v[4], v[1] + v[5], v[2] + v[6], v[3] + v[7]};
  }
}
