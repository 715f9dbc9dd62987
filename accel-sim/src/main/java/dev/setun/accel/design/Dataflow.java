package dev.setun.accel.design;

/// Which operand stays in the array.
public enum Dataflow {
  /// The accumulators stay until a result is complete; weights stream.
  OUTPUT_STATIONARY
}
