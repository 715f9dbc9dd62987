package dev.setun.hdl.example;

import static dev.setun.hdl.Type.bits;
import static dev.setun.hdl.Type.bool;
import static dev.setun.hdl.Type.sint;

import dev.setun.hdl.Bits;
import dev.setun.hdl.Bool;
import dev.setun.hdl.Circuit;
import dev.setun.hdl.Module;
import dev.setun.hdl.PortList;
import dev.setun.hdl.SInt;
import java.util.ArrayList;
import java.util.List;

/// Adds, subtracts or skips each of `lanes` numbers and accumulates the sums.
public record SelectAddRow(int lanes, int laneBits, int sumBits)
    implements Module<SelectAddRow.Io> {
  private static final int MINUS = 0;
  private static final int PLUS = 2;

  /// The ports.
  public record Io(Bits x, Bits codes, Bool load, Bool clear, Bool add, SInt sum) {}

  @Override
  public Io ports(PortList p) {
    return new Io(
        p.in("x", bits(lanes * laneBits)),
        p.in("codes", bits(2 * lanes)),
        p.in("load", bool()),
        p.in("clear", bool()),
        p.in("add", bool()),
        p.out("sum", sint(sumBits)));
  }

  @Override
  public void build(Circuit c, Io io) {
    Bits weights = c.registerWithoutReset("weights", bits(2 * lanes));
    c.when(io.load(), () -> weights.drive(io.codes()));
    List<SInt> addends = new ArrayList<>();
    for (int lane = 0; lane < lanes; lane++) {
      SInt x = c.named("x_" + lane, io.x().slice(lane, laneBits).asSInt());
      addends.add(
          c.named(
              "addend_" + lane,
              c.select(weights.slice(lane, 2))
                  .when(PLUS, x.extend(1))
                  .when(MINUS, x.negateGrow())
                  .otherwise(SInt.of(0, laneBits + 1))));
    }
    SInt partial = c.delay("partial", SInt.sumGrow(addends));
    SInt total = c.register("total", sint(sumBits), 0);
    c.when(
        io.add(),
        () -> {
          SInt before = io.clear().select(total.zero(), total);
          total.drive(before.addWrap(partial.sext(sumBits)));
        });
    io.sum().drive(total);
  }
}
