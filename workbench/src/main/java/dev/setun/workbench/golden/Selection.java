package dev.setun.workbench.golden;

import java.util.List;

/// What vectors are wanted of.
///
/// @param layers from 0; empty if no op is in a layer
public record Selection(List<GoldenOp> ops, List<Integer> layers, TokenRange tokens) {
  public Selection {
    ops = List.copyOf(ops);
    layers = List.copyOf(layers);
  }

  /// Whether the logits of more than the last token are needed.
  boolean allLogits() {
    return ops.contains(FloatOp.LOGITS) && tokens.count() > 1;
  }
}
