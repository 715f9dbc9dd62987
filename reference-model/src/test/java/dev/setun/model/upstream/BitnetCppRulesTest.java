package dev.setun.model.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.setun.model.numerics.Numerics;
import dev.setun.model.numerics.Profile;
import dev.setun.model.tensor.BlockType;
import dev.setun.model.tensor.GoldenFiles;
import dev.setun.model.tensor.HalfFloats;
import dev.setun.model.tensor.ScalarType;
import dev.setun.model.tensor.Tensor;
import dev.setun.model.tensor.TensorType;
import dev.setun.model.tensor.TernaryBlocks;
import dev.setun.model.upstream.TinyTensors.Phase;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The rules of profile `bitnet.cpp`, against what upstream computed wherever it was recorded.
class BitnetCppRulesTest {
  private static final Numerics NUMERICS = Profile.BITNET_CPP.numerics();
  private static final int COLUMNS = 768;
  private static final int HEADS = 4;
  private static final int HEAD_SIZE = 64;

  /// The rows of scores are padded to this.
  private static final int PADDED = 32;

  @Test
  void bitnetCppAbsmax() {
    float[] x = GoldenFiles.floats("i2_s/i2_s.act.f32");
    byte[] q = new byte[x.length];
    float[] scales = GoldenFiles.floats("i2_s/i2_s.act_scale.f32");
    for (int row = 0; row < 3; row++) {
      assertThat(NUMERICS.quantise(x, row * COLUMNS, COLUMNS, q, row * COLUMNS))
          .isEqualTo(scales[row]);
    }
    assertThat(q).isEqualTo(GoldenFiles.bytes("i2_s/i2_s.act_q.i8"));
    // The largest value of row 2 is 3e-6: here the table look-up kernels differ.
    assertThat(TableActivation.quantise(x, 2 * COLUMNS, COLUMNS, q)).isEqualTo(127 / 3e-6f);
    assertThat(q[2 * COLUMNS + 5]).isEqualTo((byte) 127);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tq1_0", "tq2_0", "tq1_0_from_float", "tq2_0_from_float", "f16", "bf16"})
  void bitnetCppLinears(String name) {
    TensorType type =
        switch (name.substring(0, 3)) {
          case "tq1" -> TernaryBlocks.TQ1_0;
          case "tq2" -> TernaryBlocks.TQ2_0;
          case "f16" -> ScalarType.F16;
          default -> ScalarType.BF16;
        };
    Tensor weights = weights(name, type);
    assertDots(
        name,
        x ->
            type instanceof TernaryBlocks
                ? RowDot.ofBlocks(weights.ternary().unpacked().weights(), x)
                : RowDot.of(weights, x));
  }

  @Test
  void bitnetCppLogits() {
    Tensor q6k = weights("q6_k", BlockType.Q6_K);
    assertDots("q6_k", x -> RowDot.of(q6k, x));
    // The recorded dots are of activations that the portable quantiser made, given here as they
    // are.
    Tensor q8 = weights("q8_0", BlockType.Q8_0);
    Tensor q4 = weights("q4_0", BlockType.Q4_0);
    float[] q8Dots = new float[16];
    float[] q4Dots = new float[16];
    for (int i = 0; i < 16; i++) {
      q8Dots[i] = LaneDots.q8q8(q8, i % 8, recordedActivation(i / 8));
      q4Dots[i] = LaneDots.q4q8(q4, i % 8, recordedActivation(i / 8));
    }
    assertBits(q8Dots, GoldenFiles.floats("ggml/q8_0.dot_native.f32"), "q8_0");
    assertBits(q4Dots, GoldenFiles.floats("ggml/q4_0.dot_native.f32"), "q4_0");
    // The largest value is 127, so that x is its own code but for ties, which go to even.
    float[] x = new float[32];
    System.arraycopy(new float[] {127, 0.5f, 1.5f, -2.5f, -126.5f}, 0, x, 0, 5);
    Q8Activation converted = Q8Activation.of(x);
    assertThat(Arrays.copyOf(converted.codes(), 6)).containsExactly(127, 0, 2, -2, -126, 0);
    assertThat(converted.scales()).containsExactly(1);
  }

  private static Q8Activation recordedActivation(int row) {
    ByteBuffer blocks =
        ByteBuffer.wrap(GoldenFiles.bytes("ggml/act.q8_0.bin")).order(ByteOrder.LITTLE_ENDIAN);
    blocks.position(row * COLUMNS / 32 * 34);
    float[] scales = new float[COLUMNS / 32];
    byte[] codes = new byte[COLUMNS];
    for (int block = 0; block < scales.length; block++) {
      scales[block] = HalfFloats.ofBinary16(blocks.getShort());
      blocks.get(codes, block * 32, 32);
    }
    return new Q8Activation(scales, codes);
  }

  private static Tensor weights(String name, TensorType type) {
    return new Tensor(name, type, 8, COLUMNS, GoldenFiles.segment("ggml/" + name + ".packed.bin"));
  }

  @FunctionalInterface
  private interface Conversion {
    RowDot of(float[] x);
  }

  private static void assertDots(String name, Conversion conversion) {
    float[] x = GoldenFiles.floats("ggml/act.f32");
    float[] dots = new float[16];
    for (int i = 0; i < dots.length; i++) {
      int from = i / 8 * COLUMNS;
      dots[i] = conversion.of(Arrays.copyOfRange(x, from, from + COLUMNS)).with(i % 8);
    }
    assertBits(dots, GoldenFiles.floats("ggml/" + name + ".dot_native.f32"), name);
  }

  private static void assertBits(float[] actual, float[] expected, String what) {
    assertThat(GoldenFiles.bits(actual)).as(what).isEqualTo(GoldenFiles.bits(expected));
  }

  @Test
  void bitnetCppCache() {
    float[] narrowed = NUMERICS.narrowed(GoldenFiles.floats("ggml/round_probe.f32"));
    ByteBuffer half =
        ByteBuffer.wrap(GoldenFiles.bytes("ggml/round_probe.f16.bin"))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (float value : narrowed) {
      assertThat(value).isEqualTo(HalfFloats.ofBinary16(half.getShort()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"f32", "i2_s", "tq2_0"})
  void bitnetCppDot(String model) {
    TinyTensors golden = new TinyTensors(model);
    float[] queries = NUMERICS.narrowed(golden.of(Phase.DECODE, "Qcur-1", 1));
    float[] keys = NUMERICS.narrowed(golden.upTo(Phase.DECODE, "Kcur-1", 1));
    float[] scores = golden.of(Phase.DECODE, "kq-1");
    for (int head = 0; head < HEADS; head++) {
      for (int position = 0; position < 13; position++) {
        int key = (position * 2 + head / 2) * HEAD_SIZE;
        assertThat(NUMERICS.dot(queries, head * HEAD_SIZE, keys, key, HEAD_SIZE))
            .isEqualTo(scores[head * PADDED + position]);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"f32", "i2_s", "tq2_0"})
  void bitnetCppSoftmax(String model) {
    TinyTensors golden = new TinyTensors(model);
    for (Phase phase : Phase.values()) {
      float[] scores = golden.of(phase, "kq-0");
      float[] expected = golden.of(phase, "kq_soft_max_ext-0");
      for (int row = 0; row < HEADS * phase.tokens; row++) {
        int from = row * PADDED;
        int seen = phase.firstPosition + row % phase.tokens + 1;
        float[] p = new float[seen];
        for (int i = 0; i < seen; i++) {
          p[i] = scores[from + i] * 0.125f;
        }
        NUMERICS.softmax(p, 0, seen);
        assertBits(p, Arrays.copyOfRange(expected, from, from + seen), "row " + row);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"f32", "i2_s", "tq2_0"})
  void bitnetCppWeightedSum(String model) {
    TinyTensors golden = new TinyTensors(model);
    float[] p = golden.of(Phase.DECODE, "kq_soft_max_ext-1");
    float[] values = NUMERICS.narrowed(golden.upTo(Phase.DECODE, "Vcur-1", 0));
    float[] sums = new float[HEADS * HEAD_SIZE];
    for (int head = 0; head < HEADS; head++) {
      float[] row = Arrays.copyOfRange(p, head * PADDED, head * PADDED + 13);
      int from = head / 2 * HEAD_SIZE;
      NUMERICS.weightedSum(row, 13, values, from, 2 * HEAD_SIZE, sums, head * HEAD_SIZE, HEAD_SIZE);
    }
    assertBits(sums, golden.of(Phase.DECODE, "kqv-1"), "kqv-1");
  }

  @Test
  void bitnetCppSum() {
    float[] x = new float[17];
    Arrays.fill(x, 1);
    x[0] = 0x1p24f;
    // Of the first eight one 1 is lost, that of 0 + 4; to a sum in binary64 nothing is.
    assertThat(NUMERICS.sum(x, 0, 17)).isEqualTo((float) (0x1p24 + 6 + 8 + 1));
    assertThat(NUMERICS.sum(x, 0, 8)).isEqualTo(0x1p24f + 6);
  }

  @Test
  void bitnetCppExp() {
    assertThat(NUMERICS.exp(0)).isEqualTo(1);
    assertThat(NUMERICS.exp(Float.NEGATIVE_INFINITY)).isZero();
    assertThat(NUMERICS.exp(-140)).isZero();
    assertThat(NUMERICS.exp(140)).isInfinite();
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      float x = random.nextFloat() * 175 - 87;
      double exact = StrictMath.exp(x);
      assertThat((double) NUMERICS.exp(x)).as("x = %s", x).isCloseTo(exact, within(2e-7 * exact));
    }
    // 2^n alone is no normal number there.
    double small = StrictMath.exp(-100.0);
    assertThat((double) NUMERICS.exp(-100)).isCloseTo(small, within(1.5e-45));
  }

  @Test
  void bitnetCppRmsNorm() {
    TinyTensors golden = new TinyTensors("i2_s");
    float[] x = golden.of(Phase.PREFILL, "ffn_out-1");
    float[] expected = golden.of(Phase.PREFILL, "norm-1", 3);
    float[] ones = new float[512];
    Arrays.fill(ones, 1);
    float[] y = new float[x.length];
    for (int token = 0; token < 12; token++) {
      NUMERICS.rmsNorm(x, token * 512, ones, 1e-5f, y, token * 512, 512);
    }
    assertBits(y, expected, "norm-1");
  }

  @Test
  void bitnetCppRotaryAngles() {
    float[] angles = NUMERICS.rotaryAngles(12, HEAD_SIZE, 500_000);
    float step = (float) StrictMath.pow(500_000, -2.0f / 64);
    float angle = 12;
    for (int j = 0; j < 32; j++) {
      assertThat(angles[2 * j]).isEqualTo((float) StrictMath.cos(angle));
      assertThat(angles[2 * j + 1]).isEqualTo((float) StrictMath.sin(angle));
      angle = (float) ((double) angle * step);
    }
    TinyTensors golden = new TinyTensors("i2_s");
    float[] rotated = golden.of(Phase.DECODE, "Kcur-0");
    NUMERICS.rotate(rotated, 0, HEAD_SIZE, angles);
    float[] expected = golden.of(Phase.DECODE, "Kcur-0", 1);
    for (int i = 0; i < HEAD_SIZE; i++) {
      assertThat(rotated[i]).isCloseTo(expected[i], within(2e-7f));
    }
  }

  @Test
  void bitnetCppSiluGated() {
    Random random = new Random(2);
    for (int i = 0; i < 1000; i++) {
      float gate = random.nextFloat() * 40 - 20;
      float up = random.nextFloat() * 4 - 2;
      float fraction = (float) ((double) gate / (1 + NUMERICS.exp(-gate)));
      assertThat(NUMERICS.siluGated(gate, up)).isEqualTo((float) ((double) fraction * up));
    }
    assertThat(NUMERICS.siluGated(-200, 3)).isZero();
    assertThat(NUMERICS.siluGated(200, 3)).isEqualTo(600);
  }
}
