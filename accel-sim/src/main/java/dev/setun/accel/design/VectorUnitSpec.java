package dev.setun.accel.design;

/// The unit that computes everything that is not a ternary linear: norms, quantisation, rotary
/// embedding, attention, activation function, residual adds, the head. Behavioural: it has a rate,
/// not a circuit, and reports say so.
///
/// @param lanes binary32 operations per cycle, 1..4096
/// @param startupCycles cycles before the first result of each vector operation, 0..10000
public record VectorUnitSpec(int lanes, int startupCycles) {
  public VectorUnitSpec {
    Check.range("vectorUnit.lanes", lanes, 1, 4096);
    Check.range("vectorUnit.startupCycles", startupCycles, 0, 10_000);
  }
}
