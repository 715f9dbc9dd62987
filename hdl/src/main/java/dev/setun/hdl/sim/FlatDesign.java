package dev.setun.hdl.sim;

import dev.setun.hdl.ir.Assign;
import dev.setun.hdl.ir.Design;
import dev.setun.hdl.ir.Expr;
import dev.setun.hdl.ir.Instance;
import dev.setun.hdl.ir.Memory;
import dev.setun.hdl.ir.MemoryDecl;
import dev.setun.hdl.ir.ModuleDef;
import dev.setun.hdl.ir.Net;
import dev.setun.hdl.ir.Register;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A design without hierarchy: slots that hold values, statements in an order in which each finds
/// its operands ready. Nets that only rename another share its slot.
///
/// Some modules may be kept apart: their instances are [Child]ren, whose inside is not in here.
final class FlatDesign {
  /// Where the names of a module instance lead.
  static final class Scope {
    final String path;
    final ModuleDef module;
    private final Map<Net, Integer> slots = new IdentityHashMap<>();
    private final Map<Net, Assign> assigns = new IdentityHashMap<>();
    private final Map<MemoryDecl, Integer> memories = new IdentityHashMap<>();
    final Map<String, Scope> children = new LinkedHashMap<>();

    private Scope(String path, ModuleDef module) {
      this.path = path;
      this.module = module;
      module.assigns().forEach(assign -> assigns.put(assign.target(), assign));
    }

    int slot(Net net) {
      Integer slot = slots.get(net);
      if (slot == null) {
        throw new IllegalStateException(path + net.name() + " has no slot");
      }
      return slot;
    }

    int memory(MemoryDecl decl) {
      Integer memory = memories.get(decl);
      if (memory == null) {
        throw new IllegalStateException(path + decl.name() + " is no memory here");
      }
      return memory;
    }
  }

  /// A value: its path is that of the net that drives it.
  record Slot(String path, int width, boolean signed) {
    int words() {
      return (width + 63) / 64;
    }
  }

  /// `target` takes the value of an expression over the nets of `scope`.
  record Statement(int target, Scope scope, Expr value) {}

  /// A register in one instance.
  record FlatRegister(int slot, Scope scope, Register register) {}

  /// A memory in one instance.
  record FlatMemory(String path, Scope scope, Memory memory) {}

  /// An instance of a module that is kept apart.
  ///
  /// @param path of its inside, with a dot at the end
  /// @param inputs the slot that drives each input
  /// @param outputs the slot that each output drives
  record Child(
      String path, ModuleDef module, Map<Net, Integer> inputs, Map<Net, Integer> outputs) {}

  private record Source(Scope scope, Net net) {}

  final Scope top;
  final List<Slot> slots = new ArrayList<>();
  final Map<String, Integer> slotsByPath = new LinkedHashMap<>();
  final Map<String, Integer> memoriesByPath = new LinkedHashMap<>();
  final List<Statement> statements = new ArrayList<>();
  final List<FlatRegister> registers = new ArrayList<>();
  final List<FlatMemory> memories = new ArrayList<>();
  final List<Child> children = new ArrayList<>();

  private final Set<ModuleDef> apart;
  private final Map<Integer, Statement> unordered = new LinkedHashMap<>();
  private final Map<Scope, Map<Net, Source>> pins = new IdentityHashMap<>();
  private final Map<Scope, Map<Net, Expr>> inputs = new IdentityHashMap<>();
  private final Map<Scope, Scope> parents = new IdentityHashMap<>();

  FlatDesign(Design design) {
    this(design.top(), Set.of());
    order();
  }

  /// @param apart modules, compared by identity, whose instances become [#children]; the statements
  ///   are then in [#unordered] only
  FlatDesign(ModuleDef module, Set<ModuleDef> apart) {
    this.apart = apart;
    this.top = scope("", module);
    slots(top);
    registers(top);
    drives(top);
  }

  /// The statements by the slot they compute, in no particular order.
  Map<Integer, Statement> unordered() {
    return Collections.unmodifiableMap(unordered);
  }

  private Scope scope(String path, ModuleDef module) {
    Scope scope = new Scope(path, module);
    Map<Net, Source> outputs = new IdentityHashMap<>();
    pins.put(scope, outputs);
    for (Memory memory : module.memories()) {
      scope.memories.put(memory.decl(), memories.size());
      memoriesByPath.put(path + memory.decl().name(), memories.size());
      memories.add(new FlatMemory(path + memory.decl().name(), scope, memory));
    }
    for (Instance instance : module.instances()) {
      if (apart.contains(instance.module())) {
        continue;
      }
      Scope child = scope(path + instance.name() + ".", instance.module());
      scope.children.put(instance.name(), child);
      parents.put(child, scope);
      Map<Net, Expr> drivers = new IdentityHashMap<>();
      Map<String, Net> ports = new HashMap<>();
      instance.module().ports().forEach(port -> ports.put(port.name(), port));
      instance.inputs().forEach((port, value) -> drivers.put(named(ports, port), value));
      instance
          .outputs()
          .forEach((port, net) -> outputs.put(net, new Source(child, named(ports, port))));
      inputs.put(child, drivers);
    }
    return scope;
  }

