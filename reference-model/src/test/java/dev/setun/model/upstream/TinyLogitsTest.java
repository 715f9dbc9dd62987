package dev.setun.model.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.setun.model.Model;
import dev.setun.model.inference.Sampler;
import dev.setun.model.inference.Session;
import dev.setun.model.numerics.Profile;
import dev.setun.model.tensor.BlockType;
import dev.setun.model.tensor.GoldenFiles;
import dev.setun.model.tensor.I2s;
import dev.setun.model.tensor.ScalarType;
import dev.setun.model.tensor.TernaryBlocks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Profile `bitnet.cpp`, end to end: the 18 rows of logits of the models of golden/tiny, 12 tokens
/// in one batch and then 6 one by one. The vectors state tolerances (1e-5 to 5e-2), since a last
/// bit of upstream's cosine may turn the rounding of an activation; none is needed.
class TinyLogitsTest {
  @TempDir private Path folder;

  private static float[] logits(Model model) {
    int[] tokens = TinyModels.tokens();
    try (Session session =
        new Session(model, Session.Options.reference().with(Profile.BITNET_CPP))) {
      float[] prompt = session.allLogits(Arrays.copyOf(tokens, TinyModels.PROMPT));
      float[] all = Arrays.copyOf(prompt, TinyModels.ROWS * TinyModels.VOCABULARY);
      for (int row = TinyModels.PROMPT; row < TinyModels.ROWS; row++) {
        float[] next = session.logits(tokens[row]);
        System.arraycopy(next, 0, all, row * TinyModels.VOCABULARY, next.length);
      }
      return all;
    }
  }

  private static float[] row(float[] logits, int row) {
    int from = row * TinyModels.VOCABULARY;
    return Arrays.copyOfRange(logits, from, from + TinyModels.VOCABULARY);
  }

  private static void assertBitEqual(float[] actual, float[] expected) {
    assertThat(GoldenFiles.bits(actual)).isEqualTo(GoldenFiles.bits(expected));
  }

  private static void assertNear(float[] actual, float[] expected, float most) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).as("logit %d", i).isCloseTo(expected[i], within(most));
    }
  }

  private static void assertSameChoices(float[] actual, float[] expected) {
    Sampler greedy = new Sampler.Greedy();
    for (int row = 0; row < TinyModels.ROWS; row++) {
      int choice = greedy.next(row(actual, row));
      assertThat(choice).as("row %d", row).isEqualTo(greedy.next(row(expected, row)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"f32", "i2_s", "tq2_0", "tq2_0-embq8_0"})
  void allRowsAreBitEqual(String name) throws IOException {
    float[] expected = GoldenFiles.floats("tiny/b158-" + name + ".logits.f32");
    assertBitEqual(logits(new TinyModels(folder).golden(name)), expected);
  }

  /// The file of F16 weights is not among the vectors; its logits are.
  @Test
  void allRowsOfF16WeightsAreBitEqual() throws IOException {
    float[] expected = GoldenFiles.floats("tiny/b158-f16.logits.f32");
    Model model = new TinyModels(folder).converted(ScalarType.F16, ScalarType.F16);
    assertBitEqual(logits(model), expected);
  }

  /// TQ1_0 holds what TQ2_0 holds, and is multiplied in the same order.
  @Test
  void tq1GivesTheLogitsOfTq2() throws IOException {
    float[] expected = GoldenFiles.floats("tiny/b158-tq2_0.logits.f32");
    TinyModels models = new TinyModels(folder);
    float[] tq1 = logits(models.converted(TernaryBlocks.TQ1_0, ScalarType.F16));
    assertBitEqual(tq1, expected);
  }

  /// Rounding weights to Q6_K (64 steps) or BF16 (8 bits) moves the logits by less than this; the
  /// rest of the pass is that of a vector.
  @Test
  void aQ6kEmbeddingAndBf16WeightsAreNearThoseOfF16() throws IOException {
    TinyModels models = new TinyModels(folder);
    float[] i2s = GoldenFiles.floats("tiny/b158-i2_s.logits.f32");
    float[] q6k = logits(models.converted(I2s.X86_128, BlockType.Q6_K));
    assertThat(q6k).isNotEqualTo(i2s);
    assertNear(q6k, i2s, 0.2f);
    float[] f32 = GoldenFiles.floats("tiny/b158-f32.logits.f32");
    float[] bf16 = logits(models.converted(ScalarType.BF16, ScalarType.BF16));
    assertThat(bf16).isNotEqualTo(f32);
    assertNear(bf16, f32, 0.05f);
  }

  /// Architecture "bitnet" has SiLU. Nothing of upstream is recorded for it; profile `canonical`,
  /// which is held by an independent forward pass, differs by the binary16 cache and head.
  @Test
  void withSiluTheLogitsAreNearThoseOfCanonical() throws IOException {
    Model model = new TinyModels(folder).converted("bitnet", I2s.X86_128, ScalarType.F16);
    float[] upstream = logits(model);
    float[] relu = GoldenFiles.floats("tiny/b158-i2_s.logits.f32");
    assertThat(upstream).isNotEqualTo(relu);
    try (Session session = new Session(model, Session.Options.reference())) {
      float[] canonical = session.allLogits(TinyModels.tokens());
      assertNear(upstream, canonical, 0.1f);
      assertSameChoices(upstream, canonical);
    }
  }
}
