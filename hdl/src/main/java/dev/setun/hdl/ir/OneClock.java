package dev.setun.hdl.ir;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A design with several clocks as one with a single clock, of which a cycle is a step of time:
/// each clock becomes an input that says whether it rises at the end of the step. What holds for
/// every choice of these inputs holds for clocks of any frequency and phase, also for edges that
/// coincide.
///
/// The reset `rst` of the design that this makes sets all registers that have a reset, whichever
/// clock is theirs; the resets of the clocks are inputs.
///
/// @param design with the further inputs first
/// @param rises by the clock's name in the Verilog, `clk` first, the input that says whether it
///   rises; empty for a design that has one clock only, which is left as it is
/// @param resets by the reset's name in the Verilog, the input that carries it
public record OneClock(Design design, Map<String, String> rises, Map<String, String> resets) {
  public OneClock {
    rises = Collections.unmodifiableMap(new LinkedHashMap<>(rises));
    resets = Collections.unmodifiableMap(new LinkedHashMap<>(resets));
  }

  /// The same circuit with one clock.
  public static OneClock of(Design design) {
    if (design.modules().stream().allMatch(module -> module.clocking().clocks().isEmpty())) {
      return new OneClock(design, Map.of(), Map.of());
    }
    Map<ModuleDef, ModuleDef> rebuilt = new IdentityHashMap<>();
    for (ModuleDef module : design.modules()) {
      rebuilt.put(module, new Rebuild(module, rebuilt).module());
    }
    List<ModuleDef> modules =
        design.modules().stream().map(module -> rebuilt.getOrDefault(module, module)).toList();
    Map<String, String> rises = new LinkedHashMap<>();
    Map<String, String> resets = new LinkedHashMap<>();
    for (Clock clock : design.top().clocks()) {
      rises.put(clock.clockPort(), Inputs.rises(design.top(), clock));
      resets.put(clock.resetPort(), Inputs.reset(design.top(), clock));
    }
    return new OneClock(new Design(modules.getLast(), modules), rises, resets);
  }

  /// The names of the new inputs: `rd_clk_rises`, `rd_rst_is`; longer where a module has such a
  /// name.
  private static final class Inputs {
    static String rises(ModuleDef module, Clock clock) {
      return free(module, clock.clockPort() + "_rises");
    }

    static String reset(ModuleDef module, Clock clock) {
      return free(module, clock.resetPort() + "_is");
    }

    private static String free(ModuleDef module, String name) {
      boolean taken = module.nets().stream().anyMatch(net -> net.name().equalsIgnoreCase(name));
      return taken ? free(module, name + "_") : name;
    }
  }

  /// One module with its clocks as inputs.
  private static final class Rebuild {
    private final ModuleDef module;
    private final Map<ModuleDef, ModuleDef> rebuilt;
    private final Map<Clock, Net> rises = new LinkedHashMap<>();
    private final Map<Clock, Net> resets = new LinkedHashMap<>();

    Rebuild(ModuleDef module, Map<ModuleDef, ModuleDef> rebuilt) {
      this.module = module;
      this.rebuilt = rebuilt;
      for (Clock clock : module.clocks()) {
        rises.put(clock, input(Inputs.rises(module, clock)));
        resets.put(clock, input(Inputs.reset(module, clock)));
      }
    }

    private static Net input(String name) {
      return new Net(name, 1, false, Net.Kind.INPUT, new Source("OneClock", 0, "OneClock"));
    }

    ModuleDef module() {
      List<Net> inputs = new ArrayList<>(rises.values());
      inputs.addAll(resets.values());
      List<Net> ports = new ArrayList<>(inputs);
      ports.addAll(module.ports());
      List<Net> nets = new ArrayList<>(inputs);
      nets.addAll(module.nets());
      boolean state = module.clocked() || !module.clocking().clocks().isEmpty();
      boolean reset = module.resettable() || !module.clocking().clocks().isEmpty();
      return new ModuleDef(
          module.name(),
          module.description(),
          module.external(),
          state,
          reset,
          Clocking.ONE,
          ports,
          nets,
          module.assigns().stream().map(this::assign).toList(),
          module.registers().stream().map(this::register).toList(),
          module.memories().stream().map(this::memory).toList(),
          module.instances().stream().map(this::instance).toList(),
          module.properties().stream()
              .map(p -> new Property(p.kind(), Clock.MAIN, p.condition(), p.source()))
              .toList(),
          module.combinational());
    }

    private Expr rises(Clock clock) {
      return ref(rises, clock);
    }

    private Expr reset(Clock clock) {
      return ref(resets, clock);
    }

    private Expr ref(Map<Clock, Net> inputs, Clock clock) {
      return Optional.ofNullable(inputs.get(clock))
          .<Expr>map(Expr.Ref::new)
          .orElseThrow(() -> new IllegalStateException(module.name() + " has no " + clock));
    }

    /// A property speaks of the steps at whose end its clock rises, without its reset.
    private Assign assign(Assign assign) {
      Expr value = assign.value();
      for (Property property : module.properties()) {
        if (property.condition() == assign.target() && !module.clocks().isEmpty()) {
          Clock clock = property.clock();
          Expr counts = Exprs.and(rises(clock), Exprs.not(reset(clock)));
          value =
              switch (property.kind()) {
                case ASSERT, ASSUME -> Exprs.mux(counts, value, Exprs.TRUE);
                case COVER -> Exprs.and(counts, value);
              };
        }
      }
      return new Assign(assign.target(), value);
    }

    private Register register(Register register) {
      Net net = register.net();
      Expr next = register.next();
      if (register.reset().isPresent()) {
        BigInteger value = register.reset().get();
        Expr constant = Exprs.constant(value, net.width(), net.signed());
        next = Exprs.mux(reset(register.clock()), constant, next);
      }
      Expr held = Exprs.mux(rises(register.clock()), next, new Expr.Ref(net));
      return new Register(net, Clock.MAIN, register.reset(), held, false);
    }

    private Memory memory(Memory memory) {
      return new Memory(
          memory.decl(),
          memory.writes().stream()
              .map(write ->
                  new Memory.Write(
                      Clock.MAIN,
                      Exprs.and(rises(write.clock()), write.enable()),
                      write.address(),
                      write.data()))
              .toList());
    }

    private Instance instance(Instance instance) {
      Map<String, Expr> inputs = new LinkedHashMap<>();
      for (Clock inside : instance.module().clocks()) {
        Clock outside = instance.outside(inside);
        inputs.put(Inputs.rises(instance.module(), inside), rises(outside));
        inputs.put(Inputs.reset(instance.module(), inside), reset(outside));
      }
      inputs.putAll(instance.inputs());
      return new Instance(
          instance.name(),
          rebuilt.getOrDefault(instance.module(), instance.module()),
          Map.of(Clock.MAIN, Clock.MAIN),
          inputs,
          instance.outputs(),
          instance.source());
    }
  }
}
