package dev.setun.hdl.ir;

import dev.setun.hdl.Port;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An elaborated design: checked, immutable.
///
/// @param top the outermost module; it always has `clk` and `rst`
/// @param modules every module once, each after the modules inside it, the top last
public record Design(ModuleDef top, List<ModuleDef> modules) {
  public Design {
    modules = List.copyOf(modules);
  }

  /// The ports of the top as Verilog shows them: `clk`, `rst`, further clocks and resets, then the
  /// declared ones in order.
  public List<Port> ports() {
    List<Port> ports = new ArrayList<>();
    for (Clock clock : top.clocks()) {
      ports.add(new Port(clock.clockPort(), Port.Direction.INPUT, 1, false));
      ports.add(new Port(clock.resetPort(), Port.Direction.INPUT, 1, false));
    }
    top.ports().forEach(net -> ports.add(ModuleDef.port(net)));
    return List.copyOf(ports);
  }

  /// The same design, of which nothing is asserted, assumed or covered.
  public Design withoutProperties() {
    Map<ModuleDef, ModuleDef> silent = new LinkedHashMap<>();
    for (ModuleDef module : modules) {
      silent.put(module, module.withoutProperties(silent));
    }
    List<ModuleDef> all = List.copyOf(silent.values());
    return new Design(all.getLast(), all);
  }
}
