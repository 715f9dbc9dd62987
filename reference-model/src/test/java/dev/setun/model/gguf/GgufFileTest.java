package dev.setun.model.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.setun.model.tensor.BlockType;
import dev.setun.model.tensor.GoldenFiles;
import dev.setun.model.tensor.I2s;
import dev.setun.model.tensor.ScalarType;
import dev.setun.model.tensor.Tensor;
import dev.setun.model.tensor.TernaryPacking;
import dev.setun.model.tensor.TernaryScale;
import dev.setun.traces.InputException;
import dev.setun.traces.Overwrite;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GgufFileTest {
  private static GgufFile tiny(String name) {
    return GgufBytes.open(GoldenFiles.bytes("tiny/" + name));
  }

  @Test
  void theMetadataOfUpstreamsModelIsReadWithItsTypes() {
    GgufMetadata metadata = tiny("tiny-b158-i2_s.gguf").metadata();
    assertThat(metadata.keys()).hasSize(23).startsWith("general.architecture");
    assertThat(metadata.text("general.architecture")).contains("bitnet-b1.58");
    assertThat(metadata.whole("bitnet-b1.58.embedding_length")).hasValue(256);
    assertThat(metadata.real("bitnet-b1.58.rope.freq_base")).hasValue(5e5);
    assertThat(metadata.real("bitnet-b1.58.attention.layer_norm_rms_epsilon")).hasValue(1e-5f);
    assertThat(metadata.whole("general.file_type")).hasValue(40);
    assertThat(metadata.bool("tokenizer.ggml.add_bos_token")).contains(true);
    List<String> tokens =
        metadata.array("tokenizer.ggml.tokens", GgufType.STRING).orElseThrow().texts();
    assertThat(tokens).hasSize(288);
    assertThat(metadata.array("tokenizer.ggml.merges", GgufType.STRING).orElseThrow().texts())
        .hasSize(24);
    assertThat(metadata.find("no.such.key")).isEmpty();
  }

  @Test
  void aTypedReadOfAnotherTypeNamesTheKeyAndBothTypes() {
    GgufMetadata metadata = tiny("tiny-b158-i2_s.gguf").metadata();
    assertThatThrownBy(() -> metadata.whole("general.architecture"))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "t.gguf: key general.architecture: expected an integer up to 2^63 - 1, found STRING"
                + " bitnet-b1.58");
    assertThatThrownBy(() -> metadata.text("tokenizer.ggml.tokens"))
        .hasMessageContaining("expected a string, found an array of STRING");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tiny-b158-i2_s.gguf",
        "tiny-b158-tq2_0.gguf",
        "tiny-b158-tq2_0-embq8_0.gguf",
        "tiny-b158-f32.gguf.gz"
      })
  void everyTensorOfUpstreamsModelsDecodesToTheF32Model(String name) {
    GgufFile exact = tiny("tiny-b158-f32.gguf.gz");
    GgufFile file = tiny(name);
    assertThat(file.tensors()).hasSize(24);
    for (GgufTensor found : file.tensors()) {
      Tensor expected = exact.tensor(found.name()).orElseThrow().tensor();
      float[] row = new float[found.tensor().columns()];
      float[] expectedRow = new float[row.length];
      for (long r = 0; r < found.tensor().rows(); r++) {
        found.tensor().dequantiseRow(r, row);
        expected.dequantiseRow(r, expectedRow);
        assertThat(largestDifference(row, expectedRow))
            .as(found.name())
            .isLessThanOrEqualTo(tolerance(found, expectedRow));
      }
    }
  }

  private static float largestDifference(float[] row, float[] expected) {
    float largest = 0;
    for (int c = 0; c < row.length; c++) {
      largest = Math.max(largest, Math.abs(row[c] - expected[c]));
    }
    return largest;
  }

  /// Nothing where the type holds binary32, or a code times a binary32 scale; otherwise half a step
  /// and the rounding of a binary16.
  private static float tolerance(GgufTensor tensor, float[] row) {
    float largest = largestDifference(row, new float[row.length]);
    return switch (tensor.tensor().type()) {
      case ScalarType scalar -> scalar == ScalarType.F32 ? 0 : largest / 2048;
      case I2s _ -> 0;
      case TernaryPacking _ -> largest / 2048;
      case BlockType _ -> largest / 254 + largest / 2048;
    };
  }

  @Test
  void ternaryTensorsAreViewsWithTheirScale() {
    GgufFile file = tiny("tiny-b158-i2_s.gguf");
    assertThat(file.hasI2s()).isTrue();
    var weights = file.tensor("blk.0.ffn_down.weight").orElseThrow().tensor().ternary();
    assertThat(weights.rows()).isEqualTo(256);
    assertThat(weights.columns()).isEqualTo(512);
    assertThat(weights.scale()).isInstanceOf(TernaryScale.PerTensor.class);
    weights.validate();
    assertThat(tiny("tiny-b158-tq2_0.gguf").hasI2s()).isFalse();
    assertThatThrownBy(() -> file.tensor("output_norm.weight").orElseThrow().tensor().ternary())
        .hasMessageStartingWith("t.gguf: tensor output_norm.weight: expected a ternary type");
  }

  /// The numbers of the types and the widths of their values are those of spec 3.2.
  @Test
  void everyTypeOfValueIsRead() {
    GgufBytes bytes = new GgufBytes().header(0, 13);
    int[] widths = {1, 1, 2, 2, 4, 4, 4, 1};
    long[] values = {255, -128, 65535, -32768, 4294967295L, -2147483648L, 0x3fc00000L, 1};
    for (int type = 0; type < widths.length; type++) {
      bytes.text("k" + type).number(type, 4).number(values[type], widths[type]);
    }
    bytes.text("k8").number(8, 4).text("é");
    bytes.text("k9").number(9, 4).number(2, 4).number(3, 8).number(1, 2).number(2, 2).number(3, 2);
    bytes.text("k10").number(10, 4).number(-1, 8);
    bytes.text("k11").number(11, 4).number(Long.MIN_VALUE, 8);
    bytes.text("k12").number(12, 4).number(Double.doubleToLongBits(Math.PI), 8);
    GgufMetadata metadata = GgufBytes.open(bytes.bytes(0)).metadata();
    String[] shown = {"255", "-128", "65535", "-32768", "4294967295", "-2147483648", "1.5", "true"};
    for (int type = 0; type < shown.length; type++) {
      assertThat(metadata.find("k" + type).orElseThrow()).as("%d", type).hasToString(shown[type]);
    }
    assertThat(metadata.text("k8")).hasValue("é");
    GgufArray array = metadata.array("k9", GgufType.UINT16).orElseThrow();
    assertThat(array.size()).isEqualTo(3);
    assertThat(array.get(2)).isEqualTo(new GgufValue.Whole(GgufType.UINT16, 3));
    assertThat(metadata.find("k10").orElseThrow()).hasToString("18446744073709551615");
    assertThat(metadata.find("k11").orElseThrow()).hasToString("-9223372036854775808");
    assertThat(metadata.real("k12")).hasValue(Math.PI);
  }

  @Test
  void aTensorBeyondTwoGigabytesIsReadWhereItIs(@TempDir Path folder) throws IOException {
    long columns = 1L << 29;
    Path path = folder.resolve("large.gguf");
    byte[] header =
        new GgufBytes()
            .header(2, 0)
            .info("large", 0, 0, columns, 2)
            .info("last", 0, columns * 8, 4)
            .bytes(0);
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.write(header);
      long end = (header.length + 31) / 32 * 32 + columns * 8 + 16;
      file.setLength(end);
      file.seek(end - 4);
      file.writeInt(Integer.reverseBytes(Float.floatToIntBits(1.5f)));
    }
    GgufFile file = GgufFile.open(path);
    assertThat(file.byteSize()).isGreaterThan(1L << 32);
    float[] row = new float[4];
    file.tensor("last").orElseThrow().tensor().dequantiseRow(0, row);
    assertThat(row).containsExactly(0, 0, 0, 1.5f);
  }

  @Test
  void whatIsWrittenIsReadBackAndTheSameCallsGiveTheSameBytes(@TempDir Path folder)
      throws IOException {
    GgufWriter writer = sample();
    Path path = folder.resolve("sample.gguf");
    writer.write(path, Overwrite.REFUSE);
    byte[] bytes = Files.readAllBytes(path);
    assertThat(bytes).isEqualTo(GgufBytes.of(sample()));

    GgufFile file = GgufFile.open(path);
    assertThat(file.metadata().keys())
        .containsExactly(
            "u64", "i8", "f64", "truth", "texts", "ints", "floats", "general.alignment");
    assertThat(file.metadata().find("u64").orElseThrow()).hasToString("18446744073709551615");
    assertThat(file.metadata().whole("i8")).hasValue(-128);
    assertThat(file.metadata().real("f64")).hasValue(Math.PI);
    GgufArray texts = file.metadata().array("texts", GgufType.STRING).orElseThrow();
    assertThat(texts.texts()).containsExactly("", "Ġé", "a b");
    assertThat(texts.get(1)).isEqualTo(GgufValue.text("Ġé"));
    GgufArray ints = file.metadata().array("ints", GgufType.INT32).orElseThrow();
    assertThat(ints.get(2)).isEqualTo(new GgufValue.Whole(GgufType.INT32, Integer.MIN_VALUE));
    assertThat(file.tensors().get(1).offset() % 64).isZero();
    assertThat(file.tensors().get(1).dimensions()).containsExactly(2L, 1L, 3L);
    float[] row = new float[2];
    file.tensors().get(1).tensor().dequantiseRow(2, row);
    assertThat(row).containsExactly(1, -2);

    assertThatThrownBy(() -> sample().write(path, Overwrite.REFUSE))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("expected no file, found one");
    sample().write(path, Overwrite.REPLACE);
    assertThat(Files.readAllBytes(path)).isEqualTo(bytes);
    assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
  }

  private static GgufWriter sample() {
    GgufWriter writer =
        new GgufWriter()
            .key("u64", new GgufValue.Whole(GgufType.UINT64, -1))
            .key("i8", new GgufValue.Whole(GgufType.INT8, -128))
            .key("f64", new GgufValue.Real(GgufType.FLOAT64, Math.PI))
            .key("truth", GgufValue.bool(true))
            .key("texts", GgufArray.ofTexts(List.of("", "Ġé", "a b")))
            .key("ints", GgufArray.ofInts(new int[] {1, 2, Integer.MIN_VALUE}))
            .key("floats", GgufArray.ofFloats(new float[] {0.5f}))
            .key("general.alignment", GgufValue.uint32(64));
    GgufBytes.tensor(writer, "first", ScalarType.F32, 1, 1, new byte[4]);
    byte[] halves = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0x3c, 0, (byte) 0xc0};
    return writer.tensor(
        "second",
        List.of(2L, 1L, 3L),
        ScalarType.F16,
        GgufWriter.content(MemorySegment.ofArray(halves)));
  }

  @Test
  void nestedArraysAreReadToTheLimitOfTheirDepth() {
    byte[] nested =
        new GgufBytes()
            .header(0, 1)
            .key("a", GgufType.ARRAY)
            .number(GgufType.ARRAY.id(), 4)
            .number(2, 8)
            .number(GgufType.INT8.id(), 4)
            .number(1, 8)
            .number(-5, 1)
            .number(GgufType.STRING.id(), 4)
            .number(1, 8)
            .text("deep")
            .bytes(0);
    GgufArray array = GgufBytes.open(nested).metadata().array("a", GgufType.ARRAY).orElseThrow();
    assertThat(((GgufArray) array.get(0)).get(0)).isEqualTo(new GgufValue.Whole(GgufType.INT8, -5));
    assertThat(((GgufArray) array.get(1)).texts()).containsExactly("deep");

    GgufBytes bytes = new GgufBytes().header(0, 1).key("a", GgufType.ARRAY);
    for (int depth = 0; depth < 100_000; depth++) {
      bytes.number(GgufType.ARRAY.id(), 4).number(1, 8);
    }
    assertThatThrownBy(() -> GgufBytes.open(bytes.bytes(64)))
        .isInstanceOf(InputException.class)
        .hasMessage("t.gguf: key a: expected arrays nested at most 32 deep, found more");
  }
}
