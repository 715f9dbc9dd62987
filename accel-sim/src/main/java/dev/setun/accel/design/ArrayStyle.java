package dev.setun.accel.design;

import java.util.Locale;

/// How the PEs of a row are joined.
public enum ArrayStyle implements Labelled {
  /// Activations are broadcast to all rows; the products of a row meet in an adder tree.
  ADDER_TREE;

  @Override
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
