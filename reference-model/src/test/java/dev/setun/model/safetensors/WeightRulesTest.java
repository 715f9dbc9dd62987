package dev.setun.model.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.setun.model.Model;
import dev.setun.model.TernaryMatrix;
import dev.setun.traces.InputException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// The rules of docs/numerics.md on weights.
class WeightRulesTest {

  /// The example of the docstring of `unpack_weights` in transformers (spec 3.1).
  @Test
  void packedWeights() {
    StoredTensor packed =
        tensor(
            new SafetensorsBytes()
                .put("w", "U8", "[2,2]", (byte) 0xA1, (byte) 0x18, (byte) 0x90, (byte) 0x0A));
    byte[][] expected = {{0, -1}, {-1, 1}, {-1, 1}, {-1, 1}, {1, 0}, {0, -1}, {1, -1}, {1, -1}};
    assertThat(rows(packed.packed(8, 2, 1))).isDeepEqualTo(expected);
    // Of 7 rows the last packed row holds one less: its two upper bits belong to no weight.
    assertThat(rows(packed.packed(7, 2, 1))).isDeepEqualTo(Arrays.copyOf(expected, 7));

    StoredTensor three =
        tensor(
            new SafetensorsBytes()
                .put("w", "U8", "[1,9]", new byte[] {0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xC0}));
    assertThatThrownBy(() -> three.packed(4, 9, 1))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "f: tensor w: row 3, column 8: expected a code for -1, 0 or +1, found one that HF_U8 does not define");
  }

  @Test
  void ternaryAbsmean() {
    // mean |W| = 8 / 8 = 1, so s = 1: ties at 0.5 go to the even 0, beyond 1 is clamped.
    float[] w = {0.5f, -0.5f, 0.75f, -0.75f, 2.5f, -2.5f, 0.25f, -0.25f};
    byte[][] expected = {{0, 0, 1, -1}, {1, -1, 0, 0}};
    for (SafetensorsBytes file :
        new SafetensorsBytes[] {
          new SafetensorsBytes().f32("w", "[2,4]", w),
          new SafetensorsBytes().f16("w", "[2,4]", w),
          new SafetensorsBytes().bf16("w", "[2,4]", w)
        }) {
      Model.Linear linear = Absmean.quantise(tensor(file), 2, 4);
      assertThat(rows(linear.weights())).isDeepEqualTo(expected);
      assertThat(linear.scale()).isEqualTo(1);
    }
    // alpha is 1 / (1 / mean), which is not always the mean.
    Model.Linear seventh =
        Absmean.quantise(tensor(new SafetensorsBytes().f32("w", "[1,2]", 7f, -7f)), 1, 2);
    assertThat(seventh.scale()).isEqualTo(1.0f / (1.0f / 7f)).isNotEqualTo(7f);
    Model.Linear zeros =
        Absmean.quantise(tensor(new SafetensorsBytes().f32("w", "[1,2]", 0f, 0f)), 1, 2);
    assertThat(rows(zeros.weights())).isDeepEqualTo(new byte[][] {{0, 0}});
    assertThat(zeros.scale()).isEqualTo(1.0f / (1.0f / 1e-5f));
  }

  @Test
  void weightScale() {
    assertThat(scale("\"quantization_config\":{\"linear_class\":\"autobitlinear\"}"))
        .isEqualTo(0.375f);
    assertThat(scale("\"quantization_config\":{\"linear_class\":\"bitlinear\"}"))
        .isEqualTo(1 / 0.375f);
    assertThat(scale("\"quantization_config\":{}")).isEqualTo(1 / 0.375f);
  }

  private static float scale(String config) {
    TinyFolder folder = new TinyFolder();
    return folder.withConfig(config).model().layers().getFirst().linears().values().stream()
        .map(Model.Linear::scale)
        .distinct()
        .reduce((a, b) -> Float.NaN)
        .orElseThrow();
  }

  private static StoredTensor tensor(SafetensorsBytes file) {
    return SafetensorsFile.parse("f", MemorySegment.ofArray(file.build())).find("w").orElseThrow();
  }

  private static byte[][] rows(TernaryMatrix matrix) {
    byte[][] rows = new byte[matrix.rows()][matrix.columns()];
    for (int row = 0; row < rows.length; row++) {
      matrix.unpackRow(row, rows[row]);
    }
    return rows;
  }
}
