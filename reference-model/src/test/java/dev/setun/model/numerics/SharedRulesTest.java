package dev.setun.model.numerics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Rules of the floating-point operations that profiles share. Those that have their own of a name
/// are not asked.
class SharedRulesTest {
  @ParameterizedTest
  @EnumSource
  void codeRounding(Profile profile) {
    // The largest value 127 makes s = 1, so every value is its own scaled value.
    float[] x = {127, 0.5f, 1.5f, 2.5f, -0.5f, -1.5f, -2.5f, 0.49999997f, -126.5f, 126.5f, 0};
    byte[] q = new byte[x.length];
    assertThat(profile.numerics().quantise(x, 0, x.length, q, 0)).isEqualTo(1.0f);
    assertThat(q).containsExactly(127, 0, 2, 2, 0, -2, -2, 0, -126, 126, 0);
  }

  @ParameterizedTest
  @EnumSource(names = {"CANONICAL", "PLAIN", "BITNET_CPP"})
  void rescale(Profile profile) {
    Random random = new Random(5);
    float s = 46.647972f;
    float alpha = 0.041748047f;
    int[] acc = random.ints(50, -98304, 98305).toArray();
    float[] y = new float[52];
    profile.numerics().rescale(acc, 10, s, alpha, y, 12, 40);
    for (int i = 0; i < 40; i++) {
      // A quotient of binary32 values, rounded to binary64 and then to binary32, is rounded right.
      float quotient = (float) ((double) acc[10 + i] / s);
      assertThat(y[12 + i]).isEqualTo(Exact.multiply(quotient, alpha));
    }
    assertThat(y[11]).isZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"CANONICAL", "PLAIN"})
  void rmsNorm(Profile profile) {
    Random random = new Random(6);
    float[] x = CanonicalRulesTest.values(random, 100);
    float[] w = CanonicalRulesTest.values(random, 80);
    float[] y = new float[90];
    profile.numerics().rmsNorm(x, 7, w, 1e-5f, y, 4, 80);

    float mean = (float) ((double) profile.numerics().dot(x, 7, x, 7, 80) / 80);
    float root = (float) Math.sqrt(Exact.add(mean, 1e-5f));
    float r = (float) (1.0 / root);
    for (int i = 0; i < 80; i++) {
      assertThat(y[4 + i]).isEqualTo(Exact.multiply(w[i], Exact.multiply(x[7 + i], r)));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"CANONICAL", "PLAIN", "BITNET_CPP"})
  void rotation(Profile profile) {
    Random random = new Random(7);
    float[] x = CanonicalRulesTest.values(random, 20);
    float[] rotated = x.clone();
    float[] angles = profile.numerics().rotaryAngles(3, 16, 10000);
    profile.numerics().rotate(rotated, 2, 16, angles);
    for (int j = 0; j < 8; j++) {
      float a = x[2 + j];
      float b = x[10 + j];
      float c = angles[2 * j];
      float s = angles[2 * j + 1];
      assertThat(rotated[2 + j]).isEqualTo(Exact.add(Exact.multiply(a, c), -Exact.multiply(b, s)));
      assertThat(rotated[10 + j]).isEqualTo(Exact.add(Exact.multiply(b, c), Exact.multiply(a, s)));
    }
    assertThat(rotated[1]).isEqualTo(x[1]);
    assertThat(rotated[18]).isEqualTo(x[18]);
  }

  @ParameterizedTest
  @EnumSource(names = {"CANONICAL", "PLAIN"})
  void softmax(Profile profile) {
    Numerics numerics = profile.numerics();
    Random random = new Random(8);
    float[] x = CanonicalRulesTest.values(random, 50);
    float[] p = x.clone();
    numerics.softmax(p, 3, 40);

    float largest = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < 40; i++) {
      largest = Math.max(largest, x[3 + i]);
    }
    float[] e = new float[40];
    for (int i = 0; i < 40; i++) {
      e[i] = numerics.exp(Exact.add(x[3 + i], -largest));
    }
    float total = numerics.sum(e, 0, 40);
    for (int i = 0; i < 40; i++) {
      assertThat(p[3 + i]).isEqualTo((float) ((double) e[i] / total));
    }
    assertThat(p[2]).isEqualTo(x[2]);
    assertThat(p[43]).isEqualTo(x[43]);
  }

  @ParameterizedTest
  @EnumSource(names = {"CANONICAL", "PLAIN", "BITNET_CPP"})
  void reluSquared(Profile profile) {
    Random random = new Random(9);
    float[] gate = CanonicalRulesTest.values(random, 50);
    float[] up = CanonicalRulesTest.values(random, 50);
    float[] product = gate.clone();
    profile.numerics().reluSquared(product, up, 40);
    for (int i = 0; i < 40; i++) {
      float expected =
          gate[i] > 0 ? Exact.multiply(Exact.multiply(gate[i], gate[i]), up[i]) : 0 * up[i];
      assertThat(product[i]).isEqualTo(expected);
    }
    assertThat(product[40]).isEqualTo(gate[40]);
  }

  @ParameterizedTest
  @EnumSource(names = {"CANONICAL", "PLAIN"})
  void siluGated(Profile profile) {
    Numerics numerics = profile.numerics();
    Random random = new Random(11);
    float[] gate = CanonicalRulesTest.values(random, 50);
    float[] up = CanonicalRulesTest.values(random, 50);
    gate[0] = 200;
    gate[1] = -200;
    gate[2] = -0.0f;
    gate[3] = 0;
    float[] product = gate.clone();
    numerics.siluGated(product, up, 40);
    for (int i = 0; i < 40; i++) {
      float e = numerics.exp(-Math.abs(gate[i]));
      float numerator = gate[i] < 0 ? Exact.multiply(gate[i], e) : gate[i];
      float silu = (float) ((double) numerator / Exact.add(1, e));
      assertThat(product[i]).isEqualTo(Exact.multiply(silu, up[i]));
      double real = gate[i] / (1 + StrictMath.exp(-gate[i])) * up[i];
      assertThat((double) product[i]).isCloseTo(real, within(1e-6 * Math.abs(real) + 1e-30));
    }
    assertThat(product[40]).isEqualTo(gate[40]);
  }

  @ParameterizedTest
  @EnumSource(names = {"CANONICAL", "PLAIN", "BITNET_CPP"})
  void residualAdd(Profile profile) {
    Random random = new Random(10);
    float[] x = CanonicalRulesTest.values(random, 50);
    float[] y = CanonicalRulesTest.values(random, 50);
    float[] sum = x.clone();
    profile.numerics().add(sum, y, 40);
    for (int i = 0; i < 40; i++) {
      assertThat(sum[i]).isEqualTo(Exact.add(x[i], y[i]));
    }
    assertThat(sum[40]).isEqualTo(x[40]);
  }
}
