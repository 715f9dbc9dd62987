package dev.setun.accel.system;

import dev.setun.accel.machine.Cause;
import dev.setun.accel.machine.CycleCounts;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/// Cycles split by cause.
///
/// @param cycles by cause, each at least 0; causes that are not listed took no cycle
public record CyclesByCause(Map<TimeCause, Long> cycles) {
  public CyclesByCause {
    EnumMap<TimeCause, Long> copy = new EnumMap<>(TimeCause.class);
    copy.putAll(cycles);
    cycles = Collections.unmodifiableMap(copy);
  }

  /// No cycles.
  public static CyclesByCause none() {
    return new CyclesByCause(Map.of());
  }

  /// A ternary linear: the cycle of `start`, then the busy cycles.
  static CyclesByCause ofLinear(CycleCounts counts) {
    EnumMap<TimeCause, Long> cycles = new EnumMap<>(TimeCause.class);
    cycles.put(TimeCause.START, 1L);
    for (Cause cause : Cause.values()) {
      if (cause != Cause.NONE) {
        cycles.put(TimeCause.of(cause), counts.of(cause));
      }
    }
    return new CyclesByCause(cycles);
  }

  /// The cycles of one cause.
  public long of(TimeCause cause) {
    return cycles.getOrDefault(cause, 0L);
  }

  /// All cycles.
  public long total() {
    return cycles.values().stream().mapToLong(Long::longValue).sum();
  }

  /// Both, one after the other.
  public CyclesByCause plus(CyclesByCause other) {
    EnumMap<TimeCause, Long> sum = new EnumMap<>(TimeCause.class);
    sum.putAll(cycles);
    other.cycles.forEach((cause, count) -> sum.merge(cause, count, Math::addExact));
    return new CyclesByCause(sum);
  }
}
