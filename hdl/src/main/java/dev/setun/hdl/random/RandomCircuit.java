package dev.setun.hdl.random;

import static dev.setun.hdl.Type.bits;
import static dev.setun.hdl.Type.bool;
import static dev.setun.hdl.Type.sint;
import static dev.setun.hdl.Type.uint;

import dev.setun.hdl.Bits;
import dev.setun.hdl.Bool;
import dev.setun.hdl.Circuit;
import dev.setun.hdl.Memory;
import dev.setun.hdl.Module;
import dev.setun.hdl.PortList;
import dev.setun.hdl.SInt;
import dev.setun.hdl.Signal;
import dev.setun.hdl.Type;
import dev.setun.hdl.UInt;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// A circuit drawn at random from everything the language has, the same for the same parameters.
///
/// @param operations how many operations to draw
/// @param depth how many levels of instances to draw below
public record RandomCircuit(long seed, int operations, int depth)
    implements Module<RandomCircuit.Io> {
  private static final int[] WIDTHS = {1, 2, 3, 5, 8, 9, 16, 31, 32, 33, 63, 64, 65, 100, 128, 130};

  /// The ports.
  public record Io(List<Signal<?>> inputs, List<Signal<?>> outputs) {}

  @Override
  public Io ports(PortList p) {
    Random random = new Random(seed);
    List<Signal<?>> inputs = new ArrayList<>();
    List<Signal<?>> outputs = new ArrayList<>();
    for (int i = 0; i < 3 + random.nextInt(4); i++) {
      inputs.add(p.in("in_" + i, type(random)));
    }
    for (int i = 0; i < 2 + random.nextInt(5); i++) {
      outputs.add(p.out("out_" + i, type(random)));
    }
    return new Io(inputs, outputs);
  }

  @Override
  public void build(Circuit c, Io io) {
    new Drawing(c, new Random(seed * 31 + 7), this).draw(io);
  }

  private static Type<?> type(Random random) {
    int width = WIDTHS[random.nextInt(WIDTHS.length)];
    return switch (random.nextInt(4)) {
      case 0 -> uint(width);
      case 1 -> sint(width);
      case 2 -> bits(width);
      default -> bool();
    };
  }

  /// One drawing: a pool of signals that grows.
  private static final class Drawing {
    private static final int LEVELS = 2;

    private final Circuit c;
    private final Random random;
    private final RandomCircuit parameters;
    private final List<Signal<?>> pool = new ArrayList<>();
    private final List<Signal<?>> registers = new ArrayList<>();
    private int names;

    Drawing(Circuit c, Random random, RandomCircuit parameters) {
      this.c = c;
      this.random = random;
      this.parameters = parameters;
    }

    void draw(Io io) {
      pool.addAll(io.inputs());
      for (int i = 0; i < 2 + random.nextInt(5); i++) {
        register(type(random));
      }
      for (int i = 0; i < parameters.operations(); i++) {
        pool.add(step());
      }
      registers.forEach(register -> drive(register, LEVELS));
      io.outputs().forEach(this::observe);
    }

    private <T extends Signal<T>> void register(Type<T> type) {
      BigInteger bits = new BigInteger(type.width(), random);
      T register =
          c.register(
              name("r"),
              type,
              type.signed() && bits.testBit(type.width() - 1)
                  ? bits.subtract(BigInteger.ONE.shiftLeft(type.width()))
                  : bits);
      registers.add(register);
      pool.add(register);
    }

    private String name(String prefix) {
      return prefix + "_" + names++;
    }

    private Signal<?> step() {
      return switch (random.nextInt(12)) {
        case 0 -> wire(type(random));
        case 1 -> memory(type(random));
        case 2 -> instance();
        case 3, 4 -> named(operation());
        default -> operation();
      };
    }

    private <T extends Signal<T>> T named(Signal<T> signal) {
      return c.named(name("n"), signal.as(signal.type()));
    }

    private <T extends Signal<T>> T wire(Type<T> type) {
      T wire = c.wire(name("w"), type);
      wire.drive(value(type));
      drive(wire, LEVELS);
      return wire;
    }

    private <T extends Signal<T>> void output(Signal<T> output) {
      output.drive(value(output.type()));
    }

    /// Drives an output with bits from all over the pool, so that few differences stay inside.
    private <T extends Signal<T>> void observe(Signal<T> output) {
      Bits mixed = vector(output.width());
      for (Signal<?> signal : pool) {
        if (random.nextInt(3) == 0) {
          Bits bits = signal.asBits();
          boolean wider = bits.width() >= output.width();
          mixed = mixed.xor(wider ? bits.low(output.width()) : bits.zext(output.width()));
        }
      }
      output.drive(mixed.as(output.type()));
    }

    /// Conditional drives, nested up to `levels`.
    private <T extends Signal<T>> void drive(Signal<T> target, int levels) {
      Type<T> type = target.type();
      var when = c.when(flag(), () -> body(target, type, levels));
      if (random.nextBoolean()) {
        when.elseWhen(flag(), () -> body(target, type, levels));
      }
      if (random.nextBoolean()) {
        when.otherwise(() -> body(target, type, levels));
      }
    }

    private <T extends Signal<T>> void body(Signal<T> target, Type<T> type, int levels) {
      if (levels == LEVELS || random.nextInt(4) > 0) {
        target.drive(value(type));
      }
      if (levels > 0 && random.nextBoolean()) {
        drive(target, levels - 1);
      }
    }

    private <T extends Signal<T>> Signal<T> memory(Type<T> type) {
      Memory<T> memory = c.memory(name("m"), type, 2 + random.nextInt(7));
      for (int i = 0; i < 1 + random.nextInt(2); i++) {
        c.when(flag(), () -> memory.write(address(memory), value(type)));
      }
      UInt address = address(memory);
      return switch (random.nextInt(3)) {
        case 0 -> memory.read(address);
        case 1 -> memory.readRegistered(name("q"), address, Memory.ReadDuringWrite.OLD_WORD);
        default -> memory.readRegistered(name("q"), address, Memory.ReadDuringWrite.NEW_WORD);
      };
    }

    /// By a name, since a constant address must be within the depth.
    private UInt address(Memory<?> memory) {
      return c.named(name("a"), number(memory.addressWidth()));
    }

    private Signal<?> instance() {
      if (parameters.depth() == 0) {
        return operation();
      }
      long child = parameters.seed() * 3 + random.nextInt(2);
      Io io =
          c.instance(
              name("u"),
              new RandomCircuit(child, parameters.operations() / 2, parameters.depth() - 1));
      io.inputs().forEach(this::output);
      pool.addAll(io.outputs());
      return io.outputs().getFirst();
    }

    private Signal<?> operation() {
      int width = WIDTHS[random.nextInt(WIDTHS.length)];
      return switch (random.nextInt(9)) {
        case 0 -> unsigned(number(width));
        case 1, 2 -> signed(integer(width));
        case 3 -> bitwise(vector(width), vector(width));
        case 4 -> flag();
        case 5 -> flag().select(integer(width), integer(width));
        case 6 ->
            c.select(number(2))
                .when(2, vector(width))
                .when(0, vector(width))
                .otherwise(vector(width));
        case 7 -> c.pick(List.of(number(width), number(width), number(width)), number(2));
        default -> Bits.concat(any(), any(), flag());
      };
    }

    private Signal<?> unsigned(UInt x) {
      int width = x.width();
      return switch (random.nextInt(8)) {
        case 0 -> cut(x.addGrow(number(other(width))));
        case 1 -> cut(x.mulGrow(number(other(width))));
        case 2 -> x.addWrap(number(width));
        case 3 -> x.subWrap(number(width));
        case 4 -> cut(x.subGrow(number(other(width))));
        case 5 -> x.zext(width + random.nextInt(9));
        case 6 -> cut(x.shiftLeftGrow(random.nextInt(5)));
        default -> x.shiftRightShrink(random.nextInt(width));
      };
    }

    private Signal<?> signed(SInt x) {
      int width = x.width();
      return switch (random.nextInt(9)) {
        case 0 -> cut(x.addGrow(integer(other(width))));
        case 1 -> cut(x.mulGrow(integer(other(width))));
        case 2 -> x.addWrap(integer(width));
        case 3 -> x.subWrap(integer(width));
        case 4 -> cut(x.subGrow(integer(other(width))));
        case 5 -> x.negateGrow();
        case 6 -> x.negateWrap();
        case 7 -> x.sext(width + random.nextInt(9));
        default -> x.shiftRightShrink(random.nextInt(width));
      };
    }

    private Signal<?> cut(Signal<?> signal) {
      return random.nextBoolean() ? signal : signal.bits(random.nextInt(signal.width()), 0);
    }

    private int other(int width) {
      return Math.max(1, width + random.nextInt(7) - 3);
    }

    private Bits bitwise(Bits x, Bits y) {
      return switch (random.nextInt(4)) {
        case 0 -> x.and(y);
        case 1 -> x.or(y);
        case 2 -> x.xor(y);
        default -> x.not();
      };
    }

    private Bool flag() {
      int width = WIDTHS[random.nextInt(WIDTHS.length)];
      return switch (random.nextInt(10)) {
        case 0 -> number(width).lessThan(number(width));
        case 1 -> integer(width).lessThan(integer(width));
        case 2 -> integer(width).atMost(integer(width));
        case 3 -> vector(width).equal(vector(width));
        case 4 -> vector(2).notEqual(random.nextInt(4));
        case 5 -> any().reduceOr();
        case 6 -> any().reduceAnd();
        case 7 -> any().reduceXor();
        case 8 -> vector(1).bit(0).not();
        default -> vector(1).bit(0).and(vector(1).bit(0));
      };
    }

    private Signal<?> any() {
      if (random.nextInt(10) == 0) {
        int width = WIDTHS[random.nextInt(WIDTHS.length)];
        return bits(width).of(new BigInteger(width, random));
      }
      int recent = Math.min(pool.size(), 12);
      return random.nextBoolean()
          ? pool.get(random.nextInt(pool.size()))
          : pool.get(pool.size() - 1 - random.nextInt(recent));
    }

    private Bits vector(int width) {
      Signal<?> signal = any();
      if (signal.width() >= width) {
        int low = random.nextInt(signal.width() - width + 1);
        return signal.bits(low + width - 1, low);
      }
      return random.nextBoolean()
          ? signal.asBits().zext(width)
          : signal.asSInt().sext(width).asBits();
    }

    private UInt number(int width) {
      return vector(width).asUInt();
    }

    private SInt integer(int width) {
      return vector(width).asSInt();
    }

    private <T extends Signal<T>> T value(Type<T> type) {
      return vector(type.width()).as(type);
    }
  }
}
