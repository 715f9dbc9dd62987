package dev.setun.hdl;

import dev.setun.hdl.ir.Net;
import dev.setun.hdl.ir.Property;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/// The inside of one module while it is being described: registers, wires, memories, instances and
/// the conditions under which they are driven.
///
/// Every name given here is the name in the Verilog and in a VCD. Names are letters, digits and
/// `_`, differ by more than case, and are no keywords.
public final class Circuit {
  private final CircuitBuilder builder;

  Circuit(CircuitBuilder builder) {
    this.builder = builder;
  }

  /// A wire, to be driven.
  public <T extends Signal<T>> T wire(String name, Type<T> type) {
    return type.of(builder.net(name, name, type, Net.Kind.WIRE));
  }

  /// A wire for each field of a bundle, to be driven.
  public <B extends Bundle<B>> B wire(String name, BundleType<B> type) {
    return type.of(builder.fields(name, Net.Kind.WIRE, Optional.empty()));
  }

  /// A register for each field of a bundle; reset sets them to 0.
  public <B extends Bundle<B>> B register(String name, BundleType<B> type) {
    return type.of(builder.fields(name, Net.Kind.REGISTER, Optional.of(BigInteger.ZERO)));
  }

  /// A register for each field of a bundle; reset does not touch them.
  public <B extends Bundle<B>> B registerWithoutReset(String name, BundleType<B> type) {
    return type.of(builder.fields(name, Net.Kind.REGISTER, Optional.empty()));
  }

  /// A wire that carries `value`: gives an intermediate result a name. An enclosing `when` does not
  /// matter.
  public <T extends Signal<T>> T named(String name, T value) {
    Driven wire = builder.net(name, name, value.type(), Net.Kind.WIRE);
    builder.driveAlways(wire, value.expr());
    return value.type().of(wire);
  }

  /// A register that reset sets to `reset`. What is driven is its value in the next cycle; where
  /// nothing is driven it holds.
  ///
  /// @throws HdlException if the reset value does not fit
  public <T extends Signal<T>> T register(String name, Type<T> type, long reset) {
    return register(name, type, BigInteger.valueOf(reset));
  }

  /// A register that reset sets to `reset`, for values beyond a long.
  ///
  /// @throws HdlException if the reset value does not fit
  public <T extends Signal<T>> T register(String name, Type<T> type, BigInteger reset) {
    type.of(reset);
    return type.of(builder.registerNet(name, type, Optional.of(reset)));
  }

  /// A register that reset does not touch: for data whose validity another register tells.
  public <T extends Signal<T>> T registerWithoutReset(String name, Type<T> type) {
    return type.of(builder.registerNet(name, type, Optional.empty()));
  }

  /// A register without reset that follows `value` one cycle later. An enclosing `when` does not
  /// matter.
  public <T extends Signal<T>> T delay(String name, T value) {
    Driven register = builder.registerNet(name, value.type(), Optional.empty());
    builder.driveAlways(register, value.expr());
    return value.type().of(register);
  }

  /// A register with reset that follows `value` one cycle later. An enclosing `when` does not
  /// matter.
  ///
  /// @throws HdlException if the reset value does not fit
  public <T extends Signal<T>> T delay(String name, T value, long reset) {
    value.type().of(reset);
    Driven register =
        builder.registerNet(name, value.type(), Optional.of(BigInteger.valueOf(reset)));
    builder.driveAlways(register, value.expr());
    return value.type().of(register);
  }

  /// A register with one of the constants of an enum.
  public <E extends Enum<E>> StateMachine<E> stateMachine(String name, Class<E> states, E initial) {
    return new StateMachine<>(this, name, states, initial);
  }

  /// The clock of what is described here: `clk`, or that of the enclosing [#in].
  public ClockDomain clockDomain() {
    return builder.domain();
  }

