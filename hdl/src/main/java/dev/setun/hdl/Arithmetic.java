package dev.setun.hdl;

import dev.setun.hdl.ir.Expr;
import dev.setun.hdl.ir.Exprs;
import java.util.List;

/// Arithmetic that widens first.
final class Arithmetic {
  private Arithmetic() {}

  static Expr grow(Expr.Binary.Op op, Signal<?> x, Signal<?> y, boolean signed) {
    int width = Math.max(x.width(), y.width()) + 1;
    Expr left = Exprs.extend(x.expr(), width);
    return Exprs.cast(Exprs.binary(op, left, Exprs.extend(y.expr(), width)), signed);
  }

  static Expr product(Signal<?> x, Signal<?> y) {
    int width = x.width() + y.width();
    Expr left = Exprs.extend(x.expr(), width);
    return Exprs.binary(Expr.Binary.Op.MULTIPLY, left, Exprs.extend(y.expr(), width));
  }

  static Expr shiftLeft(Signal<?> x, int places) {
    if (places < 0) {
      throw Errors.at("shift by " + places + ": expected 0 or more");
    }
    if (places == 0) {
      return x.expr();
    }
    Expr shifted = Exprs.concat(List.of(x.expr(), Exprs.zero(places, false)));
    return Exprs.cast(shifted, x.expr().signed());
  }
}
