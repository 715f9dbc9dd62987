package dev.setun.hdl.verilog;

import dev.setun.hdl.ir.Assign;
import dev.setun.hdl.ir.Expr;
import dev.setun.hdl.ir.Instance;
import dev.setun.hdl.ir.Memory;
import dev.setun.hdl.ir.ModuleDef;
import dev.setun.hdl.ir.Net;
import dev.setun.hdl.ir.Register;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Rewrites a module so that each of its expressions can be printed in place.
///
/// Verilog slices names only, so a sliced or sign-extended expression becomes a wire; so does a
/// large expression with several users. Such a wire is called after what first needs it, `sum_t0`,
/// `sum_t1`: an edit elsewhere in the module leaves its name alone.
final class Lowering {
  /// Operators up to which a shared expression is repeated rather than named.
  private static final int REPEATED_OPERATORS = 4;

  private final ModuleDef module;
  private final Map<Expr, Integer> uses = new IdentityHashMap<>();
  private final Map<Expr, Integer> operators = new IdentityHashMap<>();
  private final Map<Expr, Expr> rewritten = new IdentityHashMap<>();
  private final Map<Expr, Expr> named = new IdentityHashMap<>();
  private final Map<String, Integer> counters = new HashMap<>();
  private final Set<String> names = new HashSet<>();
  private final List<Net> wires = new ArrayList<>();
  private final List<Assign> assigns = new ArrayList<>();
  private String owner = "";

  private Lowering(ModuleDef module) {
    this.module = module;
  }

  /// The module in printable form; nets are the given ones and the new wires.
  static ModuleDef lower(ModuleDef module) {
    return new Lowering(module).lower();
  }

  /// Whether a value can be cut and its bits named without a wire of its own.
  static boolean isName(Expr expr) {
    return switch (expr) {
      case Expr.Ref _ -> true;
      case Expr.Slice slice -> bare(slice.operand()) instanceof Expr.Ref;
      case Expr.Cast cast -> isName(cast.operand());
      case Expr.Constant _,
          Expr.Read _,
          Expr.Unary _,
          Expr.Binary _,
          Expr.Mux _,
          Expr.Concat _,
          Expr.Extend _ ->
          false;
    };
  }

  /// What is under the casts, which Verilog does not print.
  static Expr bare(Expr expr) {
    return expr instanceof Expr.Cast cast ? bare(cast.operand()) : expr;
  }

  private ModuleDef lower() {
    module.nets().forEach(net -> names.add(net.name().toLowerCase(Locale.ROOT)));
    module.memories().forEach(m -> names.add(m.decl().name().toLowerCase(Locale.ROOT)));
    module.instances().forEach(i -> names.add(i.name().toLowerCase(Locale.ROOT)));
    countUses();
    for (Assign assign : module.assigns()) {
      owner = assign.target().name();
      assigns.add(new Assign(assign.target(), rewrite(assign.value())));
    }
    List<Register> registers = new ArrayList<>();
    for (Register register : module.registers()) {
      owner = register.net().name();
      registers.add(register.withNext(rewrite(register.next())));
    }
    List<Memory> memories = module.memories().stream().map(this::memory).toList();
    List<Instance> instances = module.instances().stream().map(this::instance).toList();
    List<Net> nets = new ArrayList<>(module.nets());
    nets.addAll(wires);
    return new ModuleDef(
        module.name(),
        module.description(),
        module.external(),
        module.clocked(),
        module.resettable(),
        module.clocking(),
        module.ports(),
        nets,
        assigns,
        registers,
        memories,
        instances,
        module.properties(),
        module.combinational());
  }

  private Memory memory(Memory memory) {
    owner = memory.decl().name();
    List<Memory.Write> writes = new ArrayList<>();
    for (Memory.Write write : memory.writes()) {
      writes.add(
          new Memory.Write(
              write.clock(),
              rewrite(write.enable()),
              rewrite(write.address()),
              rewrite(write.data())));
    }
    return new Memory(memory.decl(), writes);
  }

  private Instance instance(Instance instance) {
    Map<String, Expr> inputs = new LinkedHashMap<>();
    instance
        .inputs()
        .forEach((port, value) -> {
          owner = instance.name() + "_" + port;
          Expr pin = rewrite(value);
          boolean direct = isName(pin) || bare(pin) instanceof Expr.Constant;
          inputs.put(port, direct ? pin : wire(owner, pin, instance));
        });
    return new Instance(
        instance.name(),
        instance.module(),
        instance.clocks(),
        inputs,
        instance.outputs(),
        instance.source());
  }

