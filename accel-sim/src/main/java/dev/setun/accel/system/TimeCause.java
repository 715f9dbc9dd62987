package dev.setun.accel.system;

import dev.setun.accel.machine.Cause;
import java.util.Locale;

/// Why a cycle of a whole token was spent. Every cycle has exactly one.
public enum TimeCause {
  /// The cycle in which a ternary linear is started; the machine is not yet busy.
  START,
  /// See [Cause#COMPUTE].
  COMPUTE,
  /// See [Cause#FILL].
  FILL,
  /// See [Cause#DRAIN].
  DRAIN,
  /// See [Cause#WEIGHT_WAIT].
  WEIGHT_WAIT,
  /// See [Cause#ACTIVATION_WAIT].
  ACTIVATION_WAIT,
  /// See [Cause#OUTPUT_BACKPRESSURE].
  OUTPUT_BACKPRESSURE,
  /// The vector unit computes, its start-up included.
  VECTOR_UNIT,
  /// The vector unit waits for DRAM.
  VECTOR_MEMORY_WAIT;

  /// The cause of a busy cycle of the machine.
  ///
  /// @throws IllegalArgumentException for [Cause#NONE]
  static TimeCause of(Cause cause) {
    return switch (cause) {
      case NONE -> throw new IllegalArgumentException("a cycle that is not busy has no cause");
      case COMPUTE -> COMPUTE;
      case FILL -> FILL;
      case DRAIN -> DRAIN;
      case WEIGHT_WAIT -> WEIGHT_WAIT;
      case ACTIVATION_WAIT -> ACTIVATION_WAIT;
      case OUTPUT_BACKPRESSURE -> OUTPUT_BACKPRESSURE;
    };
  }

  /// The name in tables and JSON, for example `weight_wait`.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
