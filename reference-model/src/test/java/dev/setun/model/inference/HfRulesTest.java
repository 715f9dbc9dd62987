package dev.setun.model.inference;

import static dev.setun.model.tensor.HalfFloats.roundToBfloat16;
import static org.assertj.core.api.Assertions.assertThat;

import dev.setun.model.DenseMatrix;
import dev.setun.model.LinearOp;
import dev.setun.model.LinearScale;
import dev.setun.model.Model;
import dev.setun.model.TernaryMatrix;
import dev.setun.model.WeightSource;
import dev.setun.model.numerics.Numerics;
import dev.setun.model.numerics.Profile;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The rules of profile `hf`. That a value is rounded to the nearest bfloat16 is held by the golden
/// files of the type; here, where.
class HfRulesTest {
  private static final Numerics NUMERICS = Profile.HF.numerics();
  private static final Numerics CANONICAL = Profile.CANONICAL.numerics();

  private static float[] bfloat16s(long seed, int length) {
    Random random = new Random(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = roundToBfloat16(random.nextFloat() * 4 - 2);
    }
    return values;
  }

  private static void assertBfloat16s(float[] values) {
    for (float value : values) {
      assertThat(Float.floatToRawIntBits(value) & 0xffff).isZero();
    }
  }

  @Test
  void hfAbsmax() {
    float[] x = {0.7109375f, -1.3984375f, 0.25f};
    byte[] q = new byte[3];
    assertThat(CodeRule.OF_PROFILE.quantise(NUMERICS, x, 0, 3, q)).isEqualTo(127 / 1.3984375f);
    // 127 / 1.3984375 = 90.8156...; of the bfloat16 values 90.5 and 91 the second is nearer.
    assertThat(CodeRule.BFLOAT16.quantise(NUMERICS, x, 0, 3, q)).isEqualTo(91);
    // 64.695 becomes 64.5 and that, a tie, 64; -127.258 becomes -127.5 and that -128; 22.75 is 23.
    assertThat(q).containsExactly(64, -128, 23);
    // 1e-5 is 1.31072 * 2^-17, next to 168 / 128 * 2^-17.
    float none = CodeRule.BFLOAT16.quantise(NUMERICS, new float[3], 0, 3, q);
    assertThat(none).isEqualTo(roundToBfloat16(127 / 0x1.5p-17f));
    assertThat(q).containsOnly(0);
  }

  private static final TernaryMatrix WEIGHTS = weights(4, 40);

  private static TernaryMatrix weights(int rows, int columns) {
    byte[] trits = new byte[rows * columns];
    Random random = new Random(3);
    for (int i = 0; i < trits.length; i++) {
      trits[i] = (byte) (random.nextInt(3) - 1);
    }
    return TernaryMatrix.of(rows, columns, trits);
  }

  private static float[] linear(WeightSource source, float alpha, float[] x) {
    Model.Linear linear = new Model.Linear(WEIGHTS, new LinearScale.PerTensor(alpha), 1, source);
    try (Workers workers = new Workers(1)) {
      Execution on = new Execution(NUMERICS, workers, new Observer() {});
      return ProfileLinear.of(Profile.HF, 0, LinearOp.ATTN_Q, linear, new ScalarBackend())
          .apply(new LinearInput(0, LinearOp.ATTN_Q, 0, x.length / 40, x), on);
    }
  }

  @Test
  void hfLinears() {
    float[] x = bfloat16s(4, 2 * 40);
    float alpha = 0.0371f;
    float[] masters = linear(new WeightSource.Masters(), alpha, x);
    float[] multiplied = linear(new WeightSource.Multiplied(), alpha, x);
    float[] divided = linear(new WeightSource.Divided(1 / alpha), alpha, x);
    byte[] trits = new byte[40];
    for (int i = 0; i < 8; i++) {
      int from = i / 4 * 40;
      WEIGHTS.unpackRow(i % 4, trits);
      byte[] q = new byte[80];
      float s = NUMERICS.quantise(x, from, 40, q, from);
      float[] dequantised = new float[40];
      float[] scaled = new float[40];
      float[] signs = new float[40];
      for (int k = 0; k < 40; k++) {
        dequantised[k] = roundToBfloat16(q[from + k] / s);
        scaled[k] = roundToBfloat16(trits[k] * alpha);
        signs[k] = trits[k];
      }
      assertThat(masters[i])
          .isEqualTo(roundToBfloat16(CANONICAL.dot(dequantised, 0, scaled, 0, 40)));
      float product = roundToBfloat16(CANONICAL.dot(dequantised, 0, signs, 0, 40));
      assertThat(multiplied[i]).isEqualTo(roundToBfloat16(product * roundToBfloat16(alpha)));
      float s16 = CodeRule.BFLOAT16.quantise(NUMERICS, x, from, 40, q);
      int acc = 0;
      for (int k = 0; k < 40; k++) {
        acc += trits[k] * q[from + k];
      }
      float divisor = roundToBfloat16(s16 * roundToBfloat16(1 / alpha));
      assertThat(divided[i]).isEqualTo(roundToBfloat16(roundToBfloat16(acc) / divisor));
    }
  }

  @Test
  void hfDot() {
    float[] x = bfloat16s(5, 90);
    float[] y = bfloat16s(6, 90);
    float dot = NUMERICS.dot(x, 3, y, 5, 80);
    assertThat(dot).isEqualTo(roundToBfloat16(CANONICAL.dot(x, 3, y, 5, 80)));
    assertBfloat16s(new float[] {dot});
  }

