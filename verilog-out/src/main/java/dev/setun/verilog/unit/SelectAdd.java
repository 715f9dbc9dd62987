package dev.setun.verilog.unit;

import static dev.setun.hdl.Type.bits;
import static dev.setun.hdl.Type.sint;

import dev.setun.hdl.Bits;
import dev.setun.hdl.Circuit;
import dev.setun.hdl.Module;
import dev.setun.hdl.PortList;
import dev.setun.hdl.SInt;

/// One processing element: +x, -x or 0 by a ternary weight.
///
/// @param activationBits bits of x
public record SelectAdd(int activationBits) implements Module<SelectAdd.Io> {
  private static final long MINUS_ONE = 0;
  private static final long PLUS_ONE = 2;

  /// @param code weight + 1
  public record Io(SInt activation, Bits code, SInt addend) {}

  /// Bits of an addend: -(-2^(n-1)) needs one more than n.
  int addendBits() {
    return activationBits + 1;
  }

  @Override
  public Io ports(PortList p) {
    return new Io(
        p.in("activation", sint(activationBits)),
        p.in("code", bits(2)),
        p.out("addend", sint(addendBits())));
  }

  @Override
  public void build(Circuit c, Io io) {
    SInt x = io.activation().extend(1);
    io.addend()
        .drive(
            c.select(io.code())
                .when(PLUS_ONE, x)
                .when(MINUS_ONE, x.negateWrap())
                .otherwise(x.zero()));
  }

  @Override
  public String description() {
    return "One processing element: +x, -x or 0 by a ternary weight, code = weight + 1.";
  }
}
