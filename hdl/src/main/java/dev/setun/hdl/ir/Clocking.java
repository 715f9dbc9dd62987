package dev.setun.hdl.ir;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The clocks of a module besides [Clock#MAIN], and which clock each of its ports keeps to.
///
/// @param clocks in the order of their declaration; each has both of its inputs
/// @param ports the clock of each port whose clock is not [Clock#MAIN]; [Clock#NONE] for an
///   asynchronous input
public record Clocking(List<Clock> clocks, Map<String, Clock> ports) {
  /// A module with one clock.
  public static final Clocking ONE = new Clocking(List.of(), Map.of());

  public Clocking {
    clocks = List.copyOf(clocks);
    ports = Collections.unmodifiableMap(new LinkedHashMap<>(ports));
  }

  /// The clock that a port keeps to.
  public Clock ofPort(String port) {
    return ports.getOrDefault(port, Clock.MAIN);
  }
}
