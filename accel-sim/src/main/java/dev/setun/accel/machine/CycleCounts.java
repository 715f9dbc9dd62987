package dev.setun.accel.machine;

/// Busy cycles by cause. Their sum is the time of the linear.
public record CycleCounts(
    long compute,
    long fill,
    long drain,
    long weightWait,
    long activationWait,
    long outputBackpressure) {

  /// The cycles of one cause; 0 for [Cause#NONE], which is no busy cycle.
  public long of(Cause cause) {
    return switch (cause) {
      case NONE -> 0;
      case COMPUTE -> compute;
      case FILL -> fill;
      case DRAIN -> drain;
      case WEIGHT_WAIT -> weightWait;
      case ACTIVATION_WAIT -> activationWait;
      case OUTPUT_BACKPRESSURE -> outputBackpressure;
    };
  }

  /// All busy cycles.
  public long total() {
    return compute + fill + drain + weightWait + activationWait + outputBackpressure;
  }
}
