package dev.setun.hdl;

import dev.setun.hdl.ir.Clock;
import dev.setun.hdl.ir.Expr;
import dev.setun.hdl.ir.Exprs;
import dev.setun.hdl.ir.MemoryDecl;
import dev.setun.hdl.ir.ModuleDef;
import dev.setun.hdl.ir.Net;
import dev.setun.hdl.ir.Property;
import dev.setun.hdl.ir.Source;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Collects what one module declares and drives.
///
/// Conditions are resolved as they close: each block collects its drives in a [Frame], and at its
/// end every target gets, in the block around, a selection between its value inside and its value
/// before. So a net ends with one expression, and a wire that some path leaves without a value is
/// known as such.
final class CircuitBuilder {
  /// The drives of one conditional block, or of the module (`parent` empty, condition 1).
  private static final class Frame {
    final Optional<Frame> parent;
    final Expr condition;
    final Map<Driven, Optional<Expr>> values = new LinkedHashMap<>();
    final Map<Driven, Source> touched = new LinkedHashMap<>();
    int revision;

    Frame(Optional<Frame> parent, Expr condition) {
      this.parent = parent;
      this.condition = condition;
    }
  }

  private record Branch(Expr condition, Map<Driven, Optional<Expr>> values) {}

  /// A `when` with the branches it has so far.
  static final class Chain {
    private final Frame around;
    private final List<Branch> branches = new ArrayList<>();
    private final Map<Driven, Optional<Expr>> before = new LinkedHashMap<>();
    private Expr noneSoFar = Exprs.TRUE;
    private int revision;

    private Chain(Frame around) {
      this.around = around;
      this.revision = around.revision;
    }
  }

  /// @param clock what drives the clock `clk` of the instance
  record PendingInstance(String name, ModuleDef module, Clock clock, Pins pins, Source source) {
    Map<String, Driven> inputs() {
      return pins.inputs;
    }

    Map<String, Net> outputs() {
      return pins.outputs;
    }
  }

  /// @param synchronises whether it may take a value of another clock
  record PendingRegister(Clock clock, Optional<BigInteger> reset, boolean synchronises) {}

  record PendingWrite(MemoryDecl memory, Clock clock, Expr enable, Expr address, Expr data) {}

  private final Elaborator elaborator;
  private final Names names = new Names();
  final List<Net> ports = new ArrayList<>();
  final List<Driven> nets = new ArrayList<>();
  final Map<Driven, PendingRegister> registers = new LinkedHashMap<>();
  final List<MemoryDecl> memories = new ArrayList<>();
  final List<PendingWrite> writes = new ArrayList<>();
  final List<PendingInstance> instances = new ArrayList<>();
  final List<Property> properties = new ArrayList<>();
  final List<Clock> clocks = new ArrayList<>();
  final Map<String, Clock> portClocks = new LinkedHashMap<>();

  /// Nets that carry a value over to a clock, by a promise of the one who named them.
  final Map<Net, Clock> crossings = new LinkedHashMap<>();

  private Clock clock = Clock.MAIN;
  private Frame frame = new Frame(Optional.empty(), Exprs.TRUE);

  CircuitBuilder(Elaborator elaborator) {
    this.elaborator = elaborator;
  }

  Driven net(String name, String label, Type<?> type, Net.Kind kind) {
    return net(name, label, type, kind, Errors.source());
  }

  Driven net(String name, String label, Type<?> type, Net.Kind kind, Source source) {
    names.declare(name, source);
    Driven driven =
        new Driven(this, new Net(name, type.width(), type.signed(), kind, source), label);
    nets.add(driven);
    return driven;
  }

  /// The ports as seen from inside: outputs can be driven.
  <T extends Signal<T>> T port(String name, Type<T> type, Net.Kind kind, Clock clock) {
    Driven port = net(name, name, type, kind);
    ports.add(port.net());
    if (!clock.equals(Clock.MAIN)) {
      portClocks.put(name, clock);
    }
    return kind == Net.Kind.INPUT ? type.of(new Expr.Ref(port.net())) : type.of(port);
  }

