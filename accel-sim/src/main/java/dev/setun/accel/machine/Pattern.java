package dev.setun.accel.machine;

import dev.setun.traces.InputException;

/// A willingness that does not depend on the machine: for sources (valid) and for the receiver of
/// the results (ready).
public sealed interface Pattern extends StreamSource {
  /// Willing in every cycle.
  record Always() implements Pattern {}

  /// Willing in each cycle with a probability, independently, by the generator of
  /// `java.util.Random`, whose algorithm is specified.
  ///
  /// @param seed seed of the generator
  /// @param probability more than 0, at most 1
  record RandomGate(long seed, double probability) implements Pattern {
    public RandomGate {
      if (!(probability > 0 && probability <= 1)) {
        throw new InputException(
            "random pattern",
            "probability: expected more than 0 and at most 1, found " + probability);
      }
    }
  }

  /// `on` cycles willing, then `off` cycles not, over and over.
  ///
  /// @param on at least 1
  /// @param off at least 0
  /// @param phase cycles of the pattern that are over when the linear starts, 0..on + off - 1
  record Bursts(int on, int off, int phase) implements Pattern {
    public Bursts {
      if (on < 1 || off < 0 || phase < 0 || phase >= Math.addExact(on, off)) {
        throw new InputException(
            "burst pattern",
            "expected on of at least 1, off of at least 0 and phase in 0..on + off - 1, found "
                + on
                + ", "
                + off
                + ", "
                + phase);
      }
    }
  }
}
