package dev.setun.model.safetensors;

import dev.setun.model.Model;
import dev.setun.model.ModelConfig;
import dev.setun.traces.Json;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes config.json of a model (spec 1.3), which [HfConfig] reads.
///
/// @param source config.json of the source, or an empty object
/// @param divides whether a weight_scale divides
record HfConfigWriter(Model model, ObjectNode source, boolean divides) {
  /// Keys about linears and code that the result does not have.
  private static final List<String> DROPPED = List.of("auto_map", "weight_bits", "input_bits");

  ObjectNode config(FolderFormat format) {
    ObjectNode root = source.deepCopy();
    DROPPED.forEach(root::remove);
    boolean subNorms = model.layers().getFirst().attentionSubNorm().isPresent();
    root.set(
        "architectures", Json.array().add(subNorms ? "BitNetForCausalLM" : "LlamaForCausalLM"));
    root.put("model_type", subNorms ? "bitnet" : "llama");
    if (source.isEmpty()) {
      addShape(root);
    }
    ObjectNode quantization = Json.object().put("quant_method", "bitnet");
    quantization.put("linear_class", divides ? "bitlinear" : "autobitlinear");
    quantization.put("quantization_mode", format == FolderFormat.U8 ? "offline" : "online");
    root.set(
        "quantization_config",
        quantization.set(
            "modules_to_not_convert",
            source.path("quantization_config").path("modules_to_not_convert").isArray()
                ? source.path("quantization_config").path("modules_to_not_convert")
                : Json.array().nullNode()));
    return root;
  }

  private void addShape(ObjectNode root) {
    ModelConfig config = model.config();
    root.put("attention_bias", false)
        .put("bos_token_id", config.beginToken())
        .set("eos_token_id", endTokens());
    root.put("head_dim", config.headSize())
        .put("hidden_act", config.activation().label())
        .put("hidden_size", config.hidden())
        .put("intermediate_size", config.feedForward())
        .put("max_position_embeddings", config.maxPositions())
        .put("mlp_bias", false)
        .put("num_attention_heads", config.heads())
        .put("num_hidden_layers", config.layers())
        .put("num_key_value_heads", config.keyValueHeads())
        .put("rms_norm_eps", config.epsilon())
        .putNull("rope_scaling")
        .put("rope_theta", config.ropeTheta())
        .put("tie_word_embeddings", model.head().equals(model.embedding()))
        .put("torch_dtype", "bfloat16")
        .put("vocab_size", config.vocabulary());
  }

  /// The end token first, which is the one of a file that has one alone.
  private ArrayNode endTokens() {
    Set<Integer> others = new TreeSet<>(model.endTokens());
    others.remove(model.config().endToken());
    ArrayNode ids = Json.array().add(model.config().endToken());
    others.forEach(ids::add);
    return ids;
  }
}
