package dev.setun.workbench.golden;

import java.util.List;
import java.util.OptionalInt;

/// What one operation got and gave.
public sealed interface VectorSet permits LinearVectors, FloatVectors {
  /// The operation.
  GoldenOp op();

  /// Transformer layer, from 0; empty after the last.
  OptionalInt layer();

  /// The tokens that it is about.
  TokenRange tokens();

  /// `blk.LAYER.OP`, or `OP` where there is no layer.
  default String name() {
    String label = op().label();
    return layer().isPresent() ? "blk." + layer().getAsInt() + "." + label : label;
  }

  /// The arrays, operands first.
  List<GoldenArray> arrays();
}
