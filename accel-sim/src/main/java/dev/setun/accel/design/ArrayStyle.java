package dev.setun.accel.design;

/// How the PEs of a row are joined.
public enum ArrayStyle {
  /// Activations are broadcast to all rows; the products of a row meet in an adder tree.
  ADDER_TREE
}
