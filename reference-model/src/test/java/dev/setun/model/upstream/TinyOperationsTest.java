package dev.setun.model.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.setun.model.LinearOp;
import dev.setun.model.Model;
import dev.setun.model.inference.Operations;
import dev.setun.model.inference.Operations.Norm;
import dev.setun.model.inference.Session;
import dev.setun.model.numerics.Profile;
import dev.setun.model.tensor.GoldenFiles;
import dev.setun.model.upstream.TinyTensors.Phase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Profile `bitnet.cpp`, op by op: from the inputs that upstream had, what upstream computed, in
/// the whole models of golden/tiny.
class TinyOperationsTest {
  private static final int LAYERS = 2;

  @TempDir private Path folder;

  static Stream<Arguments> runs() {
    return Stream.of("f32", "i2_s", "tq2_0")
        .flatMap(name -> Stream.of(Phase.values()).map(phase -> Arguments.of(name, phase)));
  }

  private Operations operations(String name) throws IOException {
    Model model = new TinyModels(folder).golden(name);
    return new Operations(model, Session.Options.reference().with(Profile.BITNET_CPP));
  }

  private static void assertBits(float[] actual, float[] expected, String what) {
    assertThat(GoldenFiles.bits(actual)).as(what).isEqualTo(GoldenFiles.bits(expected));
  }

  @ParameterizedTest
  @MethodSource("runs")
  void embeddingNormsAndHeadAreBitEqual(String name, Phase phase) throws IOException {
    TinyTensors golden = new TinyTensors(name);
    try (Operations ops = operations(name)) {
      int first = phase.firstPosition;
      int[] ids = Arrays.copyOfRange(TinyModels.tokens(), first, first + phase.tokens);
      assertBits(ops.embedding(ids), golden.of(phase, "inp_embd"), "embedding");
      for (int layer = 0; layer < LAYERS; layer++) {
        String x = layer == 0 ? "inp_embd" : "l_out-0";
        norm(ops, golden, phase, layer, Norm.ATTENTION, x, "attn_norm-");
        String attended = "kqv_out-" + layer;
        norm(ops, golden, phase, layer, Norm.ATTENTION_SUB, attended, "attn_sub_norm-");
        norm(ops, golden, phase, layer, Norm.FEED_FORWARD, "ffn_inp-" + layer, "ffn_norm-");
        norm(ops, golden, phase, layer, Norm.FEED_FORWARD_SUB, "ffn_out-" + layer, "ffn_sub_norm-");
      }
      float[] normed = golden.of(phase, "result_norm");
      assertBits(ops.finalNorm(golden.of(phase, "l_out-1")), normed, "result_norm");
      assertBits(ops.logits(normed), golden.of(phase, "result_output"), "result_output");
    }
  }

  private static void norm(
      Operations ops, TinyTensors golden, Phase phase, int layer, Norm norm, String x, String y) {
    float[] expected = golden.of(phase, y + layer);
    assertBits(ops.norm(layer, norm, golden.of(phase, x)), expected, y + layer);
  }

  @ParameterizedTest
  @MethodSource("runs")
  void everyLinearIsBitEqual(String name, Phase phase) throws IOException {
    TinyTensors golden = new TinyTensors(name);
    try (Operations ops = operations(name)) {
      for (int layer = 0; layer < LAYERS; layer++) {
        linear(ops, golden, phase, layer, LinearOp.ATTN_Q, "attn_norm-", "Qcur-");
        linear(ops, golden, phase, layer, LinearOp.ATTN_K, "attn_norm-", "Kcur-");
        linear(ops, golden, phase, layer, LinearOp.ATTN_V, "attn_norm-", "Vcur-");
        linear(ops, golden, phase, layer, LinearOp.ATTN_OUTPUT, "attn_sub_norm-", "attn_o_out-");
        linear(ops, golden, phase, layer, LinearOp.FFN_GATE, "ffn_norm-", "ffn_gate-");
        linear(ops, golden, phase, layer, LinearOp.FFN_UP, "ffn_norm-", "ffn_up-");
        linear(ops, golden, phase, layer, LinearOp.FFN_DOWN, "ffn_sub_norm-", "ffn_down-");
      }
    }
  }

  private static void linear(
      Operations ops, TinyTensors golden, Phase phase, int layer, LinearOp op, String x, String y) {
    float[] actual = ops.linear(layer, op, golden.of(phase, x + layer));
    assertBits(actual, golden.of(phase, y + layer), y + layer);
  }

  @ParameterizedTest
  @MethodSource("runs")
  void attentionTheGateAndResidualAddsAreBitEqual(String name, Phase phase) throws IOException {
    TinyTensors golden = new TinyTensors(name);
    try (Operations ops = operations(name)) {
      for (int layer = 0; layer < LAYERS; layer++) {
        float[] attended =
            ops.attention(
                golden.of(phase, "Qcur-" + layer, 1),
                golden.upTo(phase, "Kcur-" + layer, 1),
                golden.upTo(phase, "Vcur-" + layer, 0));
        assertBits(attended, golden.of(phase, "kqv_out-" + layer), "attention of layer " + layer);
        float[] gated =
            ops.gated(golden.of(phase, "ffn_gate-" + layer), golden.of(phase, "ffn_up-" + layer));
        assertBits(gated, golden.of(phase, "ffn_out-" + layer), "ffn_out-" + layer);
        float[] x = golden.of(phase, layer == 0 ? "inp_embd" : "l_out-0");
        float[] middle = golden.of(phase, "ffn_inp-" + layer);
        assertBits(ops.add(x, golden.of(phase, "attn_o_out-" + layer)), middle, "ffn_inp");
        float[] after = ops.add(middle, golden.of(phase, "ffn_down-" + layer));
        assertBits(after, golden.of(phase, "l_out-" + layer), "l_out-" + layer);
      }
    }
  }

  /// Upstream's cosine and sine are those of its C library, ours the nearest binary32.
  @ParameterizedTest
  @MethodSource("runs")
  void rotatedQueriesAndKeysAreWithin2e7(String name, Phase phase) throws IOException {
    TinyTensors golden = new TinyTensors(name);
    try (Operations ops = operations(name)) {
      for (int layer = 0; layer < LAYERS; layer++) {
        rotated(ops, golden, phase, "Qcur-" + layer, 4);
        rotated(ops, golden, phase, "Kcur-" + layer, 2);
      }
    }
  }

  private static void rotated(
      Operations ops, TinyTensors golden, Phase phase, String node, int heads) {
    float[] actual = ops.rotate(golden.of(phase, node), heads, phase.firstPosition);
    float[] expected = golden.of(phase, node, 1);
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).as(node).isCloseTo(expected[i], within(2e-7f));
    }
  }
}
