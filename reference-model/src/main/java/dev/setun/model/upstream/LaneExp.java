package dev.setun.model.upstream;

/// The exponential of ggml's AVX2 build, which its softmax and SiLU use; [#sum8] is the order in
/// which the softmax adds its results.
///
/// e^x = 2^n (1 + p(b)), n = x log2 e rounded to an integer by adding and taking off 1.5 * 2^23, b
/// = x
/// - n ln 2 in two fused steps, p a polynomial of degree 5 in b.
public final class LaneExp {
  private static final float ROUNDER = 0x1.8p23f;
  private static final float LOG2_E = 0x1.715476p+0f;
  private static final float LN2_HIGH = 0x1.62e4p-1f;
  private static final float LN2_LOW = 0x1.7f7d1cp-20f;
  private static final float P1 = 0x1.ffffecp-1f;
  private static final float P2 = 0x1.fffdb6p-2f;
  private static final float P3 = 0x1.555e66p-3f;
  private static final float P4 = 0x1.573e2ep-5f;
  private static final float P5 = 0x1.0e4020p-7f;

  /// Elements that are added in binary32 before they go to the binary64 sum.
  private static final int GROUP = 8;

  private LaneExp() {}

  /// e to the power of x, any finite x.
  public static float exp(float x) {
    float shifted = Math.fma(x, LOG2_E, ROUNDER);
    float n = shifted - ROUNDER;
    float b = Math.fma(-n, LN2_LOW, Math.fma(-n, LN2_HIGH, x));
    float u = b * b;
    float p = Math.fma(Math.fma(Math.fma(P5, b, P4), u, Math.fma(P3, b, P2)), u, P1 * b);
    if (Math.abs(n) <= 126) {
      float k = Math.scalb(1.0f, (int) n);
      return Math.fma(k, p, k);
    }
    if (Math.abs(n) > 192) {
      return n < 0 ? 0 : Float.POSITIVE_INFINITY;
    }
    // Two steps, since 2^n alone may be no normal number.
    int half = n < 0 ? -125 : 127;
    float k = Math.scalb(1.0f, (int) n - half);
    return Math.fma(k, p, k) * Math.scalb(1.0f, half);
  }

  /// The sum in binary64 of the sums of 8 neighbours, each ((0 + 4) + (2 + 6)) + ((1 + 5) + (3 +
  /// 7)) in binary32. What is missing in the last eight is 0: upstream pads a row of scores, and
  /// the exponential of a masked score is 0.
  public static double sum8(float[] x, int from, int length) {
    double total = 0;
    float[] s = new float[GROUP];
    for (int start = 0; start < length; start += GROUP) {
      for (int i = 0; i < GROUP; i++) {
        s[i] = start + i < length ? x[from + start + i] : 0;
      }
      total += ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]));
    }
    return total;
  }
}
