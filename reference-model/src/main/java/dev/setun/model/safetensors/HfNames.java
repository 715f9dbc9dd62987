package dev.setun.model.safetensors;

import dev.setun.model.LinearOp;

/// What Hugging Face calls the files and tensors of a model (spec 3.1).
final class HfNames {
  static final String CONFIG = "config.json";
  static final String WEIGHTS = "model.safetensors";
  static final String EMBEDDING = "model.embed_tokens.weight";
  static final String FINAL_NORM = "model.norm.weight";
  static final String HEAD = "lm_head.weight";
  static final String ATTENTION_NORM = "input_layernorm.weight";
  static final String ATTENTION_SUB_NORM = "self_attn.attn_sub_norm.weight";
  static final String FEED_FORWARD_NORM = "post_attention_layernorm.weight";
  static final String FEED_FORWARD_SUB_NORM = "mlp.ffn_sub_norm.weight";

  private HfNames() {}

  /// What is in front of the names of a layer.
  static String layer(int number) {
    return "model.layers." + number + ".";
  }

  /// The name of a linear in its layer, without `.weight` or `.weight_scale`.
  static String linear(LinearOp op) {
    return switch (op) {
      case ATTN_Q -> "self_attn.q_proj";
      case ATTN_K -> "self_attn.k_proj";
      case ATTN_V -> "self_attn.v_proj";
      case ATTN_OUTPUT -> "self_attn.o_proj";
      case FFN_GATE -> "mlp.gate_proj";
      case FFN_UP -> "mlp.up_proj";
      case FFN_DOWN -> "mlp.down_proj";
    };
  }
}
