package dev.setun.hdl.verilog;

import dev.setun.hdl.ir.Assign;
import dev.setun.hdl.ir.Clock;
import dev.setun.hdl.ir.Expr;
import dev.setun.hdl.ir.External;
import dev.setun.hdl.ir.Instance;
import dev.setun.hdl.ir.Memory;
import dev.setun.hdl.ir.MemoryDecl;
import dev.setun.hdl.ir.ModuleDef;
import dev.setun.hdl.ir.Net;
import dev.setun.hdl.ir.Parameter;
import dev.setun.hdl.ir.Property;
import dev.setun.hdl.ir.Register;
import dev.setun.hdl.ir.Update;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The text of one module: ports, declarations, assignments, memories, registers, instances.
final class ModuleText {
  private final ModuleDef module;
  private final StringBuilder text = new StringBuilder();
  private final Set<Net> synchronisers;

  ModuleText(ModuleDef module) {
    this.module = Lowering.lower(module);
    this.synchronisers =
        module.registers().stream()
            .filter(Register::synchronises)
            .map(Register::net)
            .collect(Collectors.toUnmodifiableSet());
  }

  String text() {
    line(0, "// " + module.description());
    if (module.external().isPresent()) {
      line(0, "// A model of a module that was written elsewhere, for simulation only.");
    }
    header();
    section(aliases());
    declarations();
    section(module.assigns().stream().map(ModuleText::assign).toList());
    module.instances().forEach(this::instance);
    module.memories().forEach(this::memory);
    groups().forEach(this::registers);
    unused();
    properties();
    line(0, "endmodule");
    return text.toString();
  }

  /// The pins of a module that was written elsewhere, and nothing inside.
  String stub() {
    line(0, "// " + module.description());
    line(0, "(* blackbox *)");
    header();
    line(0, "endmodule");
    return text.toString();
  }

  private static String clockPin(ModuleDef module) {
    return module.external().map(External::clockPin).orElse(Clock.MAIN.clockPort());
  }

  private static String resetPin(ModuleDef module) {
    return module.external().map(External::resetPin).orElse(Clock.MAIN.resetPort());
  }

  /// The names by which the text of a model knows pins of other names.
  private List<String> aliases() {
    List<String> lines = new ArrayList<>();
    if (module.clocked() && !clockPin(module).equals(Clock.MAIN.clockPort())) {
      lines.add("wire " + Clock.MAIN.clockPort() + " = " + clockPin(module) + ";");
    }
    if (module.resettable() && !resetPin(module).equals(Clock.MAIN.resetPort())) {
      lines.add("wire " + Clock.MAIN.resetPort() + " = " + resetPin(module) + ";");
    }
    return lines;
  }

  /// `#(...)` around parameters, nothing if there are none.
  private static String parameterList(ModuleDef module, Function<Parameter, String> each) {
    List<Parameter> parameters = module.external().map(External::parameters).orElse(List.of());
    return parameters.isEmpty()
        ? ""
        : parameters.stream().map(each).collect(Collectors.joining(", ", "#(", ") "));
  }

  private void header() {
    List<String> ports = new ArrayList<>();
    if (module.clocked()) {
      ports.add("input  wire " + clockPin(module));
    }
    if (module.resettable()) {
      ports.add("input  wire " + resetPin(module));
    }
    for (Clock clock : module.clocking().clocks()) {
      ports.add("input  wire " + clock.clockPort());
      ports.add("input  wire " + clock.resetPort());
    }
    for (Net port : module.ports()) {
      String direction = port.kind() == Net.Kind.INPUT ? "input  wire " : "output wire ";
      ports.add(direction + shape(port.width(), port.signed()) + port.name());
    }
    String parameters = parameterList(module, p -> "parameter " + p.name() + " = " + p.literal());
    line(0, "module " + module.name() + " " + parameters + "(");
    for (int i = 0; i < ports.size(); i++) {
      line(1, ports.get(i) + (i + 1 < ports.size() ? "," : ""));
    }
    line(0, ");");
  }

  private void declarations() {
    List<String> lines = new ArrayList<>();
    for (Net net : module.nets()) {
      switch (net.kind()) {
        case INPUT, OUTPUT -> {}
        case WIRE, INSTANCE_OUTPUT ->
            lines.add("wire " + shape(net.width(), net.signed()) + net.name() + ";");
        case REGISTER ->
            lines.add(
                attribute(net) + "reg  " + shape(net.width(), net.signed()) + net.name() + ";");
      }
    }
    for (Memory memory : module.memories()) {
      MemoryDecl decl = memory.decl();
      lines.add(
          "reg  " + shape(decl.width(), false) + decl.name() + " [0:" + (decl.depth() - 1) + "];");
    }
    section(lines);
  }

