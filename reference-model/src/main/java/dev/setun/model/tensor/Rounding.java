package dev.setun.model.tensor;

/// The two roundings to an integer that upstream uses; `Math.round` is neither (spec trap 3).
public final class Rounding {
  private Rounding() {}

  /// Half away from zero: C's `roundf` and `lroundf`.
  public static int halfAway(float value) {
    // In binary64 adding the half is exact, so the cast truncates the true sum.
    return (int) (value < 0 ? value - 0.5 : value + 0.5);
  }

  /// Half to even: ggml's `nearest_int`, torch's `round`.
  public static int halfEven(float value) {
    return (int) Math.rint(value);
  }
}
