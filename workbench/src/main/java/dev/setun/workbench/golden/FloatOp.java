package dev.setun.workbench.golden;

import java.util.Locale;

/// The binary32 operations around the ternary linears, in the order in which they are computed. The
/// softmax is inside [#ATTENTION].
public enum FloatOp implements GoldenOp {
  /// RMSNorm before the attention block.
  ATTN_NORM,
  /// Rotary embedding of the queries.
  ROPE_Q,
  /// Rotary embedding of the keys.
  ROPE_K,
  /// softmax(q k^T / sqrt(head size)) v.
  ATTENTION,
  /// RMSNorm before the output projection.
  ATTN_SUB_NORM,
  /// Residual addition of the attention block.
  ATTN_ADD,
  /// RMSNorm before the feed-forward block.
  FFN_NORM,
  /// relu(gate)^2 * up.
  RELU_SQUARED,
  /// RMSNorm before the down projection.
  FFN_SUB_NORM,
  /// Residual addition of the feed-forward block.
  FFN_ADD,
  /// RMSNorm after the last layer.
  OUTPUT_NORM,
  /// The head: one logit a token id.
  LOGITS;

  @Override
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public boolean inLayers() {
    return this != OUTPUT_NORM && this != LOGITS;
  }
}
