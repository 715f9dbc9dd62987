package dev.setun.model.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.setun.model.Activation;
import dev.setun.model.LinearOp;
import dev.setun.model.Model;
import dev.setun.model.family.ModelFamily;
import dev.setun.model.family.Weights;
import dev.setun.model.inference.Session;
import dev.setun.model.synthesis.Synthesis;
import dev.setun.model.tensor.BlockType;
import dev.setun.model.tensor.I2s;
import dev.setun.model.tensor.ScalarType;
import dev.setun.model.tensor.ScaleRounding;
import dev.setun.model.tensor.TensorType;
import dev.setun.model.tensor.TlKernelConfig;
import dev.setun.traces.InputException;
import dev.setun.traces.Overwrite;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GgufConversionTest {
  private static final int[] IDS = {1, 300, 42, 999, 300};

  /// The packings that hold the shape below, whose scales are binary16.
  private static final List<LinearFormat> FORMATS =
      List.of(
          LinearFormat.F32,
          LinearFormat.F16,
          LinearFormat.BF16,
          LinearFormat.TQ1_0,
          LinearFormat.TQ2_0,
          LinearFormat.I2_S,
          LinearFormat.I2_S_ARM);

  @TempDir Path folder = Path.of(".");

  static Stream<List<LinearFormat>> pairs() {
    return FORMATS.stream()
        .flatMap(from -> FORMATS.stream().map(to -> List.of(from, to)))
        .filter(pair -> pair.getFirst() != pair.getLast());
  }

  private Path source(LinearFormat format) throws IOException {
    ModelFamily family =
        new ModelFamily(
            "small",
            256,
            1,
            4,
            2,
            64,
            512,
            1000,
            64,
            10_000,
            1e-5f,
            Activation.RELU_SQUARED,
            true,
            true,
            "bitnet-b1.58",
            Weights.TERNARY,
            "this test",
            "exact");
    Path file = folder.resolve("source-" + format.label());
    new Synthesis(family, 1, format, TlKernelConfig.NONE, ScalarType.F16, 0.4, 9)
        .file()
        .write(file, Overwrite.REPLACE, 1, _ -> {});
    return file;
  }

  private static GgufOptions options(LinearFormat format, TlKernelConfig kernels) {
    I2s layout = format == LinearFormat.I2_S_ARM ? I2s.ARM_64 : I2s.X86_128;
    return new GgufOptions(Dialect.BY_CONTENT, layout, kernels);
  }

  private static GgufFile open(Path file, LinearFormat format) {
    return GgufFile.open(file, options(format, TlKernelConfig.NONE));
  }

  private Path convert(GgufFile source, LinearFormat to, Optional<TensorType> embedding)
      throws IOException {
    Path file = folder.resolve("target-" + to.label());
    new GgufConversion(source, to, TlKernelConfig.NONE, embedding, ScaleRounding.EXACT)
        .file()
        .write(file, Overwrite.REPLACE, 2, _ -> {});
    return file;
  }

  private static List<byte[]> weights(Model model) {
    return Stream.of(LinearOp.values())
        .map(op -> model.layers().getFirst().linear(op).weights())
        .flatMap(matrix ->
            IntStream.range(0, matrix.rows())
                .mapToObj(row -> {
                  byte[] trits = new byte[matrix.columns()];
                  matrix.unpackRow(row, trits);
                  return trits;
                }))
        .toList();
  }

  private static float[] logits(Model model) {
    try (Session session = new Session(model, Session.Options.reference())) {
      return session.allLogits(IDS);
    }
  }

  /// There, and to I2_S: the file that synthesis writes in I2_S.
  @ParameterizedTest
  @MethodSource("pairs")
  void everyPackingGoesToEveryOtherWithoutLosingABit(List<LinearFormat> pair) throws IOException {
    LinearFormat from = pair.getFirst();
    LinearFormat to = pair.getLast();
    Path converted = convert(open(source(from), from), to, Optional.empty());
    Model model = GgufModel.load(open(converted, to));
    Model expected = GgufModel.load(open(source(LinearFormat.I2_S), LinearFormat.I2_S));
    assertThat(weights(model)).containsExactlyElementsOf(weights(expected));
    assertThat(logits(model)).isEqualTo(logits(expected));
    Path back = convert(open(converted, to), LinearFormat.I2_S, Optional.empty());
    assertThat(back).hasSameBinaryContentAs(folder.resolve("source-i2_s"));
  }

  @Test
  void anEmbeddingIsConvertedWhereNoValueChangesAndRefusedWhereOneDoes() throws IOException {
    GgufFile source = open(source(LinearFormat.I2_S), LinearFormat.I2_S);
    Path wide = convert(source, LinearFormat.I2_S, Optional.of(ScalarType.F32));
    assertThat(logits(GgufModel.load(open(wide, LinearFormat.I2_S))))
        .isEqualTo(logits(GgufModel.load(source)));
    assertThatThrownBy(() -> convert(source, LinearFormat.TQ2_0, Optional.of(BlockType.Q8_0)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("token_embd.weight: Q8_0 cannot hold row 0, column ")
        .hasMessageEndingWith("(--round allows it)");
    assertThat(folder.resolve("target-tq2_0")).doesNotExist();
  }

  /// 0.1 is no binary16, so TQ2_0 cannot hold it, and F32 and I2_S can.
  @Test
  void aScaleThatATargetCannotHoldIsRefusedUnlessRoundingIsAllowed() throws IOException {
    GgufFile source = GgufFile.open(writeScale(0.1f, "scale.gguf"));
    assertThatThrownBy(() -> convert(source, LinearFormat.TQ2_0, Optional.empty()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("blk.0.attn_q.weight")
        .hasMessageContaining("0.1, which is not a binary16");
    assertThatThrownBy(() -> convert(source, LinearFormat.BF16, Optional.empty()))
        .hasMessageContaining("BF16 cannot hold the scale 0.1");
    Path rounded = folder.resolve("rounded.gguf");
    new GgufConversion(
            source,
            LinearFormat.TQ2_0,
            TlKernelConfig.NONE,
            Optional.empty(),
            ScaleRounding.TO_BINARY16)
        .file()
        .write(rounded, Overwrite.REFUSE, 1, _ -> {});
    float[] values = new float[256];
    GgufFile.open(rounded)
        .tensor("blk.0.attn_q.weight")
        .orElseThrow()
        .tensor()
        .dequantiseRow(0, values);
    // 0.1 x 2^14 is 1638.4.
    assertThat(values[0]).isEqualTo(1638f / 16384);
  }

  @Test
  void aScaleThatNumbersWouldLoseIsRefused() throws IOException {
    GgufFile source = GgufFile.open(writeScale(0x1p-24f, "tiny.gguf"));
    assertThatThrownBy(() -> convert(source, LinearFormat.F32, Optional.empty()))
        .hasMessageContaining("numbers below 1e-6 are read back as 0");
  }

  /// A file with one linear of 1 x 256 ones in I2_S.
  private Path writeScale(float scale, String name) throws IOException {
    byte[] bytes = new byte[64 + 32];
    Arrays.fill(bytes, 0, 64, (byte) 0b10101010);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putFloat(64, scale);
    Path file = folder.resolve(name);
    new GgufWriter()
        .key("general.architecture", GgufValue.text("bitnet-b1.58"))
        .tensor("blk.0.attn_q.weight", List.of(256L, 1L), I2s.X86_128, out -> out.write(bytes))
        .write(file, Overwrite.REFUSE);
    return file;
  }

  @Test
  void blocksWithScalesOfTheirOwnGoToTheOtherBlockPackingOnly() throws IOException {
    Path original = source(LinearFormat.TQ2_0);
    byte[] bytes = Files.readAllBytes(original);
    GgufFile file = open(original, LinearFormat.TQ2_0);
    GgufTensor tensor = file.tensor("blk.0.ffn_up.weight").orElseThrow();
    // The scale of the second block, two bytes at its end: twice the first.
    bytes[Math.toIntExact(tensor.offset()) + 2 * 66 - 1] += 4;
    Path mixed = folder.resolve("mixed.gguf");
    Files.write(mixed, bytes);
    GgufFile source = open(mixed, LinearFormat.TQ2_0);
    for (LinearFormat to : List.of(LinearFormat.I2_S, LinearFormat.F32)) {
      assertThatThrownBy(() -> convert(source, to, Optional.empty()))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("blk.0.ffn_up.weight");
    }
    Path there = convert(source, LinearFormat.TQ1_0, Optional.empty());
    Path back = convert(open(there, LinearFormat.TQ1_0), LinearFormat.TQ2_0, Optional.empty());
    assertThat(back).hasSameBinaryContentAs(mixed);
  }

  @Test
  void aFileWithoutLinearsIsRefused() throws IOException {
    Path file = folder.resolve("none.gguf");
    new GgufWriter()
        .key("general.architecture", GgufValue.text("bitnet-b1.58"))
        .write(file, Overwrite.REFUSE);
    assertThatThrownBy(() -> convert(GgufFile.open(file), LinearFormat.I2_S, Optional.empty()))
        .hasMessageEndingWith("expected linears (blk.0.attn_q.weight), found none");
  }
}
