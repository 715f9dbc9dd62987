package dev.setun.accel.machine;

/// The read queue of the memory controller during one [DramStream].
final class DramQueue implements Gate {
  private final DramStream stream;
  private long latencyLeft;
  private long credit;
  private long held;

  DramQueue(DramStream stream) {
    this.stream = stream;
    this.latencyLeft = stream.latencyCycles();
    this.credit = Math.max(0, stream.creditPerBeat() - stream.creditPerCycle());
  }

  @Override
  public boolean open() {
    if (latencyLeft > 0) {
      latencyLeft--;
      return false;
    }
    credit += stream.creditPerCycle();
    while (credit >= stream.creditPerBeat() && held < stream.queueBeats()) {
      credit -= stream.creditPerBeat();
      held++;
    }
    if (credit >= stream.creditPerBeat()) {
      credit %= stream.creditPerBeat();
    }
    return held > 0;
  }

  @Override
  public void passed() {
    held--;
  }
}
