package dev.setun.model.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every packed and dequantised file of golden/ggml, i2_s and tl, bit for bit.
class GoldenTensorTest {
  private static final int ROWS = 8;
  private static final int COLUMNS = 768;

  static TensorType type(String label) {
    return switch (label) {
      case "f16" -> ScalarType.F16;
      case "bf16" -> ScalarType.BF16;
      case "q4_0" -> BlockType.Q4_0;
      case "q8_0" -> BlockType.Q8_0;
      case "q6_k" -> BlockType.Q6_K;
      case "tq1_0", "tq1_0_from_float" -> TernaryBlocks.TQ1_0;
      case "tq2_0", "tq2_0_from_float" -> TernaryBlocks.TQ2_0;
      default -> throw new IllegalArgumentException(label);
    };
  }

  @ParameterizedTest
  @CsvSource({
    "f16",
    "bf16",
    "q4_0",
    "q8_0",
    "q6_k",
    "tq1_0",
    "tq2_0",
    "tq1_0_from_float",
    "tq2_0_from_float"
  })
  void dequantisedRowsAreThoseOfGgml(String name) {
    Tensor tensor =
        new Tensor(
            name, type(name), ROWS, COLUMNS, GoldenFiles.segment("ggml/" + name + ".packed.bin"));
    float[] expected = GoldenFiles.floats("ggml/" + name + ".dequant.f32");
    assertThat(GoldenFiles.bits(allRows(tensor))).isEqualTo(GoldenFiles.bits(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "f16, float_w",
    "bf16, float_w",
    "q4_0, float_w",
    "q8_0, float_w",
    "q6_k, float_w",
    "tq1_0, ternary_w",
    "tq2_0, ternary_w",
    "tq1_0_from_float, float_w",
    "tq2_0_from_float, float_w"
  })
  void encodedRowsAreThoseOfGgml(String name, String input) {
    float[] weights = GoldenFiles.floats("ggml/" + input + ".f32");
    byte[] expected = GoldenFiles.bytes("ggml/" + name + ".packed.bin");
    assertThat(encode(type(name), ROWS, COLUMNS, weights)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"f16", "bf16", "q8_0"})
  void encodedActivationsAreThoseOfGgml(String name) {
    float[] activations = GoldenFiles.floats("ggml/act.f32");
    byte[] expected = GoldenFiles.bytes("ggml/act." + name + ".bin");
    assertThat(encode(type(name), 2, COLUMNS, activations)).isEqualTo(expected);
  }

  @Test
  void everyBinary16PatternHasTheValueOfGgml() {
    float[] expected = GoldenFiles.floats("ggml/all_f16_to_f32.f32");
    float[] values = new float[65536];
    for (int bits = 0; bits < values.length; bits++) {
      values[bits] = HalfFloats.ofBinary16((short) bits);
    }
    assertThat(GoldenFiles.bits(values)).isEqualTo(GoldenFiles.bits(expected));
  }

  @ParameterizedTest
  @CsvSource({"f16", "bf16"})
  void roundingOfSubnormalsTiesAndOverflowsIsThatOfGgml(String name) {
    float[] probe = GoldenFiles.floats("ggml/round_probe.f32");
    byte[] expected = GoldenFiles.bytes("ggml/round_probe." + name + ".bin");
    assertThat(encode(type(name), 1, probe.length, probe)).isEqualTo(expected);
  }

  @Test
  void i2sIsPackedAndReadAsBitnetCppDoes() {
    float[] weights = GoldenFiles.floats("ggml/ternary_w.f32");
    byte[] packed = GoldenFiles.bytes("i2_s/i2_s.packed.bin");
    assertThat(encode(I2s.X86_128, ROWS, COLUMNS, weights)).isEqualTo(packed);
    Tensor tensor = new Tensor("i2_s", I2s.X86_128, ROWS, COLUMNS, MemorySegment.ofArray(packed));
    assertThat(GoldenFiles.bits(allRows(tensor))).isEqualTo(GoldenFiles.bits(weights));
    assertThat(tensor.ternary().scale()).isEqualTo(new TernaryScale.PerTensor(0.0371f));
  }

  @ParameterizedTest
  @CsvSource({"tl1_M256_K256_BM256_BK128_bm32, 256, 128", "tl2_M256_K352_BM128_BK96_bm32, 128, 96"})
  void lookupTablePackingsAreThoseOfTheConverter(String name, int blockRows, int blockColumns) {
    TlKernel kernel = new TlKernel(blockRows, blockColumns, 32);
    TernaryPacking packing = name.startsWith("tl1") ? new Tl1(kernel) : new Tl2(kernel);
    byte[] weights = GoldenFiles.bytes("tl/" + name + ".w.i8");
    byte[] codes = GoldenFiles.bytes("tl/" + name + ".packed.bin");
    int columns = weights.length / 256;
    byte[] data = Arrays.copyOf(codes, (int) packing.byteSize(256, columns));
    assertThat(data.length).isEqualTo(codes.length + 32);
    PackedTernary matrix =
        PackedTernary.of(name, packing, 256, columns, MemorySegment.ofArray(data));

    byte[] repacked = new byte[data.length];
    new TernaryTensor(matrix, new TernaryScale.PerTensor(0))
        .pack(packing, ScaleRounding.EXACT, MemorySegment.ofArray(repacked));

    assertThat(allTrits(matrix)).isEqualTo(weights);
    assertThat(repacked).isEqualTo(data);
  }

  static byte[] encode(TensorType type, int rows, int columns, float[] values) {
    byte[] bytes = new byte[(int) type.byteSize(rows, columns)];
    TensorEncoder.encode(
        type,
        rows,
        columns,
        (row, into) -> System.arraycopy(values, (int) row * columns, into, 0, columns),
        MemorySegment.ofArray(bytes));
    return bytes;
  }

  static float[] allRows(Tensor tensor) {
    float[] all = new float[(int) tensor.rows() * tensor.columns()];
    float[] row = new float[tensor.columns()];
    for (int r = 0; r < tensor.rows(); r++) {
      tensor.dequantiseRow(r, row);
      System.arraycopy(row, 0, all, r * row.length, row.length);
    }
    return all;
  }

  static byte[] allTrits(PackedTernary matrix) {
    byte[] all = new byte[matrix.rows() * matrix.columns()];
    byte[] row = new byte[matrix.columns()];
    for (int r = 0; r < matrix.rows(); r++) {
      matrix.unpackRow(r, row);
      System.arraycopy(row, 0, all, r * row.length, row.length);
    }
    return all;
  }
}
