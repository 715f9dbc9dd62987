package dev.setun.hdl.ir;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// A module inside another.
///
/// @param inputs what drives each input, by port name, in port order (clk and rst not among them)
/// @param outputs the net that each output drives, by port name, in port order
public record Instance(
    String name,
    ModuleDef module,
    Map<String, Expr> inputs,
    Map<String, Net> outputs,
    Source source) {
  public Instance {
    inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
  }
}
