package dev.setun.verilog;

/// A defect put into the circuit on purpose, to show that a cross-check finds it. It is in the
/// simulated circuit and in the emitted Verilog alike.
public enum CircuitFault {
  /// No defect.
  NONE,
  /// The wires of the last activation lane are cut: it is always 0. Values are wrong, cycles are
  /// not.
  CUT_LANE,
  /// `done` comes a cycle late. Cycles are wrong, values are not.
  LATE_DONE,
  /// Cycles of the cause FILL are shown and counted as ACTIVATION_WAIT.
  WRONG_CAUSE
}
