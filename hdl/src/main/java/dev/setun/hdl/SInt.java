package dev.setun.hdl;

import dev.setun.hdl.ir.Expr;
import dev.setun.hdl.ir.Exprs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A two's complement number of w bits: -2^(w-1)..2^(w-1)-1.
public final class SInt extends Signal<SInt> {
  SInt(Expr expr, Optional<Driven> driven) {
    super(expr, driven);
  }

  /// A constant of that width.
  public static SInt of(long value, int width) {
    return Type.sint(width).of(value);
  }

  /// The sum as a balanced tree of growing adders.
  public static SInt sumGrow(List<SInt> addends) {
    if (addends.isEmpty()) {
      throw Errors.at("sumGrow: expected at least one addend");
    }
    List<SInt> level = addends;
    while (level.size() > 1) {
      List<SInt> next = new ArrayList<>();
      for (int i = 0; i + 1 < level.size(); i += 2) {
        next.add(level.get(i).addGrow(level.get(i + 1)));
      }
      if (level.size() % 2 == 1) {
        next.add(level.getLast());
      }
      level = next;
    }
    return level.getFirst();
  }

  @Override
  public Type<SInt> type() {
    return Type.sint(width());
  }

  /// The sum in max(w, w') + 1 bits.
  public SInt addGrow(SInt other) {
    return number(Arithmetic.grow(Expr.Binary.Op.ADD, this, other, true));
  }

  /// The difference in max(w, w') + 1 bits.
  public SInt subGrow(SInt other) {
    return number(Arithmetic.grow(Expr.Binary.Op.SUBTRACT, this, other, true));
  }

  /// The product in w + w' bits.
  public SInt mulGrow(SInt other) {
    return number(Arithmetic.product(this, other));
  }

  /// The negative in w + 1 bits.
  public SInt negateGrow() {
    return number(Exprs.unary(Expr.Unary.Op.NEGATE, Exprs.extend(expr(), width() + 1)));
  }

  /// The sum modulo 2^w.
  public SInt addWrap(SInt other) {
    return number(same("addWrap", Expr.Binary.Op.ADD, other));
  }

  /// The difference modulo 2^w.
  public SInt subWrap(SInt other) {
    return number(same("subWrap", Expr.Binary.Op.SUBTRACT, other));
  }

  /// The negative modulo 2^w: of the least number it is itself.
  public SInt negateWrap() {
    return number(Exprs.unary(Expr.Unary.Op.NEGATE, expr()));
  }

  /// 1 where this is less.
  public Bool lessThan(SInt other) {
    return Bool.from(same("lessThan", Expr.Binary.Op.LESS, other));
  }

  /// 1 where this is less.
  public Bool lessThan(long value) {
    return lessThan(type().of(value));
  }

  /// 1 where this is less or equal.
  public Bool atMost(SInt other) {
    return Bool.from(same("atMost", Expr.Binary.Op.LESS_OR_EQUAL, other));
  }

  /// 1 where this is less or equal.
  public Bool atMost(long value) {
    return atMost(type().of(value));
  }

  /// The lowest `width` bits as a two's complement number.
  public SInt low(int width) {
    return bits(width - 1, 0).asSInt();
  }

  /// The same number in `width` bits, at least as many.
  public SInt sext(int width) {
    return number(Exprs.extend(expr(), Errors.wider("sext", this, width)));
  }

  /// The same number in `more` more bits.
  public SInt extend(int more) {
    return sext(width() + more);
  }

  /// Times 2^places, in as many more bits.
  public SInt shiftLeftGrow(int places) {
    return number(Arithmetic.shiftLeft(this, places));
  }

  /// Divided by 2^places, rounded down, in as many fewer bits (at least one).
  public SInt shiftRightShrink(int places) {
    return bits(width() - 1, Math.min(places, width() - 1)).asSInt();
  }

  private static SInt number(Expr expr) {
    return Type.sint(expr.width()).of(expr);
  }
}
