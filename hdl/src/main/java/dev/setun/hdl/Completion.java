package dev.setun.hdl;

import dev.setun.hdl.ir.Assign;
import dev.setun.hdl.ir.Clock;
import dev.setun.hdl.ir.Clocking;
import dev.setun.hdl.ir.Expr;
import dev.setun.hdl.ir.External;
import dev.setun.hdl.ir.Instance;
import dev.setun.hdl.ir.Memory;
import dev.setun.hdl.ir.MemoryDecl;
import dev.setun.hdl.ir.ModuleDef;
import dev.setun.hdl.ir.Net;
import dev.setun.hdl.ir.Register;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Turns what a module declared and drove into its definition, and checks that everything has a
/// driver and belongs here.
final class Completion {
  private final CircuitBuilder builder;
  private final Map<Net, Expr> drivers = new IdentityHashMap<>();
  private final Set<Net> own = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<Net> read = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<Expr> visited = Collections.newSetFromMap(new IdentityHashMap<>());

  Completion(CircuitBuilder builder) {
    this.builder = builder;
  }

  ModuleDef complete(String name, String description, Optional<External> external, boolean top) {
    findDrivers();
    checkReads();
    CombinationalPaths paths = new CombinationalPaths(builder, drivers);
    Map<String, Set<String>> combinational = paths.inputsOfOutputs();
    List<Assign> assigns = new ArrayList<>();
    List<Net> nets = new ArrayList<>();
    Set<Net> pins = unreadPins();
    for (Driven driven : builder.nets) {
      Net net = driven.net();
      if (!pins.contains(net)) {
        nets.add(net);
        boolean assigned = net.kind() == Net.Kind.WIRE || net.kind() == Net.Kind.OUTPUT;
        if (assigned) {
          assigns.add(new Assign(net, driver(net)));
        }
      }
    }
    List<Register> registers = registers();
    List<Memory> memories = builder.memories.stream().map(this::memory).toList();
    List<Instance> instances = builder.instances.stream().map(i -> instance(i, pins)).toList();
    boolean clocked =
        top
            || registers.stream().anyMatch(r -> r.clock().equals(Clock.MAIN))
            || builder.writes.stream().anyMatch(w -> w.clock().equals(Clock.MAIN))
            || instances.stream().anyMatch(i -> i.uses(Clock.MAIN));
    boolean resettable =
        top
            || registers.stream()
                .anyMatch(r -> r.clock().equals(Clock.MAIN) && r.reset().isPresent())
            || instances.stream().anyMatch(i -> i.usesReset(Clock.MAIN));
    ModuleDef definition =
        new ModuleDef(
            name,
            description,
            external,
            clocked,
            resettable,
            new Clocking(builder.clocks, builder.portClocks),
            builder.ports,
            nets,
            assigns,
            registers,
            memories,
            instances,
            builder.properties,
            combinational);
    new ClockCrossings(builder, definition, drivers).check();
    return definition;
  }

  private void findDrivers() {
    for (Driven driven : builder.nets) {
      Net net = driven.net();
      own.add(net);
      if (net.kind() == Net.Kind.INPUT || net.kind() == Net.Kind.INSTANCE_OUTPUT) {
        continue;
      }
      if (builder.firstDrive(driven).isEmpty()) {
        throw Errors.at(driven.label() + ": nothing drives this " + what(driven), net.source());
      }
      Optional<Expr> driver = builder.driver(driven);
      if (driver.isEmpty()) {
        throw Errors.at(
            driven.label()
                + ": this "
                + what(driven)
                + " is driven only under some conditions; drive a default before them or an otherwise",
            net.source());
      }
      drivers.put(net, driver.get());
    }
  }

  private static String what(Driven driven) {
    return switch (driven.net().kind()) {
      case OUTPUT -> "output";
      case REGISTER -> "register";
      case WIRE -> driven.label().contains(".") ? "input of an instance" : "wire";
      case INPUT, INSTANCE_OUTPUT -> "net";
    };
  }

  private void checkReads() {
    builder.nets.forEach(driven -> {
      Expr driver = drivers.get(driven.net());
      if (driver != null) {
        checkReads(driver, driven.label(), driven.net());
      }
    });
    for (CircuitBuilder.PendingWrite write : builder.writes) {
      for (Expr expr : List.of(write.enable(), write.address(), write.data())) {
        checkReads(expr, write.memory().name(), expr);
      }
    }
  }

  private void checkReads(Expr expr, String user, Object target) {
    if (!visited.add(expr)) {
      return;
    }
    if (expr instanceof Expr.Ref(Net net)) {
      read.add(net);
      if (!own.contains(net)) {
        throw Errors.at(
            user + ": uses " + net.name() + " of another module, declared at " + net.source());
      }
    }
    if (expr instanceof Expr.Read(MemoryDecl memory, Expr _)
        && builder.memories.stream().noneMatch(mine -> mine == memory)) {
      throw Errors.at(user + ": reads memory " + memory.name() + " of another module");
    }
    expr.operands().forEach(operand -> checkReads(operand, user, target));
  }

  /// Inputs of instances that nothing here reads need no net of their own.
  private Set<Net> unreadPins() {
    Set<Net> pins = Collections.newSetFromMap(new IdentityHashMap<>());
    for (CircuitBuilder.PendingInstance instance : builder.instances) {
      for (Driven input : instance.inputs().values()) {
        if (!read.contains(input.net())) {
          pins.add(input.net());
        }
      }
    }
    return pins;
  }

  private Expr driver(Net net) {
    Expr driver = drivers.get(net);
    if (driver == null) {
      throw new IllegalStateException("no driver of " + net);
    }
    return driver;
  }

  private List<Register> registers() {
    List<Register> registers = new ArrayList<>();
    builder.registers.forEach((driven, register) -> {
      Net net = driven.net();
      registers.add(
          new Register(
              net, register.clock(), register.reset(), driver(net), register.synchronises()));
    });
    return registers;
  }

  private Memory memory(MemoryDecl decl) {
    return new Memory(
        decl,
        builder.writes.stream()
            .filter(write -> write.memory() == decl)
            .map(write ->
                new Memory.Write(write.clock(), write.enable(), write.address(), write.data()))
            .toList());
  }

  private Instance instance(CircuitBuilder.PendingInstance pending, Set<Net> pins) {
    Map<String, Expr> inputs = new LinkedHashMap<>();
    pending
        .inputs()
        .forEach((port, pin) ->
            inputs.put(
                port, pins.contains(pin.net()) ? driver(pin.net()) : new Expr.Ref(pin.net())));
    Map<Clock, Clock> clocks = new LinkedHashMap<>();
    clocks.put(Clock.MAIN, pending.clock());
    pending.pins().clocks.forEach((inside, pin) -> clocks.put(inside, pin.outside()));
    return new Instance(
        pending.name(), pending.module(), clocks, inputs, pending.outputs(), pending.source());
  }
}
