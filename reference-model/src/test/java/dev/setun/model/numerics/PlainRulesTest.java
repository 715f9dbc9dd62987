package dev.setun.model.numerics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PlainRulesTest {
  private static final Numerics NUMERICS = Profile.PLAIN.numerics();

  @Test
  void plainAbsmax() {
    byte[] q = new byte[3];
    assertThat(NUMERICS.quantise(new float[] {0.5f, -4f, 1f}, 0, 3, q, 0)).isEqualTo(31.75f);
    assertThat(q).containsExactly(16, -127, 32);
    assertThat(NUMERICS.quantise(new float[3], 0, 3, q, 0)).isEqualTo(127 / 1e-5f);
    assertThat(q).containsOnly(0);
  }

  @Test
  void plainSum() {
    float[] x = new float[17];
    Arrays.fill(x, 1.0f);
    x[0] = 0x1p24f;
    assertThat(NUMERICS.sum(x, 0, 17)).isEqualTo(0x1p24f);
    Random random = new Random(1);
    float[] values = CanonicalRulesTest.values(random, 60);
    float expected = 0;
    for (int i = 3; i < 60; i++) {
      expected = Exact.add(expected, values[i]);
    }
    assertThat(NUMERICS.sum(values, 3, 57)).isEqualTo(expected);
  }

  @Test
  void plainDot() {
    // As in stripedDot, but the product is rounded first, so nothing is left of 2^-46.
    float[] x = {-1 - 0x1p-22f, 1 + 0x1p-23f};
    float[] y = {1, 1 + 0x1p-23f};
    assertThat(NUMERICS.dot(x, 0, y, 0, 2)).isZero();
    Random random = new Random(2);
    float[] a = CanonicalRulesTest.values(random, 60);
    float[] b = CanonicalRulesTest.values(random, 60);
    float expected = 0;
    for (int i = 0; i < 55; i++) {
      expected = Exact.add(expected, Exact.multiply(a[5 + i], b[2 + i]));
    }
    assertThat(NUMERICS.dot(a, 5, b, 2, 55)).isEqualTo(expected);
  }

  @Test
  void plainWeightedSum() {
    Random random = new Random(3);
    float[] p = CanonicalRulesTest.values(random, 40);
    float[] v = CanonicalRulesTest.values(random, 2 + 40 * 7);
    float[] y = new float[6];
    y[1] = 99;
    NUMERICS.weightedSum(p, 40, v, 2, 7, y, 1, 4);
    assertThat(y[0]).isZero();
    assertThat(y[5]).isZero();
    for (int j = 0; j < 4; j++) {
      float expected = 0;
      for (int i = 0; i < 40; i++) {
        expected = Exact.add(expected, Exact.multiply(p[i], v[2 + i * 7 + j]));
      }
      assertThat(y[1 + j]).isEqualTo(expected);
    }
  }

  @Test
  void plainExp() {
    assertThat(NUMERICS.exp(0)).isEqualTo(1);
    // e^-1 and e^-100 to 20 digits; the second is subnormal.
    assertThat(NUMERICS.exp(-1)).isEqualTo(Float.parseFloat("0.36787944117144232160"));
    assertThat(NUMERICS.exp(-100)).isEqualTo(Float.parseFloat("3.7200759760208359630e-44"));
    assertThat(NUMERICS.exp(-104)).isZero();
  }

  @Test
  void plainRotaryAngles() {
    float[] angles = NUMERICS.rotaryAngles(511, 64, 10000);
    for (int j = 0; j < 32; j++) {
      float frequency = (float) (1 / StrictMath.pow(10000, 2.0 * j / 64));
      float angle = Exact.multiply(511, frequency);
      assertThat(angles[2 * j]).isEqualTo((float) StrictMath.cos(angle));
      assertThat(angles[2 * j + 1]).isEqualTo((float) StrictMath.sin(angle));
    }
  }
}