  Driven registerNet(String name, Type<?> type, Optional<BigInteger> reset) {
    Driven register = net(name, name, type, Net.Kind.REGISTER);
    registers.put(register, new PendingRegister(clock, reset, false));
    return register;
  }

  /// A register without reset that takes `value` at every edge, of whatever clock it is.
  Driven synchroniser(String name, Expr value) {
    Driven register = net(name, name, Type.bool(), Net.Kind.REGISTER);
    registers.put(register, new PendingRegister(clock, Optional.empty(), true));
    driveAlways(register, value);
    return register;
  }

  ClockDomain clockDomain(String name) {
    Clock declared = new Clock(name);
    Source source = Errors.source();
    names.declare(declared.clockPort(), source);
    names.declare(declared.resetPort(), source);
    clocks.add(declared);
    return ClockDomain.of(this, declared);
  }

  /// The clock of what is described here.
  ClockDomain domain() {
    return ClockDomain.of(this, clock);
  }

  /// Describes something of another clock.
  void in(ClockDomain domain, Runnable body) {
    Clock around = clock;
    clock = domain.here(this);
    try {
      body.run();
    } finally {
      clock = around;
    }
  }

  /// Lets what a net carries pass as of the clock here.
  void allow(Driven net) {
    crossings.put(net.net(), clock);
  }

  /// The fields of a bundle as wires or registers of this module.
  Fields fields(String name, Net.Kind kind, Optional<BigInteger> reset) {
    return Fields.nets(
        new Fields.Nets() {
          @Override
          public <T extends Signal<T>> T declare(String field, Type<T> type, Net.Kind kind) {
            return type.of(
                kind == Net.Kind.REGISTER
                    ? registerNet(field, type, reset)
                    : net(field, field, type, kind));
          }
        },
        name,
        kind);
  }

  MemoryDecl memory(String name, Type<?> word, int depth) {
    if (depth < 2 || depth > 1 << 26) {
      throw Errors.at("memory " + name + ": expected a depth in 2..2^26, found " + depth);
    }
    Source source = Errors.source();
    names.declare(name, source);
    MemoryDecl decl = new MemoryDecl(name, depth, word.width(), word.signed(), source);
    memories.add(decl);
    return decl;
  }

  void write(MemoryDecl memory, Expr address, Expr data) {
    frame.revision++;
    boolean never = frame.condition instanceof Expr.Constant always && always.value().signum() == 0;
    if (never) {
      return;
    }
    writes.add(new PendingWrite(memory, clock, frame.condition, address, data));
  }

  /// `word`, or what the writes of this cycle put at the same address.
  Expr bypass(MemoryDecl memory, Expr address, Expr word) {
    Expr result = word;
    for (PendingWrite write : writes) {
      if (write.memory() == memory) {
        Expr meets = Exprs.binary(Expr.Binary.Op.EQUAL, write.address(), address);
        Expr exists = exists(memory, address);
        Expr hit = Exprs.and(Exprs.and(write.enable(), meets), exists);
        result = Exprs.mux(hit, write.data(), result);
      }
    }
    return result;
  }

  private static Expr exists(MemoryDecl memory, Expr address) {
    Expr last =
        Exprs.constant(BigInteger.valueOf(memory.depth() - 1L), memory.addressWidth(), false);
    return Exprs.binary(Expr.Binary.Op.LESS_OR_EQUAL, address, last);
  }

  <I> I instance(String name, Module<I> module) {
    Source source = Errors.source();
    names.declare(name, source);
    ModuleDef definition = elaborator.define(name, module);
    Pins pins = new Pins(this, name, source);
    I io = module.ports(new PortList(pins));
    instances.add(new PendingInstance(name, definition, clock, pins, source));
    return io;
  }

  /// A property under the conditions here: where they are 0, an assertion or an assumption says
  /// nothing and a cover is not reached.
  void property(Property.Kind kind, String name, Expr condition) {
    Driven wire = net(name, name, Type.bool(), Net.Kind.WIRE);
    Expr here = frame.condition;
    driveAlways(
        wire,
        switch (kind) {
          case ASSERT, ASSUME -> Exprs.mux(here, condition, Exprs.TRUE);
          case COVER -> Exprs.and(here, condition);
        });
    properties.add(new Property(kind, clock, wire.net(), wire.net().source()));
  }

