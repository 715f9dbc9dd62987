package dev.setun.hdl.ir;

import dev.setun.hdl.Port;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One module of a design, in the order of its declarations.
///
/// @param name the name in the Verilog
/// @param description one line for a reader of the Verilog
/// @param external present if it was written elsewhere: what is inside is then only a model of it
/// @param clocked whether it has a port `clk`: it or a module inside it has state
/// @param resettable whether it has a port `rst`: it or a module inside it has a register with
///   reset
/// @param clocking its further clocks, and the clocks of its ports
/// @param ports the input and output nets, without clocks and resets
/// @param nets every net, ports included
/// @param properties what the module asserts, assumes and covers
/// @param combinational for each output the inputs it depends on within a cycle
public record ModuleDef(
    String name,
    String description,
    Optional<External> external,
    boolean clocked,
    boolean resettable,
    Clocking clocking,
    List<Net> ports,
    List<Net> nets,
    List<Assign> assigns,
    List<Register> registers,
    List<Memory> memories,
    List<Instance> instances,
    List<Property> properties,
    Map<String, Set<String>> combinational) {
  public ModuleDef {
    ports = List.copyOf(ports);
    nets = List.copyOf(nets);
    assigns = List.copyOf(assigns);
    registers = List.copyOf(registers);
    memories = List.copyOf(memories);
    instances = List.copyOf(instances);
    properties = List.copyOf(properties);
    combinational = Collections.unmodifiableMap(new LinkedHashMap<>(combinational));
  }

  /// Whether it has an input for the reset of this clock.
  public boolean resettable(Clock clock) {
    return clock.equals(Clock.MAIN) ? resettable : clocking.clocks().contains(clock);
  }

  /// The clocks that it has inputs for.
  public List<Clock> clocks() {
    List<Clock> clocks = new ArrayList<>();
    if (clocked || resettable) {
      clocks.add(Clock.MAIN);
    }
    clocks.addAll(clocking.clocks());
    return clocks;
  }

  /// Where a net was declared; for a name that is no net of this module, an unknown place.
  public Source source(String net) {
    return nets.stream()
        .filter(candidate -> candidate.name().equals(net))
        .findFirst()
        .map(Net::source)
        .orElse(new Source("unknown", 0, "unknown"));
  }

  /// The same as the outermost module of a design, which always has a clock and a reset.
  public ModuleDef asTop() {
    return new ModuleDef(
        name,
        description,
        external,
        true,
        true,
        clocking,
        ports,
        nets,
        assigns,
        registers,
        memories,
        instances,
        properties,
        combinational);
  }

  /// The same without properties, and with other modules inside.
  ///
  /// @param silent for each module inside the one that takes its place
  ModuleDef withoutProperties(Map<ModuleDef, ModuleDef> silent) {
    List<Instance> inside =
        instances.stream()
            .map(instance -> instance.of(silent.getOrDefault(instance.module(), instance.module())))
            .toList();
    return new ModuleDef(
        name,
        description,
        external,
        clocked,
        resettable,
        clocking,
        ports,
        nets,
        assigns,
        registers,
        memories,
        inside,
        List.of(),
        combinational);
  }

  /// The port of a net.
  static Port port(Net net) {
    return new Port(
        net.name(),
        net.kind() == Net.Kind.INPUT ? Port.Direction.INPUT : Port.Direction.OUTPUT,
        net.width(),
        net.signed());
  }
}
