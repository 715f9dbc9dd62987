package dev.setun.hdl.tutorial;

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

/// The dot product of ternary weights and int8 activations, `lanes` of each in a cycle. A weight is
/// two bits: 0 for -1, 1 for 0, 2 for +1.
public record DotProduct(int lanes) implements Module<DotProduct.Io> {
  public record Io(Bool valid, Bool first, Bits weights, Bits activations, SInt sum) {}

  @Override
  public Io ports(PortList p) {
    return new Io(
        p.in("valid", bool()),
        p.in("first", bool()),
        p.in("weights", bits(2 * lanes)),
        p.in("activations", bits(8 * lanes)),
        p.out("sum", sint(32)));
  }

  @Override
  public void build(Circuit c, Io io) {
    List<SInt> products = new ArrayList<>();
    for (int lane = 0; lane < lanes; lane++) {
      Bits weight = io.weights().slice(lane, 2);
      SInt x = io.activations().slice(lane, 8).asSInt();
      SInt product =
          c.select(weight.asUInt())
              .when(0, x.negateGrow())
              .when(2, x.sext(9))
              .otherwise(SInt.of(0, 9));
      products.add(c.named("product_" + lane, product));
    }
    SInt partial = c.named("partial", SInt.sumGrow(products));
    SInt sum = c.register("total", sint(32), 0);
    c.when(
        io.valid(),
        () -> sum.drive(io.first().select(partial.sext(32), sum.addWrap(partial.sext(32)))));
    io.sum().drive(sum);
  }
}
