package dev.setun.accel.machine;

/// Sees every port in every cycle of a linear, from the cycle of `start` to the cycle of `done`.
@FunctionalInterface
public interface PortListener {
  /// One cycle.
  ///
  /// @param cycle 0 in the cycle of `start`
  /// @param ports valid until this returns
  void cycle(long cycle, PortSample ports);
}
