package dev.setun.accel.machine;

/// When a linear was done and what passed on its streams.
///
/// @param cycles busy cycles by cause
/// @param activationBeats words of L int8 that passed
/// @param weightBeats beats of B bits that passed
/// @param resultBeats beats of P int32 that passed
public record LinearTiming(
    LinearShape shape,
    CycleCounts cycles,
    long activationBeats,
    long weightBeats,
    long resultBeats) {

  /// Busy cycles: from the cycle after `start` to the cycle of the last result beat.
  public long totalCycles() {
    return cycles.total();
  }
}
