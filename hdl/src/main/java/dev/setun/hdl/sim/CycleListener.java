package dev.setun.hdl.sim;

/// Told of every cycle of a simulation.
@FunctionalInterface
public interface CycleListener {
  /// The signals of a cycle have settled and the clock is about to rise.
  ///
  /// @param cycle edges since the simulator was made
  void settled(long cycle, Simulator simulator);
}
