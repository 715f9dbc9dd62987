package dev.setun.hdl.random;

import static dev.setun.hdl.Type.bits;
import static dev.setun.hdl.Type.bool;
import static dev.setun.hdl.Type.sint;
import static dev.setun.hdl.Type.uint;

import dev.setun.hdl.Bits;
import dev.setun.hdl.Bool;
import dev.setun.hdl.Circuit;
import dev.setun.hdl.Module;
import dev.setun.hdl.PortList;
import dev.setun.hdl.SInt;
import dev.setun.hdl.UInt;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// A random module of narrow values whose outputs are registers, so that many instances of it can
/// be computed side by side.
///
/// @param operations how many operations to draw
public record RandomCell(long seed, int operations) implements Module<RandomCell.Io> {
  private static final int WIDE = 100;

  /// The ports.
  ///
  /// @param enable lets some registers change
  /// @param wide is only ever cut into pieces
  public record Io(Bool enable, UInt a, SInt b, Bits wide, UInt sum, SInt difference) {}

  @Override
  public Io ports(PortList p) {
    return new Io(
        p.in("enable", bool()),
        p.in("a", uint(13)),
        p.in("b", sint(9)),
        p.in("wide", bits(WIDE)),
        p.out("sum", uint(31)),
        p.out("difference", sint(32)));
  }

  @Override
  public void build(Circuit c, Io io) {
    Random random = new Random(seed);
    List<UInt> numbers = new ArrayList<>(List.of(io.a(), io.b().asUInt()));
    for (int i = 0; i < operations; i++) {
      UInt next = operation(c, io, numbers, random);
      numbers.add(random.nextInt(3) == 0 ? c.named("n_" + i, next) : next);
    }
    UInt state = c.register("state", uint(31), 5);
    UInt last = numbers.getLast();
    c.when(io.enable(), () -> state.drive(state.addWrap(fit(last, 31))))
        .elseWhen(bit(numbers, random), () -> state.drive(fit(pick(numbers, random), 31)));
    SInt other = c.registerWithoutReset("other", sint(32));
    c.when(io.enable(), () -> other.drive(fit(last, 31).asSInt().sext(32)));
    SInt third = c.register("third", sint(32), -7);
    third.drive(other.subWrap(state.asSInt().sext(32)));
    io.sum().drive(state);
    io.difference().drive(third);
  }

  private static UInt pick(List<UInt> numbers, Random random) {
    return numbers.get(random.nextInt(numbers.size()));
  }

  private static Bool bit(List<UInt> numbers, Random random) {
    UInt x = pick(numbers, random);
    return x.bit(random.nextInt(x.width()));
  }

  private static UInt fit(UInt x, int width) {
    return x.width() >= width ? x.low(width) : x.zext(width);
  }

  private UInt operation(Circuit c, Io io, List<UInt> numbers, Random random) {
    int width = 2 + random.nextInt(28);
    UInt x = fit(pick(numbers, random), width);
    UInt y = fit(pick(numbers, random), width);
    return switch (random.nextInt(14)) {
      case 0 -> x.addWrap(y);
      case 1 -> x.subWrap(y);
      case 2 -> x.addGrow(y);
      case 3 -> x.asSInt().subWrap(y.asSInt()).asUInt();
      case 4 -> x.low(Math.min(width, 14)).mulGrow(y.low(Math.min(width, 14)));
      case 5 -> bit(numbers, random).select(x, y);
      case 6 -> x.lessThan(y).select(y, x);
      case 7 -> x.asSInt().atMost(y.asSInt()).select(x.not(), y);
      case 8 -> x.equal(y).or(x.asSInt().notEqual(y.asSInt())).select(x.xor(y), x.and(y));
      case 9 -> Bits.concat(x.reduceOr(), y.reduceAnd(), x.bit(1)).asUInt();
      case 10 -> x.asSInt().negateWrap().asUInt();
      case 11 -> x.shiftRightShrink(random.nextInt(width));
      case 12 -> c.select(x.low(2)).when(2, y).when(0, x).otherwise(y.zero());
      default -> {
        int low = random.nextInt(WIDE - width);
        yield io.wide().bits(low + width - 1, low).asUInt();
      }
    };
  }

  /// As many cells as wanted, each fed by the one before it, by its part of an input and by what
  /// all share.
  ///
  /// @param count instances
  public record Row(RandomCell cell, int count) implements Module<Row.Io> {
    /// The ports.
    public record Io(Bool enable, UInt a, Bits wide, UInt sum, SInt difference) {}

    @Override
    public Io ports(PortList p) {
      return new Io(
          p.in("enable", bool()),
          p.in("a", uint(13)),
          p.in("wide", bits(WIDE + count)),
          p.out("sum", uint(31)),
          p.out("difference", sint(32)));
    }

    @Override
    public void build(Circuit c, Io io) {
      Bool shared = c.named("shared", io.enable().xor(io.a().bit(3)));
      UInt sum = io.a().zext(31);
      SInt difference = SInt.of(0, 32);
      SInt carried = SInt.of(3, 9);
      for (int i = 0; i < count; i++) {
        RandomCell.Io each = c.instance("cell_" + i, cell);
        each.enable().drive(i % 5 == 4 && cell.seed() % 2 == 0 ? io.a().bit(i % 13) : shared);
        each.a().drive(io.a().xor(UInt.of(i * 37L & 0xfff, 13)));
        each.b().drive(carried);
        each.wide().drive(io.wide().bits(i + WIDE - 1, i));
        carried = each.difference().bits(11, 3).asSInt();
        sum = sum.xor(each.sum());
        difference = difference.addWrap(each.difference());
      }
      io.sum().drive(sum);
      io.difference().drive(difference);
    }
  }
}
