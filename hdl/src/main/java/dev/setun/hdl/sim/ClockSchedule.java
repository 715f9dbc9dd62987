package dev.setun.hdl.sim;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;

/// Which clocks rise when, for clocks of given periods that first rise after a whole period.
public final class ClockSchedule {
  private final SequencedMap<String, Long> periodsPs;
  private final Map<String, Long> nextPs = new LinkedHashMap<>();
  private long nowPs;

  /// @param periodsPs by the clock's name in the Verilog (`clk`, `rd_clk`), 1 ps or more
  /// @throws IllegalArgumentException if there is none or a period is not positive
  public ClockSchedule(SequencedMap<String, Long> periodsPs) {
    if (periodsPs.isEmpty()) {
      throw new IllegalArgumentException("clocks: expected one or more, found none");
    }
    this.periodsPs = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(periodsPs));
    periodsPs.forEach((clock, periodPs) -> {
      if (periodPs < 1) {
        throw new IllegalArgumentException(
            clock + ": expected a period of 1 ps or more, found " + periodPs);
      }
      nextPs.put(clock, periodPs);
    });
  }

  /// Time of the last edge that [#step] has made, in ps from the start.
  public long nowPs() {
    return nowPs;
  }

  /// Goes on to the next time at which a clock rises.
  ///
  /// @return the clocks that do
  public SequencedSet<String> next() {
    nowPs = Collections.min(nextPs.values());
    SequencedSet<String> rising = new LinkedHashSet<>();
    periodsPs.forEach((clock, periodPs) -> {
      if (nextPs.merge(clock, 0L, Long::sum) == nowPs) {
        rising.add(clock);
        nextPs.put(clock, nowPs + periodPs);
      }
    });
    return rising;
  }

  /// Lets the next edge or edges happen in a simulation.
  ///
  /// @return the clocks that rose
  public Set<String> step(Simulator simulator) {
    SequencedSet<String> rising = next();
    simulator.step(rising);
    return rising;
  }
}
