package dev.setun.hdl.bench;

import static dev.setun.hdl.Type.bits;
import static dev.setun.hdl.Type.bool;
import static dev.setun.hdl.Type.sint;

import dev.setun.hdl.Bits;
import dev.setun.hdl.Bool;
import dev.setun.hdl.Circuit;
import dev.setun.hdl.Module;
import dev.setun.hdl.PortList;
import dev.setun.hdl.SInt;

/// A processing element with a weight of its own: +x, -x or 0.
record SelectAddCell() implements Module<SelectAddCell.Io> {
  static final int CODE_BITS = 2;
  static final int ACTIVATION_BITS = 8;
  private static final int MINUS = 0;
  private static final int PLUS = 2;

  /// @param load the weight register takes `code`
  record Io(Bool load, Bits code, SInt activation, SInt addend) {}

  @Override
  public Io ports(PortList p) {
    return new Io(
        p.in("load", bool()),
        p.in("code", bits(CODE_BITS)),
        p.in("activation", sint(ACTIVATION_BITS)),
        p.out("addend", sint(ACTIVATION_BITS + 1)));
  }

  @Override
  public void build(Circuit c, Io io) {
    Bits weight = c.registerWithoutReset("weight", bits(CODE_BITS));
    c.when(io.load(), () -> weight.drive(io.code()));
    SInt x = io.activation();
    io.addend()
        .drive(
            c.select(weight)
                .when(PLUS, x.extend(1))
                .when(MINUS, x.negateGrow())
                .otherwise(SInt.of(0, ACTIVATION_BITS + 1)));
  }

  @Override
  public String description() {
    return "A processing element with a weight of its own: +x, -x or 0.";
  }
}
