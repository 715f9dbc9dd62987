package dev.setun.hdl;

import dev.setun.hdl.ir.Expr;
import dev.setun.hdl.ir.Exprs;
import java.util.Optional;

/// An unsigned number of w bits: 0..2^w-1.
public final class UInt extends Signal<UInt> {
  UInt(Expr expr, Optional<Driven> driven) {
    super(expr, driven);
  }

  /// A constant of that width.
  public static UInt of(long value, int width) {
    return Type.uint(width).of(value);
  }

  @Override
  public Type<UInt> type() {
    return Type.uint(width());
  }

  /// The sum in max(w, w') + 1 bits.
  public UInt addGrow(UInt other) {
    return number(Arithmetic.grow(Expr.Binary.Op.ADD, this, other, false));
  }

  /// The difference in max(w, w') + 1 bits, signed.
  public SInt subGrow(UInt other) {
    Expr difference = Arithmetic.grow(Expr.Binary.Op.SUBTRACT, this, other, false);
    return number(difference).asSInt();
  }

  /// The product in w + w' bits.
  public UInt mulGrow(UInt other) {
    return number(Arithmetic.product(this, other));
  }

  /// The sum modulo 2^w.
  public UInt addWrap(UInt other) {
    return number(same("addWrap", Expr.Binary.Op.ADD, other));
  }

  /// The sum with a constant modulo 2^w.
  public UInt addWrap(long value) {
    return addWrap(type().of(value));
  }

  /// The difference modulo 2^w.
  public UInt subWrap(UInt other) {
    return number(same("subWrap", Expr.Binary.Op.SUBTRACT, other));
  }

  /// The difference to a constant modulo 2^w.
  public UInt subWrap(long value) {
    return subWrap(type().of(value));
  }

  /// 1 where this is less.
  public Bool lessThan(UInt other) {
    return Bool.from(same("lessThan", Expr.Binary.Op.LESS, other));
  }

  /// 1 where this is less.
  public Bool lessThan(long value) {
    return lessThan(type().of(value));
  }

  /// 1 where this is less or equal.
  public Bool atMost(UInt other) {
    return Bool.from(same("atMost", Expr.Binary.Op.LESS_OR_EQUAL, other));
  }

  /// 1 where this is less or equal.
  public Bool atMost(long value) {
    return atMost(type().of(value));
  }

  /// The lowest `width` bits: modulo 2^width.
  public UInt low(int width) {
    return bits(width - 1, 0).asUInt();
  }

  /// The same number in `width` bits, at least as many.
  public UInt zext(int width) {
    return number(Exprs.extend(expr(), Errors.wider("zext", this, width)));
  }

  /// The same number in `more` more bits.
  public UInt extend(int more) {
    return zext(width() + more);
  }

  /// Times 2^places, in as many more bits.
  public UInt shiftLeftGrow(int places) {
    return number(Arithmetic.shiftLeft(this, places));
  }

  /// Divided by 2^places, rounded down, in as many fewer bits (at least one).
  public UInt shiftRightShrink(int places) {
    return places >= width() ? Type.uint(1).of(0) : bits(width() - 1, places).asUInt();
  }

  private static UInt number(Expr expr) {
    return Type.uint(expr.width()).of(expr);
  }
}
