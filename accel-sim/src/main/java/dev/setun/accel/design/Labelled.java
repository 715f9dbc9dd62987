package dev.setun.accel.design;

/// A choice that design files write as one word.
public sealed interface Labelled
    permits ArrayStyle, Dataflow, DramKind, Packing, PeSpec, ProcessNode {
  /// The word, in lower case with dashes, for example `output-stationary`.
  String label();
}
