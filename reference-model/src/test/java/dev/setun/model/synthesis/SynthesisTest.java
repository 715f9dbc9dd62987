package dev.setun.model.synthesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.setun.model.Activation;
import dev.setun.model.LinearOp;
import dev.setun.model.Model;
import dev.setun.model.Models;
import dev.setun.model.family.ModelFamilies;
import dev.setun.model.family.ModelFamily;
import dev.setun.model.family.Weights;
import dev.setun.model.gguf.Dialect;
import dev.setun.model.gguf.GgufOptions;
import dev.setun.model.gguf.LinearFormat;
import dev.setun.model.gguf.PiecewiseGguf;
import dev.setun.model.inference.Session;
import dev.setun.model.tensor.BlockType;
import dev.setun.model.tensor.I2s;
import dev.setun.model.tensor.ScalarType;
import dev.setun.model.tensor.TensorType;
import dev.setun.model.tensor.TlKernelConfig;
import dev.setun.traces.InputException;
import dev.setun.traces.Overwrite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SynthesisTest {
  private static final int[] IDS = {1, 300, 42, 999, 300};
  private static final double ZEROS = 0.4;

  @TempDir Path folder = Path.of(".");

  private static ModelFamily family(boolean tied) {
    return new ModelFamily(
        "small",
        256,
        2,
        4,
        2,
        64,
        512,
        1000,
        64,
        10_000,
        1e-5f,
        Activation.RELU_SQUARED,
        tied,
        true,
        "bitnet-b1.58",
        Weights.TERNARY,
        "this test",
        "exact");
  }

  private static Synthesis synthesis(LinearFormat format, TensorType embedding, long seed) {
    return new Synthesis(family(true), 2, format, TlKernelConfig.NONE, embedding, ZEROS, seed);
  }

  private Path write(Synthesis synthesis, int threads) throws IOException {
    Path file = folder.resolve("model-" + synthesis.format() + "-" + threads + ".gguf");
    synthesis.file().write(file, Overwrite.REPLACE, threads, _ -> {});
    return file;
  }

  private static Model load(Path file, LinearFormat format) throws IOException {
    I2s layout = format == LinearFormat.I2_S_ARM ? I2s.ARM_64 : I2s.X86_128;
    return Models.load(
        file.toString(), new GgufOptions(Dialect.BY_CONTENT, layout, TlKernelConfig.NONE));
  }

  private static List<byte[]> weights(Model model) {
    return model.layers().stream()
        .flatMap(layer -> Stream.of(LinearOp.values()).map(op -> layer.linear(op).weights()))
        .flatMap(matrix ->
            IntStream.range(0, matrix.rows())
                .mapToObj(row -> {
                  byte[] trits = new byte[matrix.columns()];
                  matrix.unpackRow(row, trits);
                  return trits;
                }))
        .toList();
  }

  @Test
  void theFileHasTheShapeAndVocabularyOfTheFamily() throws IOException {
    Model model =
        load(write(synthesis(LinearFormat.I2_S, ScalarType.F16, 1), 2), LinearFormat.I2_S);
    var config = model.config();
    assertThat(config.hidden()).isEqualTo(256);
    assertThat(config.layers()).isEqualTo(2);
    assertThat(config.feedForward()).isEqualTo(512);
    assertThat(config.vocabulary()).isEqualTo(1000);
    assertThat(config.maxPositions()).isEqualTo(64);
    assertThat(model.promptIds("ab c")).isNotEmpty();
  }

  /// The random weights and scales are those of the name and the seed, whatever holds them.
  @ParameterizedTest
  @EnumSource(
      value = LinearFormat.class,
      names = {"I2_S_ARM", "TQ1_0", "TQ2_0"})
  void everyTernaryPackingGivesTheSameLogits(LinearFormat format) throws IOException {
    Model plain =
        load(write(synthesis(LinearFormat.I2_S, ScalarType.F32, 7), 1), LinearFormat.I2_S);
    Model other = load(write(synthesis(format, ScalarType.F32, 7), 1), format);
    assertThat(weights(other)).containsExactlyElementsOf(weights(plain));
    try (Session first = new Session(plain, Session.Options.reference());
        Session second = new Session(other, Session.Options.reference())) {
      assertThat(second.allLogits(IDS)).isEqualTo(first.allLogits(IDS));
    }
  }

  @Test
  void theShareOfZerosIsTheOneAskedForAndTheRestIsBalanced() throws IOException {
    Model model =
        load(write(synthesis(LinearFormat.TQ2_0, ScalarType.F16, 3), 2), LinearFormat.TQ2_0);
    long[] counts = new long[3];
    for (byte[] row : weights(model)) {
      for (byte trit : row) {
        counts[trit + 1]++;
      }
    }
    double all = counts[0] + counts[1] + counts[2];
    // More than 10^6 weights: a share is off by more than 0.003 once in 10^9 seeds.
    assertThat(all).isGreaterThan(1e6);
    assertThat(counts[1] / all).isCloseTo(ZEROS, within(0.003));
    assertThat(counts[0] / all).isCloseTo((1 - ZEROS) / 2, within(0.003));
  }

  @Test
  void noWeightOrEveryWeightCanBeZero() {
    byte[] trits = new byte[4096];
    RandomTensor random = RandomTensor.of(5, "blk.0.attn_q.weight");
    random.trits(0, 0, trits, trits.length);
    assertThat(trits).doesNotContain(0).contains(1, -1);
    random.trits(0, 1 << 16, trits, trits.length);
    assertThat(trits).containsOnly(0);
  }

  @Test
  void theBytesDependOnTheSeedAndNotOnTheThreads() throws IOException {
    byte[] alone = Files.readAllBytes(write(synthesis(LinearFormat.I2_S, BlockType.Q6_K, 11), 1));
    byte[] together =
        Files.readAllBytes(write(synthesis(LinearFormat.I2_S, BlockType.Q6_K, 11), 3));
    byte[] other = Files.readAllBytes(write(synthesis(LinearFormat.I2_S, BlockType.Q6_K, 12), 1));
    assertThat(together).isEqualTo(alone);
    assertThat(other).hasSameSizeAs(alone).isNotEqualTo(alone);
  }

  @Test
  void aHeadOfItsOwnIsWrittenWhereTheFamilyHasOne() throws IOException {
    Synthesis untied =
        new Synthesis(
            family(false), 1, LinearFormat.I2_S, TlKernelConfig.NONE, ScalarType.F16, ZEROS, 1);
    Model model = load(write(untied, 1), LinearFormat.I2_S);
    try (Session session = new Session(model, Session.Options.reference())) {
      assertThat(session.logits(IDS)).hasSize(1000).doesNotContain(Float.NaN);
    }
  }

  @Test
  void whatAFormatCannotHoldIsSaid() {
    assertThat(Synthesis.obstacle(family(true), LinearFormat.TL2, TlKernelConfig.NONE))
        .hasValueSatisfying(why -> assertThat(why).contains("tile sizes"));
    // 5460 columns are no whole number of I2_S or TQ blocks (spec table 1.3).
    ModelFamily xl = ModelFamilies.named("bitnet-xl");
    assertThat(Synthesis.obstacle(xl, LinearFormat.I2_S, TlKernelConfig.NONE)).isPresent();
    Synthesis impossible =
        new Synthesis(xl, 1, LinearFormat.TQ2_0, TlKernelConfig.NONE, ScalarType.F16, ZEROS, 1);
    assertThatThrownBy(impossible::file)
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("--shape bitnet-xl");
  }

  @Test
  void aFileIsNotReplacedUnlessAskedAndAFailedOneIsNotLeft() throws IOException {
    Path file = folder.resolve("there.gguf");
    Files.writeString(file, "mine");
    Synthesis small = synthesis(LinearFormat.I2_S, ScalarType.F16, 1);
    assertThatThrownBy(() -> small.file().write(file, Overwrite.REFUSE, 1, _ -> {}))
        .isInstanceOf(InputException.class);
    assertThat(file).hasContent("mine");
    PiecewiseGguf broken =
        new PiecewiseGguf()
            .vector(
                "a",
                4,
                ScalarType.F32,
                List.of(() -> {
                  throw new IllegalStateException("stopped");
                }));
    Path never = folder.resolve("never.gguf");
    assertThatThrownBy(() -> broken.write(never, Overwrite.REFUSE, 1, _ -> {}))
        .hasMessage("stopped");
    try (var left = Files.list(folder)) {
      assertThat(left).containsExactly(file);
    }
  }

  @Test
  void everyTernaryFamilyHasAVocabularyOfDistinctStringsThatItsMergesBuild() {
    for (ModelFamily family : ModelFamilies.all()) {
      if (family.weights() == Weights.TERNARY) {
        SyntheticTokenizer tokenizer = SyntheticTokenizer.of(family);
        Set<String> tokens = new HashSet<>(tokenizer.tokens());
        assertThat(tokens).as(family.name()).hasSize(family.vocabulary());
        assertThat(new HashSet<>(tokenizer.merges())).hasSameSizeAs(tokenizer.merges());
        for (String merge : tokenizer.merges()) {
          assertThat(tokens.contains(merge.replace(" ", ""))).as(merge).isTrue();
        }
      }
    }
  }
}
