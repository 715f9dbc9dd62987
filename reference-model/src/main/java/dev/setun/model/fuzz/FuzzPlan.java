package dev.setun.model.fuzz;

/// What to run.
///
/// @param inputs how many inputs in all, at least 1
/// @param seed of the random numbers; the same plan gives the same counts
/// @param threads how many at a time, at least 1; inputs are shared out evenly
public record FuzzPlan(long inputs, long seed, int threads) {
  public FuzzPlan {
    if (inputs < 1 || threads < 1) {
      throw new IllegalArgumentException(
          "expected inputs and threads >= 1, found " + inputs + " and " + threads);
    }
  }
}
