package dev.setun.workbench.golden;

import dev.setun.model.Activation;
import dev.setun.model.Model;
import java.util.Arrays;
import java.util.List;
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
  /// (gate / (1 + e^-gate)) * up.
  SILU_GATED,
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

  /// The ops that a model has, in the order in which they are computed.
  public static List<FloatOp> of(Model model) {
    return Arrays.stream(values()).filter(op -> op.isIn(model)).toList();
  }

  /// Whether a model has this op: there are models without sub-norms, and one activation is not the
  /// other's.
  boolean isIn(Model model) {
    Model.Layer layer = model.layers().getFirst();
    return switch (this) {
      case ATTN_SUB_NORM -> layer.attentionSubNorm().isPresent();
      case FFN_SUB_NORM -> layer.feedForwardSubNorm().isPresent();
      case RELU_SQUARED -> model.config().activation() == Activation.RELU_SQUARED;
      case SILU_GATED -> model.config().activation() == Activation.SILU;
      case ATTN_NORM, ROPE_Q, ROPE_K, ATTENTION, ATTN_ADD, FFN_NORM, FFN_ADD, OUTPUT_NORM, LOGITS ->
          true;
    };
  }

  @Override
  public boolean inLayers() {
    return this != OUTPUT_NORM && this != LOGITS;
  }
}