  /// Tells tools that a register may be metastable: to be kept, and placed beside its successor.
  private String attribute(Net net) {
    return synchronisers.contains(net) ? "(* async_reg = \"true\" *) " : "";
  }

  private void section(Collection<String> lines) {
    if (!lines.isEmpty()) {
      text.append('\n');
      lines.forEach(content -> line(1, content));
    }
  }

  private static String assign(Assign assign) {
    return "assign " + assign.target().name() + " = " + ExprText.of(assign.value()) + ";";
  }

  private void instance(Instance instance) {
    List<String> pins = new ArrayList<>();
    if (instance.module().clocked()) {
      pins.add(
          "." + clockPin(instance.module()) + "(" + instance.outside(Clock.MAIN).clockPort() + ")");
    }
    if (instance.module().resettable()) {
      pins.add(
          "." + resetPin(instance.module()) + "(" + instance.outside(Clock.MAIN).resetPort() + ")");
    }
    for (Clock inside : instance.module().clocking().clocks()) {
      Clock outside = instance.outside(inside);
      pins.add("." + inside.clockPort() + "(" + outside.clockPort() + ")");
      pins.add("." + inside.resetPort() + "(" + outside.resetPort() + ")");
    }
    for (Net port : instance.module().ports()) {
      Expr input = instance.inputs().get(port.name());
      Net output = instance.outputs().get(port.name());
      String connected = input != null ? ExprText.of(input) : output != null ? output.name() : "";
      pins.add("." + port.name() + "(" + connected + ")");
    }
    text.append('\n');
    String parameters =
        parameterList(instance.module(), p -> "." + p.name() + "(" + p.literal() + ")");
    line(1, instance.module().name() + " " + parameters + instance.name() + " (");
    for (int i = 0; i < pins.size(); i++) {
      line(2, pins.get(i) + (i + 1 < pins.size() ? "," : ""));
    }
    line(1, ");");
  }

  private void memory(Memory memory) {
    MemoryDecl decl = memory.decl();
    text.append('\n');
    line(1, "// memory of " + decl.source().method() + ": " + decl.name());
    if (memory.writes().isEmpty()) {
      return;
    }
    Map<Clock, List<Memory.Write>> byClock = new LinkedHashMap<>();
    for (Memory.Write write : memory.writes()) {
      byClock.computeIfAbsent(write.clock(), clock -> new ArrayList<>()).add(write);
    }
    byClock.forEach((clock, writes) -> writes(decl, clock, writes));
  }

  private void writes(MemoryDecl decl, Clock clock, List<Memory.Write> writes) {
    line(1, "always @(posedge " + clock.clockPort() + ") begin");
    for (Memory.Write write : writes) {
      String address = ExprText.address(write.address());
      String store = decl.name() + "[" + address + "] <= " + ExprText.of(write.data()) + ";";
      boolean always = write.enable() instanceof Expr.Constant c && c.value().signum() != 0;
      String enable = ExprText.of(write.enable());
      BigInteger depth = BigInteger.valueOf(decl.depth());
      String exists = address + " < " + ExprText.literal(depth, decl.addressWidth(), false);
      if (decl.addressesAllExist()) {
        line(2, always ? store : "if (" + enable + ") " + store);
      } else {
        String both = ExprText.atom(write.enable()) + " && (" + exists + ")";
        line(2, "if (" + (always ? exists : both) + ") " + store);
      }
    }
    line(1, "end");
  }

  /// Registers that one `always` describes: with the same outermost condition, all with reset or
  /// all without.
  private Collection<List<Register>> groups() {
    Map<Expr, Integer> conditions = new IdentityHashMap<>();
    Map<List<Object>, List<Register>> groups = new LinkedHashMap<>();
    for (Register register : module.registers()) {
      int condition = -1;
      if (register.next() instanceof Expr.Mux mux) {
        int number = conditions.size();
        condition = conditions.computeIfAbsent(mux.condition(), c -> number);
      }
      groups
          .computeIfAbsent(
              List.of(
                  register.clock(),
                  condition,
                  register.reset().isPresent(),
                  register.net().source().method()),
              key -> new ArrayList<>())
          .add(register);
    }
    return groups.values();
  }

