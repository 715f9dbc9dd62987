package dev.setun.model.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.setun.model.LinearOp;
import dev.setun.model.Model;
import dev.setun.model.Models;
import dev.setun.model.inference.Session;
import dev.setun.model.numerics.Profile;
import dev.setun.model.safetensors.HfFolder;
import dev.setun.model.safetensors.SafetensorsBytes;
import dev.setun.traces.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The families of spec 1.3 as Hugging Face folders, against the formulas. The random weights are
/// those of [SmallGguf]; its vocabulary is filled up to that of the tokenizer with zeros.
class HuggingFaceFamilyTest {
  private static final int[] TOKENS = {280, 5, 77, 31, 200, 5};
  private static final int VOCABULARY = 512;
  private static final String BITNET = "\"quantization_config\":{\"quant_method\":\"bitnet\"%s}";

  private static final Map<LinearOp, String> PATHS =
      Map.of(
          LinearOp.ATTN_Q, "self_attn.q_proj",
          LinearOp.ATTN_K, "self_attn.k_proj",
          LinearOp.ATTN_V, "self_attn.v_proj",
          LinearOp.ATTN_OUTPUT, "self_attn.o_proj",
          LinearOp.FFN_GATE, "mlp.gate_proj",
          LinearOp.FFN_UP, "mlp.up_proj",
          LinearOp.FFN_DOWN, "mlp.down_proj");

  private final SafetensorsBytes file = new SafetensorsBytes();

  private static byte[] config(String type, String activation, boolean tied, String more) {
    return ("{\"model_type\":\""
            + type
            + "\",\"hidden_act\":\""
            + activation
            + "\",\"hidden_size\":256,\"intermediate_size\":512,\"num_hidden_layers\":2,"
            + "\"num_attention_heads\":4,\"num_key_value_heads\":2,\"vocab_size\":512,"
            + "\"max_position_embeddings\":64,\"rope_theta\":10000.0,\"rms_norm_eps\":1e-5,"
            + "\"rope_scaling\":null,\"attention_bias\":false,\"mlp_bias\":false,"
            + "\"head_dim\":null,\"bos_token_id\":510,\"eos_token_id\":[511,509],"
            + "\"tie_word_embeddings\":"
            + tied
            + ","
            + more
            + "}")
        .getBytes(StandardCharsets.UTF_8);
  }

  private Model load(byte[] config) throws IOException {
    byte[] tokenizer = Objects.requireNonNull(Models.bardFiles().get("tokenizer.json"));
    return HfFolder.parse("family", config, tokenizer, file.build());
  }

  /// Everything but the linears and the norms inside of a layer.
  private void frame(SmallGguf small, boolean head) {
    vocabulary(small, "model.embed_tokens.weight", "token_embd.weight");
    numbers(small, "model.norm.weight", "output_norm.weight");
    if (head) {
      vocabulary(small, "lm_head.weight", "output.weight");
    }
    for (int layer = 0; layer < SmallGguf.LAYERS; layer++) {
      String to = "model.layers." + layer + ".";
      numbers(small, to + "input_layernorm.weight", "blk." + layer + ".attn_norm.weight");
      numbers(small, to + "post_attention_layernorm.weight", "blk." + layer + ".ffn_norm.weight");
    }
  }

  private void subNorms(SmallGguf small, String attention, String feedForward) {
    for (int layer = 0; layer < SmallGguf.LAYERS; layer++) {
      String to = "model.layers." + layer + ".";
      numbers(small, to + attention, "blk." + layer + ".attn_sub_norm.weight");
      numbers(small, to + feedForward, "blk." + layer + ".ffn_sub_norm.weight");
    }
  }

  private void numbers(SmallGguf small, String name, String from) {
    float[] values = Objects.requireNonNull(small.numbers.get(from));
    file.f32(name, "[" + values.length + "]", values);
  }

  private void vocabulary(SmallGguf small, String name, String from) {
    float[] values = Objects.requireNonNull(small.numbers.get(from));
    file.f32(name, "[512,256]", Arrays.copyOf(values, VOCABULARY * SmallGguf.HIDDEN));
  }

  /// By the formula of spec 3.1.
  private void packed(SmallGguf small, float weightScale) {
    forEachLinear((name, op, layer) -> {
      byte[] trits = Objects.requireNonNull(small.trits.get("blk." + layer + "." + op.label()));
      int columns = SmallGguf.columns(op);
      int quarter = SmallGguf.rows(op) / 4;
      byte[] codes = new byte[quarter * columns];
      for (int row = 0; row < 4 * quarter; row++) {
        for (int column = 0; column < columns; column++) {
          int code = trits[row * columns + column] + 1;
          codes[row % quarter * columns + column] |= (byte) (code << 2 * (row / quarter));
        }
      }
      file.put(name, "U8", "[" + quarter + "," + columns + "]", codes);
      file.bf16(name + "_scale", "[1]", weightScale);
    });
  }

