package dev.setun.model.safetensors;

import dev.setun.model.Activation;
import dev.setun.model.ModelConfig;
import dev.setun.traces.InputException;
import dev.setun.traces.Json;
import tools.jackson.databind.JsonNode;

/// Reads config.json of a model with ternary linears in the Hugging Face layout (spec 1.3).
///
/// @param family which graph the file describes
/// @param shape shape and constants
/// @param tied whether the embedding is the head too
/// @param scaleUse what a stored weight_scale means
record HfConfig(Family family, ModelConfig shape, boolean tied, ScaleUse scaleUse) {
  private static final int MOST = 1 << 22;
  private static final String QUANTIZATION = "quantization_config";

  /// The graphs, which differ in the norms inside of a layer.
  enum Family {
    /// BitNet b1.58: a norm before the output projection and one before the down projection.
    BITNET,
    /// Llama with ternary linears (Llama3-8B-1.58, Falcon3-1.58bit, Falcon-E), which has neither,
    /// and the 1bitLLM models, which call themselves so and have both.
    LLAMA
  }

  /// The two meanings of weight_scale (spec 2.1).
  enum ScaleUse {
    /// AutoBitLinear: the scale is mean |W|, the result is multiplied by it.
    MULTIPLY,
    /// BitLinear: the scale is 1 / mean |W|, the result is divided by it.
    DIVIDE
  }

  static HfConfig parse(String where, byte[] text) {
    JsonNode root = Json.read(where, text);
    if (!root.isObject()) {
      throw new InputException(where, "expected a JSON object, found " + root.getNodeType());
    }
    JsonNode quantization = root.path(QUANTIZATION);
    Family family = family(where, root, quantization);
    requireAbsent(where, root, "attention_bias");
    requireAbsent(where, root, "mlp_bias");
    requireAbsent(where, root, "rope_scaling");
    requireAbsent(where + ": " + QUANTIZATION, quantization, "use_rms_norm");
    requireConverted(where, quantization);
    return new HfConfig(
        family,
        shape(where, root),
        root.path("tie_word_embeddings").asBoolean(false),
        scaleUse(where, quantization));
  }

  /// A llama is one with ternary linears if it says so: in Hugging Face's words, or in those of the
  /// 1bitLLM models.
  private static Family family(String where, JsonNode root, JsonNode quantization) {
    String type = root.path("model_type").asString("nothing");
    switch (type) {
      case "bitnet" -> {
        return Family.BITNET;
      }
      case "llama" -> {
        String method = quantization.path("quant_method").asString("nothing");
        if (!method.equals("bitnet") && root.path("weight_bits").asInt(0) != 1) {
          throw new InputException(
              where + ": " + QUANTIZATION + ".quant_method",
              "expected bitnet in a llama, found " + method);
        }
        return Family.LLAMA;
      }
      default ->
          throw new InputException(
              where + ": model_type", "expected bitnet or llama, found " + type);
    }
  }

  /// The seven linears of a layer must all be ternary.
  private static void requireConverted(String where, JsonNode quantization) {
    for (JsonNode module : quantization.path("modules_to_not_convert")) {
      if (!module.asString("").equals("lm_head")) {
        throw new InputException(
            where + ": " + QUANTIZATION + ".modules_to_not_convert",
            "expected lm_head alone, found " + module);
      }
    }
  }

  private static ModelConfig shape(String where, JsonNode root) {
    int hidden = whole(where, root, "hidden_size");
    int heads = whole(where, root, "num_attention_heads");
    boolean hasHeadSize = root.hasNonNull("head_dim");
    if (!hasHeadSize && (heads == 0 || hidden % heads != 0)) {
      throw new InputException(
          where + ": num_attention_heads",
          "expected a divisor of hidden_size " + hidden + ", found " + heads);
    }
    try {
      return new ModelConfig(
          whole(where, root, "vocab_size"),
          hidden,
          whole(where, root, "num_hidden_layers"),
          heads,
          whole(where, root, "num_key_value_heads"),
          hasHeadSize ? whole(where, root, "head_dim") : hidden / heads,
          whole(where, root, "intermediate_size"),
          whole(where, root, "max_position_embeddings"),
          ropeTheta(where, root),
          (float) number(where, root, "rms_norm_eps"),
          whole(where, root, "bos_token_id"),
          endToken(where, root),
          Activation.parse(where + ": hidden_act", root.path("hidden_act").asString("nothing")));
    } catch (InputException e) {
      String message = String.valueOf(e.getMessage());
      throw message.startsWith(where) ? e : new InputException(where, message, e);
    }
  }

  /// The base of the rotary frequencies. Files of transformers 5 have it in `rope_parameters`, with
  /// what would scale the frequencies.
  private static double ropeTheta(String where, JsonNode root) {
    String key = "rope_parameters";
    if (!root.hasNonNull(key)) {
      return number(where, root, "rope_theta");
    }
    JsonNode parameters = root.path(key);
    boolean plain =
        parameters.path("rope_type").asString("nothing").equals("default")
            && parameters.size() == 2
            && parameters.path("rope_theta").isNumber();
    boolean agrees =
        !root.hasNonNull("rope_theta")
            || root.path("rope_theta").equals(parameters.path("rope_theta"));
    if (!plain || !agrees) {
      throw new InputException(
          where + ": " + key,
          "expected rope_type default and the rope_theta of the file, found " + parameters);
    }
    return number(where + ": " + key, parameters, "rope_theta");
  }

  /// The end token, or the first of several; the tokenizer knows them all.
  private static int endToken(String where, JsonNode root) {
    JsonNode first = root.path("eos_token_id").path(0);
    return whole(
        where,
        first.isMissingNode() ? root : Json.object().set("eos_token_id", first),
        "eos_token_id");
  }

  /// Refuses what changes the forward pass and is not in it.
  private static void requireAbsent(String where, JsonNode root, String key) {
    JsonNode node = root.path(key);
    boolean absent =
        node.isMissingNode() || node.isNull() || (node.isBoolean() && !node.asBoolean());
    if (!absent) {
      throw new InputException(where + ": " + key, "expected null or false, found " + node);
    }
  }

  /// The class is BitLinear where none is named, as in Hugging Face's BitNetQuantConfig.
  private static ScaleUse scaleUse(String where, JsonNode quantization) {
    String linear = quantization.path("linear_class").asString("bitlinear");
    return switch (linear) {
      case "autobitlinear" -> ScaleUse.MULTIPLY;
      case "bitlinear" -> ScaleUse.DIVIDE;
      default ->
          throw new InputException(
              where + ": " + QUANTIZATION + ".linear_class",
              "expected autobitlinear or bitlinear, found " + linear);
    };
  }

  private static int whole(String where, JsonNode root, String key) {
    JsonNode node = root.path(key);
    if (!node.isIntegralNumber()
        || !node.canConvertToInt()
        || node.intValue() < 0
        || node.intValue() > MOST) {
      throw new InputException(
          where + ": " + key,
          "expected a whole number of 0.."
              + MOST
              + ", found "
              + (node.isMissingNode() ? "nothing" : node));
    }
    return node.intValue();
  }

  private static double number(String where, JsonNode root, String key) {
    JsonNode node = root.path(key);
    if (!node.isNumber()) {
      throw new InputException(
          where + ": " + key,
          "expected a number, found " + (node.isMissingNode() ? "nothing" : node));
    }
    return node.doubleValue();
  }
}
