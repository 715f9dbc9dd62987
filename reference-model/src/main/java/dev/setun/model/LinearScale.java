package dev.setun.model;

/// What the integers of a ternary linear are multiplied by.
public sealed interface LinearScale {
  /// One scale: y = (acc / s) * alpha.
  ///
  /// @param alpha mean |W|
  record PerTensor(float alpha) implements LinearScale {}

  /// A scale for every 256 columns of every row, at least two of them different: y = (sum over the
  /// blocks of acc\[block\] * scale\[block\]) / s.
  record PerBlock(BlockScales scales) implements LinearScale {}
}