  private static Net named(Map<String, Net> ports, String name) {
    Net net = ports.get(name);
    if (net == null) {
      throw new IllegalStateException("no port " + name);
    }
    return net;
  }

  private void slots(Scope scope) {
    for (Net net : scope.module.nets()) {
      slotsByPath.put(scope.path + net.name(), slot(scope, net));
    }
    scope.children.values().forEach(this::slots);
  }

  /// The slot of a net, which is that of whatever it renames.
  private int slot(Scope scope, Net net) {
    Integer known = scope.slots.get(net);
    if (known != null) {
      return known;
    }
    int slot =
        switch (net.kind()) {
          case REGISTER -> newSlot(scope, net);
          case WIRE, OUTPUT -> {
            Assign assign = scope.assigns.get(net);
            yield assign == null ? newSlot(scope, net) : driven(scope, net, scope, assign.value());
          }
          case INPUT -> input(scope, net);
          case INSTANCE_OUTPUT -> {
            Source source = pins.getOrDefault(scope, Map.of()).get(net);
            yield source == null ? newSlot(scope, net) : slot(source.scope(), source.net());
          }
        };
    scope.slots.put(net, slot);
    return slot;
  }

  private int input(Scope scope, Net net) {
    Scope parent = parents.get(scope);
    Expr driver = inputs.getOrDefault(scope, Map.of()).get(net);
    return parent == null || driver == null
        ? newSlot(scope, net)
        : driven(scope, net, parent, driver);
  }

  private int driven(Scope scope, Net net, Scope driverScope, Expr driver) {
    if (driver instanceof Expr.Ref ref) {
      return slot(driverScope, ref.net());
    }
    int slot = newSlot(scope, net);
    unordered.put(slot, new Statement(slot, driverScope, driver));
    return slot;
  }

  private int newSlot(Scope scope, Net net) {
    slots.add(new Slot(scope.path + net.name(), net.width(), net.signed()));
    return slots.size() - 1;
  }

  private void registers(Scope scope) {
    for (Register register : scope.module.registers()) {
      registers.add(new FlatRegister(slot(scope, register.net()), scope, register));
    }
    scope.children.values().forEach(this::registers);
  }

  /// Finds what drives the inputs of children, and what their outputs drive.
  private void drives(Scope scope) {
    for (Instance instance : scope.module.instances()) {
      if (!apart.contains(instance.module())) {
        continue;
      }
      Map<String, Net> ports = new HashMap<>();
      instance.module().ports().forEach(port -> ports.put(port.name(), port));
      String path = scope.path + instance.name() + ".";
      Map<Net, Integer> drivers = new LinkedHashMap<>();
      instance
          .inputs()
          .forEach(
              (port, value) -> drivers.put(named(ports, port), driver(scope, path + port, value)));
      Map<Net, Integer> driven = new LinkedHashMap<>();
      instance.outputs().forEach((port, net) -> driven.put(named(ports, port), slot(scope, net)));
      children.add(new Child(path, instance.module(), drivers, driven));
    }
    scope.children.values().forEach(this::drives);
  }

  private int driver(Scope scope, String path, Expr value) {
    if (value instanceof Expr.Ref ref) {
      return slot(scope, ref.net());
    }
    slots.add(new Slot(path, value.width(), value.signed()));
    int slot = slots.size() - 1;
    unordered.put(slot, new Statement(slot, scope, value));
    return slot;
  }

  private void order() {
    Map<Integer, Boolean> done = new HashMap<>();
    List.copyOf(unordered.values()).forEach(statement -> order(statement, done));
  }

  private void order(Statement statement, Map<Integer, Boolean> done) {
    if (done.putIfAbsent(statement.target(), true) != null) {
      return;
    }
    Map<Expr, Boolean> visited = new IdentityHashMap<>();
    operands(statement.value(), statement.scope(), done, visited);
    statements.add(statement);
  }

  private void operands(
      Expr expr, Scope scope, Map<Integer, Boolean> done, Map<Expr, Boolean> visited) {
    if (visited.put(expr, true) != null) {
      return;
    }
    if (expr instanceof Expr.Ref(Net net)) {
      Statement source = unordered.get(slot(scope, net));
      if (source != null) {
        order(source, done);
      }
    }
    expr.operands().forEach(operand -> operands(operand, scope, done, visited));
  }
}
