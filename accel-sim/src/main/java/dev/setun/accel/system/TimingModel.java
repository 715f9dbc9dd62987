package dev.setun.accel.system;

/// How the time of an operation was found.
public enum TimingModel {
  /// By the cycle-level machine, which the circuit equals in every cycle. The DRAM behind it is
  /// behavioural.
  CYCLE_EXACT("cycle-exact"),
  /// By a formula.
  BEHAVIOURAL("behavioural");

  private final String label;

  TimingModel(String label) {
    this.label = label;
  }

  /// The name in tables.
  public String label() {
    return label;
  }
}
