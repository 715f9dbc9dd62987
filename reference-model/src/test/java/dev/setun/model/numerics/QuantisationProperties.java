package dev.setun.model.numerics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.setun.model.tensor.HalfFloats;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.Size;

class QuantisationProperties {
  static final float LARGEST = 1e30f;

  @Property
  void theLargestValueGets127AndEveryCodeIsTheNearest(
      @ForAll Profile profile,
      @ForAll @Size(min = 1, max = 100)
          List<@FloatRange(min = -LARGEST, max = LARGEST) Float> values) {
    float[] x = array(values);
    byte[] q = new byte[x.length];
    float s = profile.numerics().quantise(x, 0, x.length, q, 0);
    float absmax = 0;
    for (int i = 0; i < x.length; i++) {
      absmax = Math.max(absmax, Math.abs(x[i]));
      assertThat(Math.abs(q[i] - (double) (x[i] * s))).isLessThanOrEqualTo(0.5);
      assertThat((int) q[i]).isBetween(-127, 127);
    }
    for (int i = 0; i < x.length; i++) {
      if (absmax >= 1e-5f && Math.abs(x[i]) == absmax) {
        assertThat(Math.abs(q[i])).isEqualTo(127);
      }
    }
  }

  @Property
  void aNegatedTokenGetsNegatedCodesAndTheSameScale(
      @ForAll Profile profile,
      @ForAll @Size(min = 1, max = 100)
          List<@FloatRange(min = -LARGEST, max = LARGEST) Float> values) {
    float[] x = array(values);
    float[] negated = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      negated[i] = -x[i];
    }
    byte[] q = new byte[x.length];
    byte[] p = new byte[x.length];
    float s = profile.numerics().quantise(x, 0, x.length, q, 0);
    assertThat(profile.numerics().quantise(negated, 0, x.length, p, 0)).isEqualTo(s);
    for (int i = 0; i < x.length; i++) {
      assertThat((int) p[i]).isEqualTo(-q[i]);
    }
  }

  @Property
  void aStripedSumOfIntegersIsExact(
      @ForAll Profile profile, @ForAll @Size(max = 200) short[] values) {
    float[] x = new float[values.length];
    long sum = 0;
    for (int i = 0; i < x.length; i++) {
      x[i] = values[i];
      sum += values[i];
    }
    assertThat(profile.numerics().sum(x, 0, x.length)).isEqualTo((float) sum);
    float[] ones = new float[values.length];
    Arrays.fill(ones, 1);
    // `hf` rounds the result of a dot, and nothing before it.
    float dot = profile == Profile.HF ? HalfFloats.roundToBfloat16(sum) : sum;
    assertThat(profile.numerics().dot(ones, 0, x, 0, x.length)).isEqualTo(dot);
  }

  @Property
  void softmaxGivesProbabilities(
      @ForAll Profile profile,
      @ForAll @Size(min = 1, max = 100) List<@FloatRange(min = -100, max = 100) Float> values) {
    float[] p = array(values);
    profile.numerics().softmax(p, 0, p.length);
    double sum = 0;
    for (float value : p) {
      assertThat(value).isBetween(0.0f, 1.0f);
      sum += value;
    }
    // Probabilities of `hf` are rounded to 8 significant bits.
    double tolerance = profile == Profile.HF ? 0x1p-8 : 1e-5;
    assertThat(Math.abs(sum - 1)).isLessThan(tolerance);
  }

  private static float[] array(List<Float> values) {
    float[] array = new float[values.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = values.get(i);
    }
    return array;
  }
}
