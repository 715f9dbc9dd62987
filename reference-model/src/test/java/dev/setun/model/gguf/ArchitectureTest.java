package dev.setun.model.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.setun.model.LinearOp;
import dev.setun.model.Model;
import dev.setun.model.TernaryMatrix;
import dev.setun.model.inference.Session;
import dev.setun.model.numerics.Profile;
import dev.setun.model.tensor.I2s;
import dev.setun.model.tensor.TernaryBlocks;
import dev.setun.model.tensor.TlKernelConfig;
import dev.setun.traces.InputException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The architectures of spec 1.3 as files, against the formulas.
class ArchitectureTest {
  private static final int[] TOKENS = {280, 5, 77, 31, 200, 5};
  private static final int I2_S_FILE = 40;

  private static Model load(byte[] bytes) {
    return GgufModel.load(GgufBytes.open(bytes));
  }

  private static float[] logits(Model model, Profile profile) {
    try (Session session = new Session(model, Session.Options.reference().with(profile))) {
      return session.logits(TOKENS);
    }
  }

  /// A code that a binary32 difference moves over a tie would show as 1e-3 and more.
  private static void assertNear(float[] logits, double[] expected) {
    double largest = 0;
    double difference = 0;
    for (int id = 0; id < expected.length; id++) {
      largest = Math.max(largest, Math.abs(expected[id]));
      difference = Math.max(difference, Math.abs(logits[id] - expected[id]));
    }
    assertThat(difference / largest).isLessThan(2e-4);
  }

  private static SmallGguf llama(long seed) {
    return new SmallGguf("llama", seed).fileType(I2_S_FILE);
  }

  @ParameterizedTest
  @EnumSource(names = {"CANONICAL", "PLAIN"})
  void bitnetHasSiluUnlessItSaysRelu2(Profile profile) {
    SmallGguf small = new SmallGguf("bitnet", 1).subNorms();
    float[] silu = logits(load(small.bytes()), profile);
    assertNear(silu, new PaperForward(small, false, false, 1).logits(TOKENS));
    small.key("hidden_activation", GgufValue.text("relu2"));
    float[] relu2 = logits(load(small.bytes()), profile);
    assertNear(relu2, new PaperForward(small, true, false, 1).logits(TOKENS));
    assertThat(relu2).isNotEqualTo(silu);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bitnet-b1.58", "bitnet-25"})
  void theOthersOfTheFamilyHaveRelu2AndIgnoreAnOutputWeight(String architecture) {
    SmallGguf small = new SmallGguf(architecture, 2).subNorms();
    double[] expected = new PaperForward(small, true, false, 1).logits(TOKENS);
    assertNear(logits(load(small.bytes()), Profile.CANONICAL), expected);
    assertNear(logits(load(small.head().bytes()), Profile.CANONICAL), expected);
  }

  @ParameterizedTest
  @EnumSource(names = {"CANONICAL", "PLAIN"})
  void llamaHasNoSubNormsAndAHeadOfItsOwn(Profile profile) {
    SmallGguf small = llama(3).interleaved();
    assertNear(
        logits(load(small.bytes()), profile),
        new PaperForward(small, false, false, 1).logits(TOKENS));
    small.head();
    assertNear(
        logits(load(small.bytes()), profile),
        new PaperForward(small, false, false, 1).logits(TOKENS));
  }

  @ParameterizedTest
  @EnumSource(names = {"CANONICAL", "PLAIN"})
  void interleavedRowsGiveTheBitsOfTheModelThatWasConverted(Profile profile) {
    SmallGguf small = llama(4).interleaved();
    Model converted = load(small.bytes());
    List<Model.Layer> layers = new ArrayList<>();
    for (int layer = 0; layer < SmallGguf.LAYERS; layer++) {
      Map<LinearOp, Model.Linear> linears = new EnumMap<>(LinearOp.class);
      for (LinearOp op : LinearOp.values()) {
        byte[] trits = small.trits.getOrDefault("blk." + layer + "." + op.label(), new byte[0]);
        TernaryMatrix weights = TernaryMatrix.of(SmallGguf.rows(op), SmallGguf.columns(op), trits);
        linears.put(op, new Model.Linear(weights, SmallGguf.SCALE));
      }
      Model.Layer of = converted.layers().get(layer);
      layers.add(
          new Model.Layer(
              of.attentionNorm(),
              Optional.empty(),
              of.feedForwardNorm(),
              Optional.empty(),
              linears));
    }
    Model original =
        new Model(
            "original",
            converted.config(),
            converted.tokenizer(),
            converted.embedding(),
            layers,
            converted.finalNorm(),
            converted.head());
    assertThat(logits(converted, profile)).isEqualTo(logits(original, profile));
    assertThat(logits(load(llama(4).bytes()), profile)).isNotEqualTo(logits(original, profile));
  }

  @ParameterizedTest
  @EnumSource(names = {"CANONICAL", "PLAIN"})
  void severalBlockScalesCompute(Profile profile) {
    SmallGguf small = new SmallGguf("bitnet-b1.58", 5).subNorms().packed(TernaryBlocks.TQ2_0);
    Model model = load(small.bytesWithBlockScales());
    assertNear(logits(model, profile), new PaperForward(small, true, true, 1).logits(TOKENS));
    assertThatThrownBy(model::requireIntegerLinears)
        .isInstanceOf(InputException.class)
        .hasMessageContaining("blk.0.attn_q: expected one scale");
    load(small.bytes()).requireIntegerLinears();
  }

  @Test
  void blockScalesFollowTheRowsOfAnInterleavedMatrix() {
    SmallGguf small = new SmallGguf("llama", 6).interleaved().packed(TernaryBlocks.TQ2_0);
    assertNear(
        logits(load(small.bytesWithBlockScales()), Profile.CANONICAL),
        new PaperForward(small, false, true, 1).logits(TOKENS));
  }

  @Test
  void aScaleTensorMultipliesTheOutputs() {
    SmallGguf small = llama(7).interleaved();
    for (int layer = 0; layer < SmallGguf.LAYERS; layer++) {
      small.constant("blk." + layer + ".ffn_up.scale", 1.5f);
    }
    assertNear(
        logits(load(small.bytes()), Profile.CANONICAL),
        new PaperForward(small, false, false, 1.5).logits(TOKENS));
    small.constant("blk.0.ffn_up.scale", Float.NaN);
    refused(small, "tensor blk.0.ffn_up.scale: expected finite values, found NaN at 0");
  }

  @Test
  void aNormThatIsNotFiniteIsRefused() {
    float[] norm = new float[256];
    norm[3] = Float.POSITIVE_INFINITY;
    refused(
        llama(7).constant("output_norm.weight", norm),
        "tensor output_norm.weight: expected finite values, found Infinity at 3");
  }

  @Test
  void theArmLayoutOfI2sGivesTheSameModelWhenItIsNamed() {
    SmallGguf x86 = new SmallGguf("bitnet-b1.58", 8).subNorms();
    float[] expected = logits(load(x86.bytes()), Profile.CANONICAL);
    byte[] arm = new SmallGguf("bitnet-b1.58", 8).subNorms().packed(I2s.ARM_64).bytes();
    GgufOptions options = new GgufOptions(Dialect.BY_CONTENT, I2s.ARM_64, TlKernelConfig.NONE);
    Model named = GgufModel.load(GgufFile.of("t.gguf", MemorySegment.ofArray(arm), options));
    assertThat(logits(named, Profile.CANONICAL)).isEqualTo(expected);
    assertThat(logits(load(arm), Profile.CANONICAL)).isNotEqualTo(expected);
  }

  private static void refused(SmallGguf small, String message) {
    byte[] bytes = small.bytes();
    assertThatThrownBy(() -> load(bytes))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message);
  }