  private Expr wire(String name, Expr value, Instance instance) {
    Net net =
        new Net(unique(name), value.width(), value.signed(), Net.Kind.WIRE, instance.source());
    wires.add(net);
    assigns.add(new Assign(net, value));
    return new Expr.Ref(net);
  }

  private void countUses() {
    module.assigns().forEach(assign -> count(assign.value()));
    module.registers().forEach(register -> count(register.next()));
    for (Memory memory : module.memories()) {
      for (Memory.Write write : memory.writes()) {
        count(write.enable());
        count(write.address());
        count(write.data());
      }
    }
    module.instances().forEach(instance -> instance.inputs().values().forEach(this::count));
  }

  private void count(Expr expr) {
    if (uses.merge(expr, 1, Integer::sum) == 1) {
      expr.operands().forEach(this::count);
    }
  }

  private boolean isLargeAndShared(Expr expr) {
    return uses.getOrDefault(expr, 1) > 1 && operatorsOf(expr) > REPEATED_OPERATORS;
  }

  /// Operators in the text of an expression, were it printed in place.
  private int operatorsOf(Expr expr) {
    Integer known = operators.get(expr);
    if (known != null) {
      return known;
    }
    int sum =
        switch (expr) {
          case Expr.Constant _, Expr.Ref _, Expr.Cast _ -> 0;
          case Expr.Read _,
              Expr.Unary _,
              Expr.Binary _,
              Expr.Mux _,
              Expr.Slice _,
              Expr.Concat _,
              Expr.Extend _ ->
              1;
        };
    for (Expr operand : expr.operands()) {
      sum += isLargeAndShared(operand) ? 0 : operatorsOf(operand);
    }
    operators.put(expr, sum);
    return sum;
  }

  private Expr rewrite(Expr expr) {
    Expr known = rewritten.get(expr);
    if (known != null) {
      return known;
    }
    Expr result = isLargeAndShared(expr) ? name(expr) : inPlace(expr);
    rewritten.put(expr, result);
    return result;
  }

  private Expr name(Expr expr) {
    Expr known = named.get(expr);
    if (known != null) {
      return known;
    }
    Expr value = inPlace(expr);
    if (isName(value)) {
      return value;
    }
    int number = counters.merge(owner, 1, Integer::sum) - 1;
    Net net =
        new Net(
            unique(owner + "_t" + number),
            expr.width(),
            expr.signed(),
            Net.Kind.WIRE,
            module.source(owner));
    wires.add(net);
    assigns.add(new Assign(net, value));
    Expr ref = new Expr.Ref(net);
    named.put(expr, ref);
    return ref;
  }

  private String unique(String name) {
    String candidate = name;
    while (!names.add(candidate.toLowerCase(Locale.ROOT))) {
      candidate += "_";
    }
    return candidate;
  }

  private Expr inPlace(Expr expr) {
    return switch (expr) {
      case Expr.Constant _, Expr.Ref _ -> expr;
      case Expr.Read read -> new Expr.Read(read.memory(), address(read));
      case Expr.Unary unary -> new Expr.Unary(unary.op(), rewrite(unary.operand()));
      case Expr.Binary binary ->
          new Expr.Binary(binary.op(), rewrite(binary.left()), rewrite(binary.right()));
      case Expr.Mux mux ->
          new Expr.Mux(rewrite(mux.condition()), rewrite(mux.whenTrue()), rewrite(mux.whenFalse()));
      case Expr.Slice slice ->
          new Expr.Slice(sliceable(slice.operand()), slice.high(), slice.low());
      case Expr.Concat concat ->
          new Expr.Concat(concat.parts().stream().map(this::rewrite).toList());
      case Expr.Extend extend ->
          new Expr.Extend(
              extend.signed() ? extensible(extend.operand()) : rewrite(extend.operand()),
              extend.width());
      case Expr.Cast cast -> new Expr.Cast(rewrite(cast.operand()), cast.signed());
    };
  }

  /// The address twice in the text where addresses beyond the depth exist.
  private Expr address(Expr.Read read) {
    Expr address = rewrite(read.address());
    return read.memory().addressesAllExist() || isName(address) ? address : name(read.address());
  }

  private Expr sliceable(Expr operand) {
    Expr value = rewrite(operand);
    return bare(value) instanceof Expr.Ref ? value : name(operand);
  }

  private Expr extensible(Expr operand) {
    Expr value = rewrite(operand);
    return isName(value) || operand.width() == 1 ? value : name(operand);
  }
}
