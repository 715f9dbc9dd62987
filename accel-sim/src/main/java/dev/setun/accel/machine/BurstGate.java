package dev.setun.accel.machine;

/// The position in a burst pattern.
final class BurstGate implements Gate {
  private final int on;
  private final int period;
  private int position;

  BurstGate(Pattern.Bursts bursts) {
    this.on = bursts.on();
    this.period = bursts.on() + bursts.off();
    this.position = bursts.phase();
  }

  @Override
  public boolean open() {
    boolean open = position < on;
    position = position + 1 == period ? 0 : position + 1;
    return open;
  }
}