  private void registers(List<Register> group) {
    Register first = group.getFirst();
    boolean reset = first.reset().isPresent();
    text.append('\n');
    line(
        1,
        "// registers of "
            + first.net().source().method()
            + ": "
            + group.stream().map(r -> r.net().name()).collect(Collectors.joining(", ")));
    line(1, "always @(posedge " + first.clock().clockPort() + ") begin");
    List<Update> updates = Update.of(group);
    if (reset) {
      line(2, "if (" + first.clock().resetPort() + ") begin");
      for (Register register : group) {
        Net net = register.net();
        BigInteger value = register.reset().orElse(BigInteger.ZERO);
        line(3, net.name() + " <= " + ExprText.literal(value, net.width(), net.signed()) + ";");
      }
      otherwise(2, updates);
      line(2, "end");
    } else {
      updates.forEach(update -> update(2, update));
    }
    line(1, "end");
  }

  /// The else of an `if` whose `end` is still to come; an only `if` in it continues the chain.
  private void otherwise(int depth, List<Update> updates) {
    if (updates.isEmpty()) {
      return;
    }
    if (updates.size() == 1
        && updates.getFirst() instanceof Update.If only
        && !only.then().isEmpty()) {
      line(depth, "end else if (" + ExprText.of(only.condition()) + ") begin");
      only.then().forEach(update -> update(depth + 1, update));
      otherwise(depth, only.otherwise());
      return;
    }
    line(depth, "end else begin");
    updates.forEach(update -> update(depth + 1, update));
  }

  private void update(int depth, Update update) {
    switch (update) {
      case Update.Set set ->
          line(depth, set.register().net().name() + " <= " + ExprText.of(set.value()) + ";");
      case Update.If branch -> {
        if (branch.then().isEmpty()) {
          line(depth, "if (!" + ExprText.atom(branch.condition()) + ") begin");
          branch.otherwise().forEach(inner -> update(depth + 1, inner));
        } else {
          line(depth, "if (" + ExprText.of(branch.condition()) + ") begin");
          branch.then().forEach(inner -> update(depth + 1, inner));
          otherwise(depth, branch.otherwise());
        }
        line(depth, "end");
      }
    }
  }

  private void unused() {
    UsedBits used = new UsedBits(module);
    List<String> unread = used.unread();
    for (Memory memory : module.memories()) {
      if (!used.isRead(memory.decl())) {
        unread.add(memory.decl().name() + "[0]");
      }
    }
    unread.addAll(0, unreadClocks());
    if (unread.isEmpty()) {
      return;
    }
    String name = "unused";
    while (isTaken(name)) {
      name += "_";
    }
    text.append('\n');
    line(1, "// bits that nothing here reads");
    line(1, "wire " + name + " = &{1'b0, " + String.join(", ", unread) + "};");
  }

  private List<String> unreadClocks() {
    List<String> unread = new ArrayList<>();
    for (Clock clock : module.clocks()) {
      boolean hasClock = !clock.equals(Clock.MAIN) || module.clocked();
      if (hasClock
          && module.registers().stream().noneMatch(r -> r.clock().equals(clock))
          && module.memories().stream()
              .flatMap(memory -> memory.writes().stream())
              .noneMatch(write -> write.clock().equals(clock))
          && module.instances().stream().noneMatch(i -> i.uses(clock))) {
        unread.add(clock.clockPort());
      }
      if (module.resettable(clock)
          && module.registers().stream()
              .noneMatch(r -> r.reset().isPresent() && r.clock().equals(clock))
          && module.instances().stream().noneMatch(i -> i.usesReset(clock))) {
        unread.add(clock.resetPort());
      }
    }
    return unread;
  }

  /// For tools that prove, which define FORMAL; all others pass over it.
  private void properties() {
    if (module.properties().isEmpty()) {
      return;
    }
    text.append("\n`ifdef FORMAL\n");
    for (Property property : module.properties()) {
      String verb = property.kind().name().toLowerCase(Locale.ROOT);
      Clock clock = property.clock();
      String active = module.resettable(clock) ? "if (!" + clock.resetPort() + ") " : "";
      line(1, "always @* " + active + verb + " (" + property.name() + ");");
    }
    text.append("`endif\n");
  }

  private boolean isTaken(String name) {
    return module.nets().stream().anyMatch(n -> n.name().toLowerCase(Locale.ROOT).equals(name))
        || module.memories().stream()
            .anyMatch(m -> m.decl().name().toLowerCase(Locale.ROOT).equals(name))
        || module.instances().stream()
            .anyMatch(i -> i.name().toLowerCase(Locale.ROOT).equals(name));
  }

  private static String shape(int width, boolean signed) {
    String sign = signed ? "signed " : "";
    return width == 1 && !signed ? "" : sign + "[" + (width - 1) + ":0] ";
  }

  private void line(int depth, String content) {
    text.append("  ".repeat(depth)).append(content).append('\n');
  }
}
