package dev.setun.accel.machine;

/// The far side of a stream into the machine: offers beats in order, keeps an offered beat until it
/// has passed.
final class SourcePort {
  /// Writes the data of a beat.
  interface Beats {
    void beat(long index, long[] into);
  }

  private final Gate gate;
  private final long beats;
  private final Beats data;
  private final long[] current;
  private long passed;
  private long loaded = -1;
  private boolean valid;

  /// @param beats number of beats of the linear
  /// @param words longs of a beat, 0 to carry no data
  SourcePort(StreamSource source, long beats, Beats data, int words) {
    this.gate = Gate.of(source);
    this.beats = beats;
    this.data = data;
    this.current = new long[words];
  }

  /// Start of a cycle: whether a beat is offered in it.
  boolean offer() {
    if (passed == beats) {
      return false;
    }
    valid |= gate.open();
    return valid;
  }

  /// The data of the offered beat; not copied.
  long[] data() {
    if (loaded != passed && current.length > 0) {
      data.beat(passed, current);
      loaded = passed;
    }
    return current;
  }

  /// End of a cycle in which the offered beat passed.
  void pass() {
    passed++;
    valid = false;
    gate.passed();
  }

  /// Beats that have passed.
  long passed() {
    return passed;
  }
}
