package dev.setun.model.family;

/// The linears of a published model.
public enum Weights {
  /// -1, 0 or +1 times one scale.
  TERNARY,
  /// 16-bit floating point.
  FP16
}
