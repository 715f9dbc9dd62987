package dev.setun.hdl.sim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;

/// Counts how often the bits of each signal change from one cycle to the next: the switching
/// activity that dynamic power depends on. What a signal does within a cycle before it settles is
/// not counted, as this is a simulation by cycles; nor are the clocks, which change twice in each.
///
/// Attach it with [Simulator#listen].
public final class ToggleCounter implements CycleListener {
  /// A signal, its words in the cycle before, its toggles so far.
  private static final class Counted {
    private final Probe probe;
    private final long[] last;
    private long toggles;

    Counted(Probe probe) {
      this.probe = probe;
      this.last = new long[probe.words()];
    }

    void look(boolean first) {
      for (int word = 0; word < last.length; word++) {
        long now = probe.word(word);
        toggles += first ? 0 : Long.bitCount(now ^ last[word]);
        last[word] = now;
      }
    }
  }

  private final List<Counted> signals = new ArrayList<>();
  private long cycles;

  /// Counts every signal of a simulation.
  public ToggleCounter(Simulator simulator) {
    simulator.paths().forEach(path -> signals.add(new Counted(simulator.probe(path))));
  }

  @Override
  public void settled(long cycle, Simulator simulator) {
    for (Counted signal : signals) {
      signal.look(cycles == 0);
    }
    cycles++;
  }

  /// Cycles looked at; there is one transition less.
  public long cycles() {
    return cycles;
  }

  /// Bit changes of each signal over all transitions, by its path (`row_0.sum`), in the order of
  /// the paths.
  public SequencedMap<String, Long> toggles() {
    SequencedMap<String, Long> toggles = new TreeMap<>();
    signals.forEach(signal -> toggles.put(signal.probe.path(), signal.toggles));
    return Collections.unmodifiableSequencedMap(toggles);
  }

  /// Bit changes of each signal as a share of its bits and the transitions, 0 to 1; 0 before the
  /// second cycle.
  public SequencedMap<String, Double> activity() {
    SequencedMap<String, Double> activity = new TreeMap<>();
    for (Counted signal : signals) {
      double chances = (double) Math.max(cycles - 1, 1) * signal.probe.width();
      activity.put(signal.probe.path(), signal.toggles / chances);
    }
    return Collections.unmodifiableSequencedMap(activity);
  }
}