  /// Masters whose mean is [SmallGguf#SCALE]: those that are not zero all have one absolute value.
  private void masters(SmallGguf small) {
    forEachLinear((name, op, layer) -> {
      byte[] trits = Objects.requireNonNull(small.trits.get("blk." + layer + "." + op.label()));
      long others = 0;
      for (byte trit : trits) {
        others += Math.abs(trit);
      }
      float[] values = new float[trits.length];
      for (int i = 0; i < trits.length; i++) {
        values[i] = (float) (trits[i] * SmallGguf.SCALE * (double) trits.length / others);
      }
      file.f32(name, "[" + SmallGguf.rows(op) + "," + SmallGguf.columns(op) + "]", values);
    });
  }

  private interface Linear {
    void put(String name, LinearOp op, int layer);
  }

  private static void forEachLinear(Linear linear) {
    for (int layer = 0; layer < SmallGguf.LAYERS; layer++) {
      for (LinearOp op : LinearOp.values()) {
        linear.put("model.layers." + layer + "." + PATHS.get(op) + ".weight", op, layer);
      }
    }
  }

  /// Less than what a code that moves over a tie would show.
  private static void assertNear(Model model, Profile profile, double[] expected) {
    double largest = 0;
    double difference = 0;
    try (Session session = new Session(model, Session.Options.reference().with(profile))) {
      float[] logits = session.logits(TOKENS);
      for (int id = 0; id < expected.length; id++) {
        largest = Math.max(largest, Math.abs(expected[id]));
        difference = Math.max(difference, Math.abs(logits[id] - expected[id]));
      }
    }
    assertThat(difference / largest).isLessThan(2e-4);
  }

  @ParameterizedTest
  @EnumSource(names = {"CANONICAL", "PLAIN"})
  void aLlamaHasNoSubNormsAHeadOfItsOwnAndDividesByItsScale(Profile profile) throws IOException {
    SmallGguf small = new SmallGguf("llama", 11).head();
    frame(small, true);
    packed(small, 1 / SmallGguf.SCALE);
    String more = String.format(BITNET, ",\"modules_to_not_convert\":[\"lm_head\"]");
    Model model = load(config("llama", "silu", false, more));
    assertNear(model, profile, new PaperForward(small, false, false, 1).logits(TOKENS));
    assertThat(model.config().endToken()).isEqualTo(511);
  }

  @Test
  void bitnetMayHaveSiluAndMultipliesByItsScale() throws IOException {
    SmallGguf small = new SmallGguf("bitnet", 12).subNorms();
    frame(small, false);
    subNorms(small, "self_attn.attn_sub_norm.weight", "mlp.ffn_sub_norm.weight");
    packed(small, SmallGguf.SCALE);
    String more = String.format(BITNET, ",\"linear_class\":\"autobitlinear\"");
    assertNear(
        load(config("bitnet", "silu", true, more)),
        Profile.CANONICAL,
        new PaperForward(small, false, false, 1).logits(TOKENS));
    assertNear(
        load(config("bitnet", "relu2", true, more)),
        Profile.CANONICAL,
        new PaperForward(small, true, false, 1).logits(TOKENS));
  }

  @Test
  void mastersWithTheSubNormNamesOf1bitLlmAreRead() throws IOException {
    SmallGguf small = new SmallGguf("bitnet", 13).subNorms();
    frame(small, false);
    subNorms(small, "self_attn.inner_attn_ln.weight", "mlp.ffn_layernorm.weight");
    masters(small);
    assertNear(
        load(config("llama", "silu", true, "\"weight_bits\":1")),
        Profile.CANONICAL,
        new PaperForward(small, false, false, 1).logits(TOKENS));
  }

  @Test
  void aTensorThatTheForwardPassHasNoPlaceForIsRefused() {
    SmallGguf small = new SmallGguf("llama", 14).head();
    frame(small, true);
    packed(small, 1 / SmallGguf.SCALE);
    file.f32("model.layers.1.self_attn.rotary_emb.inv_freq", "[2]", 1, 2);
    file.f32("model.layers.1.self_attn.q_proj.bias", "[256]", new float[256]);
    byte[] config = config("llama", "silu", false, String.format(BITNET, ""));
    assertThatThrownBy(() -> load(config))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "family: model.safetensors: tensor model.layers.1.self_attn.q_proj.bias: expected none"
                + " of this name, which the forward pass has no place for");
  }
}
