package dev.setun.model.inference;

/// What a layer computes between its linears and an [Observer] can see; the rest follows from the
/// accumulators of the linears.
public enum Intermediate {
  /// Queries after the rotary embedding, tokens x heads x head size.
  QUERIES,
  /// Keys after the rotary embedding, tokens x key/value heads x head size.
  KEYS,
  /// The result of attention, tokens x heads x head size.
  ATTENDED,
  /// The residual stream after the attention block, tokens x hidden.
  AFTER_ATTENTION,
  /// activation(gate) * up, tokens x feed-forward width.
  GATED
}
