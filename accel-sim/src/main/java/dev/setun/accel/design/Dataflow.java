package dev.setun.accel.design;

import java.util.Locale;

/// Which operand stays in the array.
public enum Dataflow implements Labelled {
  /// The accumulators stay until a result is complete; weights stream.
  OUTPUT_STATIONARY;

  @Override
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
