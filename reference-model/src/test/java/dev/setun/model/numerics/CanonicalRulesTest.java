package dev.setun.model.numerics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CanonicalRulesTest {
  private static final Numerics NUMERICS = Profile.CANONICAL.numerics();

  @Test
  void canonicalAbsmax() {
    byte[] q = new byte[3];
    assertThat(NUMERICS.quantise(new float[] {0.5f, -4f, 1f}, 0, 3, q, 0)).isEqualTo(31.75f);
    assertThat(q).containsExactly(16, -127, 32);

    float[] zeros = new float[3];
    assertThat(NUMERICS.quantise(zeros, 0, 3, q, 0)).isEqualTo((float) (127 / 1e-5));
    assertThat(q).containsOnly(0);
    Random random = new Random(5);
    for (int i = 0; i < 1000; i++) {
      float[] x = values(random, 3);
      double largest = Math.max(Math.abs(x[0]), Math.max(Math.abs(x[1]), Math.abs(x[2])));
      assertThat(NUMERICS.quantise(x, 0, 3, q, 0)).isEqualTo((float) (127 / largest));
    }
  }

  @Test
  void stripedSum() {
    // 2^24 + 1 is not in binary32. Left to right each of the sixteen 1 would be lost. In stripes
    // element 16 meets 2^24 in stripe 0 and stripe 8 is added to it: those two are lost, the
    // others come in pairs, fours and eights.
    float[] x = new float[17];
    Arrays.fill(x, 1.0f);
    x[0] = 0x1p24f;
    assertThat(NUMERICS.sum(x, 0, 17)).isEqualTo(0x1p24f + 14);
    assertThat(stripedSum(x, 0, 17)).isEqualTo(0x1p24f + 14);

    Random random = new Random(1);
    for (int length = 0; length <= 70; length++) {
      float[] values = values(random, length + 3);
      assertThat(NUMERICS.sum(values, 3, length)).isEqualTo(stripedSum(values, 3, length));
    }
  }

  @Test
  void stripedDot() {
    // (1 + 2^-23)^2 = 1 + 2^-22 + 2^-46: the last term is lost by a rounded product, and seen by
    // a fused one that -1 - 2^-22 is added to.
    float[] x = new float[17];
    float[] y = new float[17];
    x[0] = -1 - 0x1p-22f;
    y[0] = 1;
    x[16] = 1 + 0x1p-23f;
    y[16] = 1 + 0x1p-23f;
    assertThat(NUMERICS.dot(x, 0, y, 0, 17)).isEqualTo(0x1p-46f);

    Random random = new Random(2);
    for (int length = 0; length <= 70; length++) {
      float[] a = values(random, length + 5);
      float[] b = values(random, length + 2);
      assertThat(NUMERICS.dot(a, 5, b, 2, length)).isEqualTo(stripedDot(a, 5, b, 2, 1, length));
    }
  }

  @Test
  void stripedWeightedSum() {
    Random random = new Random(3);
    for (int count : new int[] {1, 2, 15, 16, 17, 40}) {
      float[] p = values(random, count);
      float[] v = values(random, 2 + count * 7);
      float[] y = new float[6];
      y[1] = 99;
      NUMERICS.weightedSum(p, count, v, 2, 7, y, 1, 4);
      assertThat(y[0]).isZero();
      assertThat(y[5]).isZero();
      for (int j = 0; j < 4; j++) {
        assertThat(y[1 + j]).isEqualTo(stripedDot(p, 0, v, 2 + j, 7, count));
      }
    }
  }

  @Test
  void canonicalExp() {
    assertThat(NUMERICS.exp(0)).isEqualTo(1);
    assertThat(NUMERICS.exp(-0x1.5d589ep6f)).isGreaterThanOrEqualTo(Float.MIN_NORMAL);
    assertThat(NUMERICS.exp(Math.nextDown(-0x1.5d589ep6f))).isZero();
    assertThat(NUMERICS.exp(Float.NEGATIVE_INFINITY)).isZero();
    Random random = new Random(4);
    for (int i = 0; i < 2000; i++) {
      float x = random.nextFloat() * -88;
      assertThat(NUMERICS.exp(x)).as("x = %s", x).isEqualTo(expByOperations(x));
    }
  }

  @Test
  void canonicalRotaryAngles() {
    float[] first = NUMERICS.rotaryAngles(0, 64, 10000);
    for (int j = 0; j < 32; j++) {
      assertThat(first[2 * j]).isEqualTo(1);
      assertThat(first[2 * j + 1]).isZero();
    }
    float[] angles = NUMERICS.rotaryAngles(511, 64, 10000);
    for (int j = 0; j < 32; j++) {
      double angle = 511 * StrictMath.pow(10000, -2.0 * j / 64);
      assertThat(angles[2 * j]).isEqualTo((float) StrictMath.cos(angle));
      assertThat(angles[2 * j + 1]).isEqualTo((float) StrictMath.sin(angle));
    }
  }

  /// The text of the rule, with exact arithmetic.
  private static float expByOperations(float x) {
    if (x < -0x1.5d589ep6f) {
      return 0;
    }
    float n = (float) Math.rint(Exact.multiply(x, 0x1.715476p0f));
    float r = Exact.fma(n, -0x1.7f7d1cp-20f, Exact.fma(n, -0x1.62e4p-1f, x));
    float p = 0x1.a01a02p-13f;
    float[] rest = {0x1.6c16c2p-10f, 0x1.111112p-7f, 0x1.555556p-5f, 0x1.555556p-3f, 0x1p-1f, 1, 1};
    for (float coefficient : rest) {
      p = Exact.fma(p, r, coefficient);
    }
    return Exact.multiply(p, Math.scalb(1.0f, (int) n));
  }

  private static float stripedSum(float[] x, int from, int length) {
    float[] partial = new float[16];
    for (int i = 0; i < length; i++) {
      partial[i % 16] = Exact.add(partial[i % 16], x[from + i]);
    }
    return Exact.joined(partial);
  }

  private static float stripedDot(
      float[] x, int xFrom, float[] y, int yFrom, int yStride, int length) {
    float[] partial = new float[16];
    for (int i = 0; i < length; i++) {
      partial[i % 16] = Exact.fma(x[xFrom + i], y[yFrom + i * yStride], partial[i % 16]);
    }
    return Exact.joined(partial);
  }

  static float[] values(Random random, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = Math.scalb(random.nextFloat() * 2 - 1, random.nextInt(-6, 7));
    }
    return values;
  }
}
