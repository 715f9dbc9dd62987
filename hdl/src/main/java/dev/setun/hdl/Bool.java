package dev.setun.hdl;

import dev.setun.hdl.ir.Expr;
import dev.setun.hdl.ir.Exprs;
import java.util.Optional;

/// One bit.
public final class Bool extends Signal<Bool> {
  /// Constant 1.
  public static final Bool TRUE = from(Exprs.TRUE);

  /// Constant 0.
  public static final Bool FALSE = from(Exprs.FALSE);

  Bool(Expr expr, Optional<Driven> driven) {
    super(expr, driven);
  }

  static Bool from(Expr expr) {
    return new Bool(expr, Optional.empty());
  }

  /// The constant.
  public static Bool of(boolean value) {
    return value ? TRUE : FALSE;
  }

  @Override
  public Type<Bool> type() {
    return Type.bool();
  }

  /// `whenTrue` where this is 1, else `whenFalse`; of equal widths.
  public <T extends Signal<T>> T select(T whenTrue, T whenFalse) {
    whenTrue.requireEqualWidth("select", whenFalse);
    return whenTrue.type().of(Exprs.mux(expr(), whenTrue.expr(), whenFalse.expr()));
  }
}