  @Test
  void hfWeightedSum() {
    float[] p = bfloat16s(7, 20);
    float[] v = bfloat16s(8, 20 * 6);
    float[] y = new float[6];
    float[] expected = new float[6];
    NUMERICS.weightedSum(p, 20, v, 0, 6, y, 0, 6);
    CANONICAL.weightedSum(p, 20, v, 0, 6, expected, 0, 6);
    for (int i = 0; i < 6; i++) {
      assertThat(y[i]).isEqualTo(roundToBfloat16(expected[i]));
    }
  }

  @Test
  void hfRmsNorm() {
    float[] x = bfloat16s(9, 50);
    float[] w = bfloat16s(10, 50);
    float[] y = new float[50];
    NUMERICS.rmsNorm(x, 0, w, 1e-5f, y, 0, 50);
    float r = 1 / (float) Math.sqrt(CANONICAL.dot(x, 0, x, 0, 50) / 50 + 1e-5f);
    for (int i = 0; i < 50; i++) {
      assertThat(y[i]).isEqualTo(roundToBfloat16(w[i] * roundToBfloat16(x[i] * r)));
    }
  }

  @Test
  void hfRotaryAngles() {
    float[] angles = NUMERICS.rotaryAngles(100, 64, 10000);
    float[] plain = Profile.PLAIN.numerics().rotaryAngles(100, 64, 10000);
    for (int i = 0; i < 64; i++) {
      assertThat(angles[i]).isEqualTo(roundToBfloat16(plain[i]));
    }
  }

  @Test
  void hfRotation() {
    float[] x = bfloat16s(11, 16);
    float[] angles = NUMERICS.rotaryAngles(5, 16, 10000);
    float[] y = x.clone();
    NUMERICS.rotate(y, 0, 16, angles);
    for (int j = 0; j < 8; j++) {
      float c = angles[2 * j];
      float s = angles[2 * j + 1];
      float a = x[j];
      float b = x[j + 8];
      assertThat(y[j]).isEqualTo(roundToBfloat16(roundToBfloat16(a * c) - roundToBfloat16(b * s)));
      assertThat(y[j + 8])
          .isEqualTo(roundToBfloat16(roundToBfloat16(b * c) + roundToBfloat16(a * s)));
    }
  }

  @Test
  void hfAttentionScore() {
    float[] query = bfloat16s(12, 6);
    float[] key = bfloat16s(13, 6);
    float f = 1 / (float) Math.sqrt(6);
    float score = NUMERICS.score(query, 0, key, 0, 6, f);
    assertThat(score).isEqualTo(roundToBfloat16(NUMERICS.dot(query, 0, key, 0, 6) * f));
  }

  @Test
  void hfSoftmax() {
    float[] p = bfloat16s(14, 30);
    float[] expected = p.clone();
    NUMERICS.softmax(p, 2, 25);
    CANONICAL.softmax(expected, 2, 25);
    for (int i = 0; i < 30; i++) {
      assertThat(p[i]).isEqualTo(roundToBfloat16(expected[i]));
    }
  }

  @Test
  void hfCache() {
    float[] x = {1.00390625f, 1.01171875f, -0x1.010002p0f};
    // 1 + 2^-8 and 1 + 3 * 2^-8 are ties between bfloat16 values.
    assertThat(NUMERICS.narrowed(x)).containsExactly(1.0f, 1.015625f, -1.0078125f);
  }

  @Test
  void hfReluSquared() {
    float[] gate = bfloat16s(15, 40);
    float[] up = bfloat16s(16, 40);
    for (int i = 0; i < 40; i++) {
      float square = gate[i] > 0 ? roundToBfloat16(gate[i] * gate[i]) : 0;
      assertThat(NUMERICS.reluSquared(gate[i], up[i])).isEqualTo(roundToBfloat16(square * up[i]));
    }
  }

  @Test
  void hfSiluGated() {
    float[] gate = bfloat16s(17, 40);
    float[] up = bfloat16s(18, 40);
    for (int i = 0; i < 40; i++) {
      float silu = roundToBfloat16(CANONICAL.siluGated(gate[i], 1));
      assertThat(NUMERICS.siluGated(gate[i], up[i])).isEqualTo(roundToBfloat16(silu * up[i]));
    }
  }

  @Test
  void hfResidualAdd() {
    float[] x = bfloat16s(19, 40);
    float[] y = bfloat16s(20, 40);
    float[] sum = x.clone();
    NUMERICS.add(sum, y, 40);
    for (int i = 0; i < 40; i++) {
      assertThat(sum[i]).isEqualTo(roundToBfloat16(x[i] + y[i]));
    }
    assertBfloat16s(sum);
  }

  @Test
  void hfLogits() {
    float[] values = new float[3 * 7];
    Random random = new Random(21);
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    DenseMatrix head = DenseMatrix.of(3, 7, values);
    float[] x = bfloat16s(22, 7);
    float[] logits;
    try (Workers workers = new Workers(1)) {
      Execution on = new Execution(NUMERICS, workers, new Observer() {});
      logits = ProfileHead.of(Profile.HF, head).apply(x, 1, 0, on);
    }
    for (int id = 0; id < 3; id++) {
      float[] row = Arrays.copyOfRange(values, id * 7, id * 7 + 7);
      for (int i = 0; i < 7; i++) {
        row[i] = roundToBfloat16(row[i]);
      }
      assertThat(logits[id]).isEqualTo(NUMERICS.dot(x, 0, row, 0, 7));
    }
  }
}
