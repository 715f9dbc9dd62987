package dev.setun.hdl;

import dev.setun.hdl.ir.Clock;
import dev.setun.hdl.ir.Clocking;
import dev.setun.hdl.ir.Expr;
import dev.setun.hdl.ir.Instance;
import dev.setun.hdl.ir.Memory;
import dev.setun.hdl.ir.MemoryDecl;
import dev.setun.hdl.ir.ModuleDef;
import dev.setun.hdl.ir.Net;
import dev.setun.hdl.ir.Property;
import dev.setun.hdl.ir.Register;
import dev.setun.hdl.ir.Source;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds values that get from one clock to another, or from no clock to one, without saying so.
///
/// A net changes with the clocks of all registers and ports it is computed from. What a register, a
/// write to a memory, a property, a port or an input of an instance takes must change with its own
/// clock only. A synchroniser's first register and what [Circuit#crossing] names are let through.
final class ClockCrossings {
  private record Step(Net net, Clock clock) {}

  private final CircuitBuilder builder;
  private final ModuleDef module;
  private final Map<Net, Expr> drivers;
  private final Map<Net, Clock> known = new IdentityHashMap<>();
  private final Map<MemoryDecl, List<Memory.Write>> writes = new IdentityHashMap<>();

  ClockCrossings(CircuitBuilder builder, ModuleDef module, Map<Net, Expr> drivers) {
    this.builder = builder;
    this.module = module;
    this.drivers = drivers;
    for (Net port : module.ports()) {
      if (port.kind() == Net.Kind.INPUT) {
        known.put(port, module.clocking().ofPort(port.name()));
      }
    }
    module.registers().forEach(register -> known.put(register.net(), register.clock()));
    for (Instance instance : module.instances()) {
      instance
          .outputs()
          .forEach((port, net) -> {
            Clock inside = instance.module().clocking().ofPort(port);
            known.put(net, inside.equals(Clock.NONE) ? Clock.NONE : instance.outside(inside));
          });
    }
    module.memories().forEach(memory -> writes.put(memory.decl(), memory.writes()));
    known.putAll(builder.crossings);
  }

  /// @throws HdlException at the first crossing that nothing allows
  void check() {
    if (module.clocking().equals(Clocking.ONE)
        && module.instances().stream().allMatch(ClockCrossings::keepsToMain)) {
      return;
    }
    for (Register register : module.registers()) {
      if (!register.synchronises()) {
        check(
            register.next(),
            register.clock(),
            "register " + register.net().name(),
            register.net().source());
      }
    }
    for (Memory memory : module.memories()) {
      for (Memory.Write write : memory.writes()) {
        for (Expr value : List.of(write.enable(), write.address(), write.data())) {
          check(
              value,
              write.clock(),
              "a write to memory " + memory.decl().name(),
              memory.decl().source());
        }
      }
    }
    for (Property property : module.properties()) {
      check(
          new Expr.Ref(property.condition()),
          property.clock(),
          "property " + property.name(),
          property.source());
    }
    checkPorts();
    module.instances().forEach(this::check);
  }

  private static boolean keepsToMain(Instance instance) {
    return instance.module().clocking().equals(Clocking.ONE)
        && instance.outside(Clock.MAIN).equals(Clock.MAIN);
  }

  private void checkPorts() {
    for (Net port : module.ports()) {
      Expr driver = drivers.get(port);
      Clock clock = module.clocking().ofPort(port.name());
      if (port.kind() == Net.Kind.OUTPUT && driver != null && !clock.equals(Clock.NONE)) {
        check(driver, clock, "output " + port.name(), port.source());
      }
    }
  }

  private void check(Instance instance) {
    instance
        .inputs()
        .forEach((port, value) -> {
          Clock inside = instance.module().clocking().ofPort(port);
          if (!inside.equals(Clock.NONE)) {
            check(
                value,
                instance.outside(inside),
                "input " + instance.name() + "." + port,
                instance.source());
          }
        });
  }

  private void check(Expr value, Clock clock, String user, Source source) {
    find(value, clock, Collections.newSetFromMap(new IdentityHashMap<>()))
        .ifPresent(path -> {
          Step origin = path.getFirst();
          StringBuilder text = new StringBuilder();
          path.forEach(step -> text.append(step.net().name()).append(" -> "));
          throw Errors.at(
              user
                  + " keeps to "
                  + clock
                  + ", but takes a value of "
                  + origin.clock()
                  + " without a synchroniser: "
                  + text
                  + user.substring(user.lastIndexOf(' ') + 1),
              source);
        });
  }

  /// The way from a net of another clock to a value, if there is one.
  private Optional<List<Step>> find(Expr value, Clock clock, Set<Object> visited) {
    if (!visited.add(value)) {
      return Optional.empty();
    }
    if (value instanceof Expr.Ref(Net net)) {
      return find(net, clock, visited);
    }
    List<Expr> operands = new ArrayList<>(value.operands());
    if (value instanceof Expr.Read read) {
      for (Memory.Write write : writes.getOrDefault(read.memory(), List.of())) {
        if (!write.clock().equals(clock)) {
          return Optional.of(List.of(new Step(word(read.memory()), write.clock())));
        }
      }
    }
    for (Expr operand : operands) {
      Optional<List<Step>> found = find(operand, clock, visited);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<List<Step>> find(Net net, Clock clock, Set<Object> visited) {
    Clock own = known.get(net);
    if (own != null) {
      return own.equals(clock) ? Optional.empty() : Optional.of(List.of(new Step(net, own)));
    }
    Expr driver = drivers.get(net);
    if (driver == null || !visited.add(net)) {
      return Optional.empty();
    }
    return find(driver, clock, visited)
        .map(path -> {
          List<Step> longer = new ArrayList<>(path);
          longer.add(new Step(net, clock));
          return longer;
        });
  }

  private static Net word(MemoryDecl memory) {
    return new Net(
        memory.name(), memory.width(), memory.signed(), Net.Kind.REGISTER, memory.source());
  }
}
