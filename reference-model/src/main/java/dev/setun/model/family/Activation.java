package dev.setun.model.family;

/// What the gate of the feed-forward block goes through.
public enum Activation {
  /// ReLU squared.
  RELU2,
  /// x times its logistic function.
  SILU,
  /// GELU, in its tanh form.
  GELU
}
