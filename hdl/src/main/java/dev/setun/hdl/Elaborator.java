package dev.setun.hdl;

import dev.setun.hdl.ir.Clock;
import dev.setun.hdl.ir.Design;
import dev.setun.hdl.ir.External;
import dev.setun.hdl.ir.ModuleDef;
import dev.setun.hdl.ir.WidthChecker;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Runs the Java of modules and collects the design they describe.
public final class Elaborator {
  private final Map<Module<?>, ModuleDef> definitions = new LinkedHashMap<>();
  private final Map<String, Module<?>> byName = new HashMap<>();
  private final Set<Module<?>> underConstruction = new HashSet<>();
  private final Deque<CircuitBuilder> builders = new ArrayDeque<>();

  private Elaborator() {}

  /// Builds a module and everything in it, and checks it.
  ///
  /// @throws HdlException at the first thing that is wrong
  public static Design elaborate(Module<?> top) {
    Elaborator elaborator = new Elaborator();
    ModuleDef definition = elaborator.define(top.moduleName(), top);
    List<ModuleDef> modules = new ArrayList<>(elaborator.definitions.values());
    return new Design(definition, modules);
  }

  CircuitBuilder current() {
    return builders.element();
  }

  ModuleDef define(String instance, Module<?> module) {
    ModuleDef known = definitions.get(module);
    if (known != null) {
      return known;
    }
    if (!underConstruction.add(module)) {
      throw Errors.at("instance " + instance + ": module " + module + " contains itself");
    }
    checkName(instance, module);
    String path = Errors.PATH.isBound() ? Errors.PATH.get() + "." + instance : instance;
    ModuleDef definition = ScopedValue.where(Errors.PATH, path).call(() -> build(module));
    definitions.put(module, definition);
    return definition;
  }

  private void checkName(String instance, Module<?> module) {
    String name = module.moduleName();
    Names.check(name, Errors.source());
    Module<?> other = byName.putIfAbsent(name.toLowerCase(Locale.ROOT), module);
    if (other != null) {
      throw Errors.at(
          "instance "
              + instance
              + ": modules "
              + other
              + " and "
              + module
              + " would both be named "
              + name
              + "; override moduleName()");
    }
  }

  private <I> ModuleDef build(Module<I> module) {
    boolean top = builders.isEmpty();
    CircuitBuilder builder = new CircuitBuilder(this);
    builders.push(builder);
    try {
      I io = module.ports(new PortList(new Ports(builder, Clock.MAIN)));
      module.build(new Circuit(builder), io);
    } finally {
      builders.pop();
    }
    ModuleDef definition =
        new Completion(builder)
            .complete(
                module.moduleName(),
                module.description().replaceAll("\\s+", " "),
                external(module),
                top);
    WidthChecker.check(definition);
    return definition;
  }

  private static Optional<External> external(Module<?> module) {
    if (!(module instanceof BlackBox<?> box)) {
      return Optional.empty();
    }
    Names.check(box.clockPin(), Errors.source());
    Names.check(box.resetPin(), Errors.source());
    if (box.clockPin().equalsIgnoreCase(box.resetPin())) {
      throw Errors.at(
          box.moduleName() + ": clock and reset would both be the pin " + box.clockPin());
    }
    return Optional.of(new External(box.verilogParameters(), box.clockPin(), box.resetPin()));
  }
}