  /// Describes something that keeps to another clock: the registers, writes, properties and
  /// instances in `body` are of that clock. Wires are of no clock of their own.
  ///
  /// @throws HdlException if `domain` is no clock of this module
  public void in(ClockDomain domain, Runnable body) {
    builder.in(domain, body);
  }

  /// A bit of another clock, or of none, brought over to the clock here by a chain of registers
  /// without reset, `name_0` to `name_STAGES-1`. It arrives `stages - 1` to `stages` cycles later;
  /// a change that lasts less than a cycle may be missed.
  ///
  /// @param stages 2 or more
  public Bool synchronise(String name, Bool value, int stages) {
    if (stages < 2) {
      throw Errors.at("synchronise " + name + ": expected 2 stages or more, found " + stages);
    }
    Bool last = Type.bool().of(builder.synchroniser(name + "_0", value.expr()));
    for (int stage = 1; stage < stages; stage++) {
      last = delay(name + "_" + stage, last);
    }
    return last;
  }

  /// A wire that carries a value of another clock to the clock here as it is. The one who writes
  /// this promises that nothing takes it while it changes: data that a synchronised flag guards, a
  /// memory between two clocks.
  public <T extends Signal<T>> T crossing(String name, T value) {
    Driven wire = builder.net(name, name, value.type(), Net.Kind.WIRE);
    builder.driveAlways(wire, value.expr());
    builder.allow(wire);
    return value.type().of(wire);
  }

  /// A memory of `depth` words.
  ///
  /// @param depth 2 or more
  public <T extends Signal<T>> Memory<T> memory(String name, Type<T> word, int depth) {
    return new Memory<>(builder, builder.memory(name, word, depth), word);
  }

  /// A module inside this one.
  ///
  /// @return its ports as seen from here: inputs to drive, outputs to read
  public <I> I instance(String name, Module<I> module) {
    return builder.instance(name, module);
  }

  /// States that `condition` is 1 in every cycle; within a `when`, in every cycle in which the
  /// `when` holds. In a module that has a reset, cycles with `rst` 1 do not count.
  ///
  /// The simulator stops where it is 0, and a proof of the Verilog proves it. `name` is a wire.
  public void assertAlways(String name, Bool condition) {
    builder.property(Property.Kind.ASSERT, name, condition.expr());
  }

  /// States what the surroundings of the module promise, in the cycles of [#assertAlways]. The
  /// simulator stops where it is 0, and a proof takes it as given.
  public void assume(String name, Bool condition) {
    builder.property(Property.Kind.ASSUME, name, condition.expr());
  }

  /// Names a situation that tests ought to reach: the simulator counts the cycles in which
  /// `condition`, and every `when` around, is 1 and `rst`, if the module has it, is 0.
  public void cover(String name, Bool condition) {
    builder.property(Property.Kind.COVER, name, condition.expr());
  }

  /// Drives the element of a vector that `index` tells; the others are not driven. Beyond the last
  /// element nothing is.
  public <T extends Signal<T>> void driveAt(Vec<T> vector, UInt index, T value) {
    for (int i = 0; i < vector.size() && BigInteger.valueOf(i).bitLength() <= index.width(); i++) {
      T element = vector.get(i);
      when(index.equal(i), () -> element.drive(value));
    }
  }

  /// What is driven or written only where `condition` is 1. Go on with `elseWhen` or `otherwise`.
  public When when(Bool condition, Runnable body) {
    CircuitBuilder.Chain chain = builder.chain();
    builder.branch(chain, condition.expr(), body);
    return new When(builder, chain);
  }

  /// A choice by the value of `key`.
  public <K extends Signal<K>> Select.Start<K> select(K key) {
    return new Select.Start<>(key);
  }

  /// Element `index` of a list of equally wide signals, as a tree of selections. An index beyond
  /// the list gives the last element.
  ///
  /// @throws HdlException if the index is too narrow to reach all elements
  public <T extends Signal<T>> T pick(List<T> elements, UInt index) {
    return Pick.of(elements, index);
  }
}