  void drive(Driven target, Expr value) {
    if (target.builder() != this || elaborator.current() != this) {
      throw Errors.at(target.label() + ": driven from inside another module");
    }
    Net net = target.net();
    if (value.width() != net.width() || value.signed() != net.signed()) {
      throw Errors.at(
          target.label()
              + ": expected "
              + shape(net.width(), net.signed())
              + " to drive it, found "
              + shape(value.width(), value.signed()));
    }
    Source source = Errors.source();
    Source first = frame.touched.putIfAbsent(target, source);
    if (first != null) {
      throw Errors.at(
          target.label() + ": driven twice, first at " + first + "; this drive would hide that one",
          source);
    }
    frame.revision++;
    frame.values.put(target, Optional.of(value));
  }

  /// Drives a net of this module's own making whatever the conditions here.
  void driveAlways(Driven target, Expr value) {
    Frame around = frame;
    while (frame.parent.isPresent()) {
      frame = frame.parent.get();
    }
    int revision = frame.revision;
    try {
      drive(target, value);
      frame.revision = revision;
    } finally {
      frame = around;
    }
  }

  static String shape(int width, boolean signed) {
    return width + (width == 1 ? " bit " : " bits ") + (signed ? "signed" : "unsigned");
  }

  Chain chain() {
    return new Chain(frame);
  }

  void branch(Chain chain, Expr condition, Runnable body) {
    if (chain.around != frame || chain.revision != frame.revision) {
      throw Errors.at("elseWhen or otherwise must follow its when directly");
    }
    Frame outer = frame;
    Expr taken = Exprs.and(chain.noneSoFar, condition);
    frame = new Frame(Optional.of(outer), Exprs.and(outer.condition, taken));
    Frame inner = frame;
    try {
      body.run();
    } finally {
      frame = outer;
    }
    chain.branches.add(new Branch(condition, inner.values));
    chain.noneSoFar = Exprs.and(chain.noneSoFar, Exprs.not(condition));
    merge(chain, inner);
    outer.revision++;
    chain.revision = outer.revision;
  }

  private void merge(Chain chain, Frame last) {
    Set<Driven> targets = new LinkedHashSet<>();
    chain.branches.forEach(branch -> targets.addAll(branch.values().keySet()));
    for (Driven target : targets) {
      Optional<Expr> before = chain.before.computeIfAbsent(target, t -> valueIn(chain.around, t));
      Optional<Expr> merged = before;
      for (Branch branch : chain.branches.reversed()) {
        Optional<Expr> inside = branch.values().getOrDefault(target, before);
        merged = select(branch.condition(), inside, merged);
      }
      chain.around.values.put(target, merged);
    }
    last.touched.forEach(chain.around.touched::putIfAbsent);
  }

  private static Optional<Expr> select(
      Expr condition, Optional<Expr> inside, Optional<Expr> otherwise) {
    if (condition == Exprs.TRUE) {
      return inside;
    }
    return inside.flatMap(value -> otherwise.map(other -> Exprs.mux(condition, value, other)));
  }

  private Optional<Expr> valueIn(Frame start, Driven target) {
    for (Optional<Frame> at = Optional.of(start); at.isPresent(); at = at.get().parent) {
      Optional<Expr> value = at.get().values.get(target);
      if (value != null) {
        return value;
      }
    }
    return registers.containsKey(target)
        ? Optional.of(new Expr.Ref(target.net()))
        : Optional.empty();
  }

  /// What drives a net in the end; empty where some path leaves it without a value.
  Optional<Expr> driver(Driven target) {
    return valueIn(frame, target);
  }

  /// Whether anything drives a net, on whatever path.
  Optional<Source> firstDrive(Driven target) {
    return Optional.ofNullable(frame.touched.get(target));
  }
}
