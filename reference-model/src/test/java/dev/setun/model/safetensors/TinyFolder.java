package dev.setun.model.safetensors;

import dev.setun.model.Model;
import dev.setun.model.Models;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/// The three files of a model of one layer, hidden width 8, with packed weights of scale 0.375.
/// Every part can be replaced by a bad one.
final class TinyFolder {
  private final Map<String, String> config = new LinkedHashMap<>();
  private final Map<String, UnaryOperator<SafetensorsBytes>> tensors = new LinkedHashMap<>();

  TinyFolder() {
    withConfig("\"model_type\":\"bitnet\"");
    withConfig("\"hidden_act\":\"relu2\"");
    withConfig("\"hidden_size\":8");
    withConfig("\"intermediate_size\":12");
    withConfig("\"num_hidden_layers\":1");
    withConfig("\"num_attention_heads\":2");
    withConfig("\"num_key_value_heads\":1");
    withConfig("\"vocab_size\":512");
    withConfig("\"max_position_embeddings\":16");
    withConfig("\"rope_theta\":10000.0");
    withConfig("\"rms_norm_eps\":1e-5");
    withConfig("\"bos_token_id\":510");
    withConfig("\"eos_token_id\":511");
    withConfig("\"tie_word_embeddings\":true");
    floats("model.embed_tokens.weight", "[512,8]", 512 * 8);
    floats("model.norm.weight", "[8]", 8);
    String layer = "model.layers.0.";
    floats(layer + "input_layernorm.weight", "[8]", 8);
    floats(layer + "post_attention_layernorm.weight", "[8]", 8);
    floats(layer + "self_attn.attn_sub_norm.weight", "[8]", 8);
    floats(layer + "mlp.ffn_sub_norm.weight", "[12]", 12);
    packed(layer + "self_attn.q_proj", 8, 8);
    packed(layer + "self_attn.k_proj", 4, 8);
    packed(layer + "self_attn.v_proj", 4, 8);
    packed(layer + "self_attn.o_proj", 8, 8);
    packed(layer + "mlp.gate_proj", 12, 8);
    packed(layer + "mlp.up_proj", 12, 8);
    packed(layer + "mlp.down_proj", 8, 12);
  }

  /// @param entry `"key":value`
  TinyFolder withConfig(String entry) {
    config.put(entry.substring(0, entry.indexOf(':')), entry);
    return this;
  }

  TinyFolder withoutConfig(String key) {
    config.remove("\"" + key + "\"");
    return this;
  }

  TinyFolder with(String tensor, UnaryOperator<SafetensorsBytes> adding) {
    tensors.put(tensor, adding);
    return this;
  }

  TinyFolder without(String tensor) {
    tensors.remove(tensor);
    return this;
  }

  private void floats(String name, String shape, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (i * 37 % 64 + 1) / 32.0f;
    }
    with(name, file -> file.bf16(name, shape, values));
  }

  private void packed(String path, int rows, int columns) {
    byte[] codes = new byte[rows / 4 * columns];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (byte) (i % 3 | (i / 3) % 3 << 2 | (i / 2) % 3 << 4 | (i / 5) % 3 << 6);
    }
    String shape = "[" + rows / 4 + "," + columns + "]";
    with(path + ".weight", file -> file.put(path + ".weight", "U8", shape, codes));
    with(path + ".weight_scale", file -> file.bf16(path + ".weight_scale", "[1]", 0.375f));
  }

  byte[] config() {
    return ("{" + String.join(",", config.values()) + "}").getBytes(StandardCharsets.UTF_8);
  }

  byte[] weights() {
    SafetensorsBytes file = new SafetensorsBytes();
    for (UnaryOperator<SafetensorsBytes> adding : tensors.values()) {
      file = adding.apply(file);
    }
    return file.build();
  }

  static byte[] tokenizer() {
    try (InputStream stream = Models.class.getResourceAsStream("bard/tokenizer.json")) {
      return Objects.requireNonNull(stream).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Model model() {
    return HfFolder.parse("tiny", config(), tokenizer(), weights());
  }

  void write(Path folder) throws IOException {
    Files.write(folder.resolve("config.json"), config());
    Files.write(folder.resolve("tokenizer.json"), tokenizer());
    Files.write(folder.resolve("model.safetensors"), weights());
  }
}
