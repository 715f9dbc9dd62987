package dev.setun.model;

/// The seven ternary linears of a transformer layer, in the order in which they are computed.
public enum LinearOp {
  /// Query projection.
  ATTN_Q("attn_q"),
  /// Key projection.
  ATTN_K("attn_k"),
  /// Value projection.
  ATTN_V("attn_v"),
  /// Output projection of the attention block.
  ATTN_OUTPUT("attn_output"),
  /// Gate projection of the feed-forward block.
  FFN_GATE("ffn_gate"),
  /// Up projection of the feed-forward block.
  FFN_UP("ffn_up"),
  /// Down projection of the feed-forward block.
  FFN_DOWN("ffn_down");

  private final String label;

  LinearOp(String label) {
    this.label = label;
  }

  /// The name used in files and on the command line, as GGUF names the tensor.
  public String label() {
    return label;
  }
}
