package dev.setun.accel.machine;

/// One counter for all busy cycles and one for each cause. They change at the end of the cycle that
/// they count.
final class CycleCounters {
  private final long[] cycles = new long[Cause.values().length];
  private long total;

  void clear() {
    java.util.Arrays.fill(cycles, 0);
    total = 0;
  }

  /// End of a busy cycle.
  void step(Cause cause) {
    cycles[cause.code()]++;
    total++;
  }

  long total() {
    return total;
  }

  long of(Cause cause) {
    return cycles[cause.code()];
  }

  CycleCounts counts() {
    return new CycleCounts(
        of(Cause.COMPUTE),
        of(Cause.FILL),
        of(Cause.DRAIN),
        of(Cause.WEIGHT_WAIT),
        of(Cause.ACTIVATION_WAIT),
        of(Cause.OUTPUT_BACKPRESSURE));
  }
}
