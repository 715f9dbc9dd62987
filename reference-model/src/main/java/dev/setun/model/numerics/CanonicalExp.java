package dev.setun.model.numerics;

/// The exponential of the canonical profile, defined by its operations, so that every machine gives
/// the same bits.
///
/// n = rint(x log2 e); r = x - n ln 2 in two fused steps (Cody and Waite), |r| <= 0.347; e^r by the
/// polynomial of degree 7 of its Taylor series in fused Horner form; the result is multiplied by
/// 2^n.
public final class CanonicalExp {
  /// log2 e.
  public static final float LOG2_E = 0x1.715476p+0f;

  /// ln 2 to so few bits that n times it is exact.
  public static final float LN2_HIGH = 0x1.62e4p-1f;

  /// What [#LN2_HIGH] leaves of ln 2.
  public static final float LN2_LOW = 0x1.7f7d1cp-20f;

  /// Below this the result is 0: e^x is less than half of the smallest normal number.
  public static final float SMALLEST = -87.33654f;

  /// 1/7!, 1/6!, ... 1/2!, the coefficients of the polynomial from the highest power to the second.
  public static final float TAYLOR_7 = 1.0f / 5040;

  public static final float TAYLOR_6 = 1.0f / 720;
  public static final float TAYLOR_5 = 1.0f / 120;
  public static final float TAYLOR_4 = 1.0f / 24;
  public static final float TAYLOR_3 = 1.0f / 6;
  public static final float TAYLOR_2 = 0.5f;

  private CanonicalExp() {}

  static float exp(float x) {
    if (x < SMALLEST) {
      return 0;
    }
    float n = (float) Math.rint((double) (x * LOG2_E));
    float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, x));
    float p = TAYLOR_7;
    p = Math.fma(p, r, TAYLOR_6);
    p = Math.fma(p, r, TAYLOR_5);
    p = Math.fma(p, r, TAYLOR_4);
    p = Math.fma(p, r, TAYLOR_3);
    p = Math.fma(p, r, TAYLOR_2);
    p = Math.fma(p, r, 1.0f);
    p = Math.fma(p, r, 1.0f);
    return p * Float.intBitsToFloat(((int) n + 127) << 23);
  }
}
