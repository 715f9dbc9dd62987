package dev.setun.hdl.ir;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// A module inside another.
///
/// @param clocks for [Clock#MAIN] and each further clock of the module inside, the clock of the
///   module around that is connected
/// @param inputs what drives each input, by port name, in port order (clk and rst not among them)
/// @param outputs the net that each output drives, by port name, in port order
public record Instance(
    String name,
    ModuleDef module,
    Map<Clock, Clock> clocks,
    Map<String, Expr> inputs,
    Map<String, Net> outputs,
    Source source) {
  public Instance {
    clocks = Collections.unmodifiableMap(new LinkedHashMap<>(clocks));
    inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
  }

  /// The same instance of another module with the same ports.
  Instance of(ModuleDef other) {
    return new Instance(name, other, clocks, inputs, outputs, source);
  }

  /// The clock around that drives a clock of the module inside.
  public Clock outside(Clock inside) {
    return clocks.getOrDefault(inside, Clock.MAIN);
  }

  /// Whether anything inside needs this clock of the module around.
  public boolean uses(Clock outside) {
    return clocks.entrySet().stream()
        .anyMatch(entry ->
            entry.getValue().equals(outside)
                && (!entry.getKey().equals(Clock.MAIN) || module.clocked()));
  }

  /// Whether anything inside needs the reset of this clock of the module around.
  public boolean usesReset(Clock outside) {
    return clocks.entrySet().stream()
        .anyMatch(entry ->
            entry.getValue().equals(outside)
                && (!entry.getKey().equals(Clock.MAIN) || module.resettable()));
  }
}
