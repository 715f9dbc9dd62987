package dev.setun.model.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.setun.model.tensor.BlockType;
import dev.setun.model.tensor.GoldenFiles;
import dev.setun.model.tensor.I2s;
import dev.setun.model.tensor.PackedTernary;
import dev.setun.model.tensor.ScalarType;
import dev.setun.model.tensor.Tensor;
import dev.setun.model.tensor.TensorType;
import dev.setun.model.tensor.TernaryBlocks;
import dev.setun.model.tensor.TernaryScale;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Activations and dots of golden/ggml and golden/i2_s, bit for bit.
class GoldenDotTest {
  private static final int ROWS = 8;
  private static final int COLUMNS = 768;

  @FunctionalInterface
  private interface Dot {
    float of(int activationRow, int weightRow);
  }

  private static void assertDots(String file, int activationRows, Dot dot) {
    float[] dots = new float[activationRows * ROWS];
    for (int i = 0; i < dots.length; i++) {
      dots[i] = dot.of(i / ROWS, i % ROWS);
    }
    assertThat(GoldenFiles.bits(dots)).isEqualTo(GoldenFiles.bits(GoldenFiles.floats(file)));
  }

  private static Tensor tensor(String name, TensorType type) {
    return new Tensor(
        name, type, ROWS, COLUMNS, GoldenFiles.segment("ggml/" + name + ".packed.bin"));
  }

  private static float[] activationRow(String file, int row) {
    return Arrays.copyOfRange(GoldenFiles.floats(file), row * COLUMNS, (row + 1) * COLUMNS);
  }

  private static Q8kActivation q8k(int row) {
    return Q8kActivation.of(activationRow("ggml/act.f32", row));
  }

  private static MemorySegment q8Row(int row) {
    long rowBytes = BlockType.Q8_0.byteSize(1, COLUMNS);
    return GoldenFiles.segment("ggml/act.q8_0.bin").asSlice(row * rowBytes, rowBytes);
  }

  @Test
  void q8kActivationsAreThoseOfGgml() {
    ByteBuffer expected = ByteBuffer.wrap(GoldenFiles.bytes("ggml/act.q8_K.bin"));
    ByteBuffer actual = ByteBuffer.allocate(expected.capacity()).order(ByteOrder.LITTLE_ENDIAN);
    for (int row = 0; row < 2; row++) {
      Q8kActivation activation = q8k(row);
      for (int block = 0; block < 3; block++) {
        actual.putFloat(activation.scales()[block]);
        actual.put(activation.codes(), block * 256, 256);
        for (int i = 0; i < 16; i++) {
          actual.putShort(activation.sums()[block * 16 + i]);
        }
      }
    }
    assertThat(actual.array()).isEqualTo(expected.array());
  }

  @ParameterizedTest
  @ValueSource(strings = {"tq1_0", "tq2_0", "tq1_0_from_float", "tq2_0_from_float"})
  void ternaryDotsAreThoseOfGgml(String name) {
    TernaryBlocks type = name.startsWith("tq1") ? TernaryBlocks.TQ1_0 : TernaryBlocks.TQ2_0;
    PackedTernary weights = tensor(name, type).ternary();
    assertDots(
        "ggml/" + name + ".dot_generic.f32",
        2,
        (x, w) -> IntegerDots.ternaryQ8k(weights, w, q8k(x)));
  }

  @Test
  void q6kDotsAreThoseOfGgml() {
    Tensor weights = tensor("q6_k", BlockType.Q6_K);
    assertDots("ggml/q6_k.dot_generic.f32", 2, (x, w) -> IntegerDots.q6kQ8k(weights, w, q8k(x)));
  }

  @Test
  void q8AndQ4DotsAreThoseOfGgml() {
    Tensor q8 = tensor("q8_0", BlockType.Q8_0);
    assertDots("ggml/q8_0.dot_generic.f32", 2, (x, w) -> IntegerDots.q8q8(q8, w, q8Row(x)));
    Tensor q4 = tensor("q4_0", BlockType.Q4_0);
    assertDots("ggml/q4_0.dot_generic.f32", 2, (x, w) -> IntegerDots.q4q8(q4, w, q8Row(x)));
  }

  @Test
  void f16AndBf16DotsAreThoseOfTheAvx2Kernels() {
    Tensor f16 = tensor("f16", ScalarType.F16);
    Tensor f16Activations = activations("f16", ScalarType.F16);
    assertDots(
        "ggml/f16.dot_native.f32",
        2,
        (x, w) -> FloatDots.fused(row(f16Activations, x), row(f16, w)));
    Tensor bf16 = tensor("bf16", ScalarType.BF16);
    Tensor bf16Activations = activations("bf16", ScalarType.BF16);
    assertDots(
        "ggml/bf16.dot_native.f32",
        2,
        (x, w) -> FloatDots.separate(row(bf16Activations, x), row(bf16, w)));
  }

  private static Tensor activations(String name, ScalarType type) {
    return new Tensor(name, type, 2, COLUMNS, GoldenFiles.segment("ggml/act." + name + ".bin"));
  }

  private static float[] row(Tensor tensor, int row) {
    float[] values = new float[COLUMNS];
    tensor.dequantiseRow(row, values);
    return values;
  }

  @Test
  void i2sActivationsCodeDotsAndResultsAreThoseOfBitnetCpp() {
    PackedTernary weights =
        new Tensor("i2_s", I2s.X86_128, ROWS, COLUMNS, GoldenFiles.segment("i2_s/i2_s.packed.bin"))
            .ternary();
    float scale = ((TernaryScale.PerTensor) weights.scale()).value();
    byte[] codes = GoldenFiles.bytes("i2_s/i2_s.act_q.i8");
    for (int row = 0; row < 3; row++) {
      I8sActivation activation = I8sActivation.of(activationRow("i2_s/i2_s.act.f32", row));
      assertThat(activation.codes())
          .isEqualTo(Arrays.copyOfRange(codes, row * COLUMNS, (row + 1) * COLUMNS));
      assertThat(activation.scale()).isEqualTo(GoldenFiles.floats("i2_s/i2_s.act_scale.f32")[row]);
      assertThat(activation.sum()).isEqualTo(GoldenFiles.ints("i2_s/i2_s.act_sum.i32")[row]);
    }
    assertDots("i2_s/i2_s.codedot.f32", 3, (x, w) -> IntegerDots.i2sCodeDot(weights, w, i8s(x)));
    assertDots(
        "i2_s/i2_s.y.f32",
        3,
        (x, w) ->
            IntegerDots.i2sRescale(IntegerDots.i2sCodeDot(weights, w, i8s(x)), i8s(x), scale));
  }

  private static I8sActivation i8s(int row) {
    return I8sActivation.of(activationRow("i2_s/i2_s.act.f32", row));
  }
}
