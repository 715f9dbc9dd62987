package dev.setun.model.numerics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CanonicalExpAccuracyTest {
  /// Every 61st of the 1,118,743,632 values that are not cut off; the bound is the one that
  /// docs/numerics.md states for all of them.
  @Test
  void theErrorIsBelowTheDocumentedBoundOverTheWholeRange() {
    int last = Float.floatToRawIntBits(CanonicalExp.SMALLEST);
    double worst = 0;
    long neighbours = 0;
    long values = 0;
    for (int bits = 0x80000000; bits <= last; bits += 61) {
      float x = Float.intBitsToFloat(bits);
      double truth = StrictMath.exp(x);
      float nearest = (float) truth;
      float value = CanonicalExp.exp(x);
      worst = Math.max(worst, Math.abs(value - truth) / Math.ulp(nearest));
      neighbours += value == nearest ? 0 : 1;
      values++;
    }
    assertThat(worst).isLessThan(0.938).isGreaterThan(0.5);
    assertThat((double) neighbours / values).isLessThan(0.0046);
  }

  @Test
  void theWorstValueIsTheDocumentedOne() {
    float x = -0x1.79082cp2f;
    double truth = StrictMath.exp(x);
    assertThat(Math.abs(CanonicalExp.exp(x) - truth) / Math.ulp((float) truth))
        .isBetween(0.937, 0.938);
  }

  @Test
  void noResultBelowTheCutOffIsSubnormalOrNegative() {
    for (float x = CanonicalExp.SMALLEST; x < -87.3f; x = Math.nextUp(x)) {
      assertThat(CanonicalExp.exp(x)).isGreaterThanOrEqualTo(Float.MIN_NORMAL);
    }
  }
}