  @Test
  void whatWouldChangeTheResultIsRefused() {
    refused(
        llama(9).key("rope.scaling.type", GgufValue.text("yarn")),
        "key llama.rope.scaling.type: expected no scaling of the rotary frequencies, found");
    refused(
        llama(9).key("attention.key_length", GgufValue.uint32(128)),
        "expected heads of 64 values, all of them rotated, found 128");
    refused(
        llama(9).tensor("rope_freqs.weight", SmallGguf.HEAD_SIZE / 2, 1),
        "tensor rope_freqs.weight: expected no such tensor in the architecture llama");
    refused(
        llama(9).tensor("blk.0.attn_q.bias", 256, 0),
        "tensor blk.0.attn_q.bias: expected no such tensor");
    refused(llama(9).subNorms(), "tensor blk.0.attn_sub_norm.weight: expected no such tensor");
    refused(
        new SmallGguf("bitnet", 9).subNorms().key("hidden_activation", GgufValue.text("gelu")),
        "key bitnet.hidden_activation: expected relu2 or silu, found gelu");
  }

  @Test
  void factorsThatAreAllOneAndScalingThatIsNoneChangeNothing() {
    float[] expected = logits(load(llama(10).bytes()), Profile.CANONICAL);
    float[] ones = new float[SmallGguf.HEAD_SIZE / 2];
    Arrays.fill(ones, 1);
    SmallGguf small =
        llama(10)
            .constant("rope_freqs.weight", ones)
            .key("rope.scaling.type", GgufValue.text("none"));
    assertThat(logits(load(small.bytes()), Profile.CANONICAL)).isEqualTo(expected);
  }
}
