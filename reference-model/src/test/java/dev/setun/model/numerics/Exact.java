package dev.setun.model.numerics;

import java.math.BigDecimal;

/// Binary32 operations from their definition: the exact value, rounded once.
final class Exact {
  private Exact() {}

  static float add(float a, float b) {
    return round(exact(a).add(exact(b)), a + b);
  }

  static float multiply(float a, float b) {
    return round(exact(a).multiply(exact(b)), a * b);
  }

  static float fma(float a, float b, float c) {
    return round(exact(a).multiply(exact(b)).add(exact(c)), a * b + c);
  }

  /// The half-open sums of a tree over 16 stripes, as a formula: 8 and 8, then 4 and 4, 2 and 2, 1
  /// and 1.
  static float joined(float[] s) {
    float[] eight = new float[8];
    for (int i = 0; i < 8; i++) {
      eight[i] = add(s[i], s[i + 8]);
    }
    float a = add(add(eight[0], eight[4]), add(eight[2], eight[6]));
    float b = add(add(eight[1], eight[5]), add(eight[3], eight[7]));
    return add(a, b);
  }

  private static BigDecimal exact(float value) {
    return new BigDecimal(value);
  }

  /// A rational has no sign of zero; that is taken from the hardware.
  private static float round(BigDecimal exact, float zero) {
    return exact.signum() == 0 ? zero : exact.floatValue();
  }
}
