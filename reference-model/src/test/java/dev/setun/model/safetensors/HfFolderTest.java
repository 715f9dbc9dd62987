package dev.setun.model.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.setun.model.Model;
import dev.setun.model.Models;
import dev.setun.model.inference.Session;
import dev.setun.traces.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HfFolderTest {
  private static final String LAYER = "model.layers.0.";

  @TempDir private Path folder;

  @Test
  void aMappedFolderGivesTheLogitsOfTheSameFilesInMemory() throws IOException {
    TinyFolder files = new TinyFolder();
    files.write(folder);
    Model mapped = Models.load(folder.toString());
    try (Session a = new Session(mapped, Session.Options.reference());
        Session b = new Session(files.model(), Session.Options.reference())) {
      assertThat(a.allLogits(510, 3, 5)).isEqualTo(b.allLogits(510, 3, 5));
    }
    assertThat(mapped.ternaryWeights()).isEqualTo(8 * 8 * 2 + 4 * 8 * 2 + 12 * 8 * 3);
    assertThat(mapped.weightBytes())
        .isEqualTo(512 * 8 * 2 + 4 * (8 + 8 + 8 + 8 + 12) + mapped.ternaryWeights() / 4);
  }

  @Test
  void aHeadOfItsOwnIsUsedWhereItIsNotTied() {
    float[] zeros = new float[512 * 8];
    Model model =
        new TinyFolder()
            .withConfig("\"tie_word_embeddings\":false")
            .with("lm_head.weight", file -> file.f32("lm_head.weight", "[512,8]", zeros))
            .model();
    try (Session session = new Session(model, Session.Options.reference())) {
      assertThat(session.logits(7)).containsOnly(0.0f);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          "hidden_act":"gelu"|hidden_act: expected relu2 or silu, found gelu
          "model_type":"qwen2"|model_type: expected bitnet or llama, found qwen2
          "model_type":"llama"|quantization_config.quant_method: expected bitnet in a llama, found nothing
          "hidden_size":"8"|hidden_size: expected a whole number of 0..4194304, found "8"
          "hidden_size":99999999999|hidden_size: expected a whole number of 0..4194304, found 99999999999
          "hidden_size":9|num_attention_heads: expected a divisor of hidden_size 9, found 2
          "num_attention_heads":0|num_attention_heads: expected a divisor of hidden_size 8, found 0
          "num_attention_heads":8|head_dim: expected 2..4194304, found 1
          "num_key_value_heads":3|num_key_value_heads: expected a divisor of 2 heads, found 3
          "head_dim":3|head_dim: expected an even number, found 3
          "head_dim":4000000|num_attention_heads x head_dim: expected 1..4194304, found 8000000
          "rope_theta":0|rope_theta: expected a number above 1, found 0.0
          "rms_norm_eps":-1e-5|rms_norm_eps: expected a number above 0, found -1.0E-5
          "bos_token_id":512|bos_token_id, eos_token_id: expected ids below 512, found 512, 511
          "attention_bias":true|attention_bias: expected null or false, found true
          "rope_scaling":{"type":"yarn"}|rope_scaling: expected null or false, found {"type":"yarn"}
          "rope_parameters":{"rope_type":"llama3","rope_theta":10000.0}|rope_parameters: expected rope_type default and the rope_theta of the file, found {"rope_type":"llama3"
          "rope_parameters":{"rope_type":"default","rope_theta":10000.0,"factor":8}|rope_parameters: expected rope_type default
          "rope_parameters":{"rope_type":"default","rope_theta":500000.0}|rope_parameters: expected rope_type default and the rope_theta of the file
          "quantization_config":{"linear_class":"x"}|linear_class: expected autobitlinear or bitlinear, found x
          "quantization_config":{"use_rms_norm":true}|quantization_config: use_rms_norm: expected null or false, found true
          "quantization_config":{"modules_to_not_convert":["lm_head","q_proj"]}|modules_to_not_convert: expected lm_head alone, found "q_proj"
          "mlp_bias":true|mlp_bias: expected null or false, found true
          "intermediate_size":16|gate_proj.weight: expected shape [4, 8], found [3, 8]
          "intermediate_size":13|gate_proj.weight: expected shape [4, 8], found [3, 8]
          "num_hidden_layers":2|expected tensor model.layers.1.self_attn.q_proj.weight, found none
          "tie_word_embeddings":false|expected tensor lm_head.weight, found none
          """)
  void aConfigThatDoesNotFitIsRefusedInOneLine(String entry, String message) {
    assertRefused(new TinyFolder().withConfig(entry), message);
  }

  @Test
  void theBaseOfTheRotationMayStandInRopeParameters() {
    TinyFolder folder = new TinyFolder().withoutConfig("rope_theta");
    String parameters = "\"rope_parameters\":{\"rope_theta\":500000.0,\"rope_type\":\"default\"}";
    assertThat(folder.withConfig(parameters).model().config().ropeTheta()).isEqualTo(500000);
  }

  @Test
  void aTokenizerOfMoreIdsThanTheEmbeddingHasIsRefused() {
    TinyFolder files =
        new TinyFolder()
            .withConfig("\"vocab_size\":500")
            .withConfig("\"bos_token_id\":1")
            .withConfig("\"eos_token_id\":2");
    assertRefused(files, "tiny: expected a tokenizer of at most vocab_size 500 tokens, found 512");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hidden_size",
        "intermediate_size",
        "num_hidden_layers",
        "num_attention_heads",
        "num_key_value_heads",
        "vocab_size",
        "max_position_embeddings",
        "rope_theta",
        "rms_norm_eps",
        "bos_token_id",
        "eos_token_id",
        "hidden_act",
        "model_type"
      })
  void aMissingKeyIsNamed(String key) {
    assertRefused(new TinyFolder().withoutConfig(key), "config.json: " + key + ": expected ");
  }

  @Test
  void tensorsThatDoNotFitAreRefusedInOneLine() {
    String q = LAYER + "self_attn.q_proj.weight";
    assertRefused(
        new TinyFolder().without(q), "model.safetensors: expected tensor " + q + ", found none");
    assertRefused(
        new TinyFolder().without(q + "_scale"), "expected tensor " + q + "_scale, found none");
    assertRefused(
        new TinyFolder().with(q + "_scale", file -> file.f32(q + "_scale", "[1]", -1f)),
        "weight_scale: expected a positive scale, found -1.0");
    assertRefused(
        new TinyFolder().with(q + "_scale", file -> file.f32(q + "_scale", "[2]", 1f, 1f)),
        "weight_scale: expected shape [1], found [2]");
    assertRefused(
        new TinyFolder().with(q, file -> file.put(q, "I8", "[8,8]", new byte[64])),
        "q_proj.weight: expected dtype F32, F16 or BF16, found I8");
    assertRefused(
        new TinyFolder().with(q, file -> file.f32(q, "[2,8]", new float[16])),
        "q_proj.weight: expected shape [8, 8], found [2, 8]");
    float[] infinite = new float[64];
    infinite[63] = Float.POSITIVE_INFINITY;
    assertRefused(
        new TinyFolder().with(q, file -> file.f32(q, "[8,8]", infinite)),
        "q_proj.weight: expected finite weights, found a mean of Infinity");
    String norm = "model.norm.weight";
    float[] notANumber = new float[8];
    notANumber[5] = Float.NaN;
    assertRefused(
        new TinyFolder().with(norm, file -> file.f32(norm, "[8]", notANumber)),
        "model.norm.weight: expected finite values, found NaN at 5");
  }

  @Test
  void aFileThatIsMissingIsNamed() throws IOException {
    for (String missing : new String[] {"config.json", "tokenizer.json", "model.safetensors"}) {
      new TinyFolder().write(folder);
      Files.delete(folder.resolve(missing));
      assertThatThrownBy(() -> Models.load(folder.toString()))
          .isInstanceOf(InputException.class)
          .hasMessageContaining(missing)
          .hasMessageContaining("found none");
    }
  }

  @Test
  void whatIsNoModelIsRefusedInOneLine() throws IOException {
    assertThatThrownBy(() -> Models.load("no/such/model"))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "no/such/model: expected bard, a GGUF file or a model folder, found no such file or folder");
    Path gguf = folder.resolve("model.gguf");
    Files.write(gguf, "GGUF....".getBytes(StandardCharsets.US_ASCII));
    assertThatThrownBy(() -> Models.load(gguf.toString()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("model.gguf");
    assertThatThrownBy(() -> Models.load("a\0b")).isInstanceOf(InputException.class);
  }

  private static void assertRefused(TinyFolder files, String message) {
    assertThatThrownBy(files::model)
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message)
        .hasMessageNotContainingAny("\n");
  }
}
