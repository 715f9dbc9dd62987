package dev.setun.accel.machine;

import dev.setun.accel.design.Design;

/// What surrounds the machine during a linear.
///
/// @param activations when activation beats are there
/// @param weights when weight beats are there
/// @param results when the receiver takes result beats
public record Environment(StreamSource activations, StreamSource weights, Pattern results) {
  /// Nothing ever waits for the environment.
  public static Environment unstalled() {
    return new Environment(new Pattern.Always(), new Pattern.Always(), new Pattern.Always());
  }

  /// The environment in a system: weights come from the design's DRAM, activations and results are
  /// exchanged with the vector unit's buffer, which never makes the machine wait.
  public static Environment ofSystem(Design design) {
    return new Environment(
        new Pattern.Always(), DramStream.ofWeights(design), new Pattern.Always());
  }
}
