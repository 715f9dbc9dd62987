package dev.setun.hdl;

import dev.setun.hdl.ir.Expr;
import dev.setun.hdl.ir.Exprs;
import java.math.BigInteger;
import java.util.Optional;

/// A value in a circuit: a port, a wire, a register, a constant or something computed from them.
///
/// A verb says what happens to the width. Those with `Grow` in their names take operands of any
/// widths and lose nothing; all others want equal widths and say so if they are not.
///
/// @param <T> the type itself
public abstract sealed class Signal<T extends Signal<T>> permits UInt, SInt, Bits, Bool {
  private final Expr expr;
  private final Optional<Driven> driven;

  Signal(Expr expr, Optional<Driven> driven) {
    this.expr = expr;
    this.driven = driven;
  }

  /// The type of this signal.
  public abstract Type<T> type();

  /// Bits.
  public final int width() {
    return expr.width();
  }

  final Expr expr() {
    return expr;
  }

  /// Drives this output, wire, register or instance input with a value of equal width.
  ///
  /// Inside [Circuit#when] the drive holds only under that condition and overrides one made before
  /// it, outside. A drive that would make an earlier one dead is refused as a second driver.
  ///
  /// @throws HdlException if this is not drivable, the widths differ or there is a driver already
  public final void drive(T value) {
    driveExpr(value.expr());
  }

  final void driveExpr(Expr value) {
    driven
        .orElseThrow(() ->
            Errors.at(
                "only outputs, wires, registers and inputs of instances"
                    + " can be driven; this is an input or an expression"))
        .drive(value);
  }

  /// Drives this signal with a constant.
  ///
  /// @throws HdlException as for [#drive(Signal)], or if the constant does not fit
  public final void drive(long value) {
    drive(type().of(value));
  }

  /// 1 where the values are equal.
  public final Bool equal(T other) {
    return Bool.from(same("equal", Expr.Binary.Op.EQUAL, other));
  }

  /// 1 where this is that number.
  public final Bool equal(long value) {
    return equal(type().of(value));
  }

  /// 1 where the values differ.
  public final Bool notEqual(T other) {
    return Bool.from(same("notEqual", Expr.Binary.Op.NOT_EQUAL, other));
  }

  /// 1 where this is not that number.
  public final Bool notEqual(long value) {
    return notEqual(type().of(value));
  }

  /// Bitwise and.
  public final T and(T other) {
    return type().of(same("and", Expr.Binary.Op.AND, other));
  }

  /// Bitwise or.
  public final T or(T other) {
    return type().of(same("or", Expr.Binary.Op.OR, other));
  }

  /// Bitwise exclusive or.
  public final T xor(T other) {
    return type().of(same("xor", Expr.Binary.Op.XOR, other));
  }

  /// Bitwise complement.
  public final T not() {
    return type().of(Exprs.not(expr));
  }

  /// Bits `high` down to `low`, both included.
  public final Bits bits(int high, int low) {
    if (low < 0 || high < low || high >= width()) {
      throw Errors.at(
          "bits("
              + high
              + ", "
              + low
              + ") of "
              + describe()
              + ": expected "
              + (width() - 1)
              + " >= high >= low >= 0");
    }
    return Type.bits(high - low + 1).of(Exprs.slice(expr, high, low));
  }

  /// Slice number `index` when this is cut into slices of `width` bits, slice 0 lowest.
  public final Bits slice(int index, int width) {
    return bits(index * width + width - 1, index * width);
  }

  /// One bit; bit 0 is the lowest.
  public final Bool bit(int index) {
    return Bool.from(bits(index, index).expr());
  }

  /// 1 where any bit is.
  public final Bool reduceOr() {
    return Bool.from(Exprs.unary(Expr.Unary.Op.REDUCE_OR, expr));
  }

  /// 1 where all bits are.
  public final Bool reduceAnd() {
    return Bool.from(Exprs.unary(Expr.Unary.Op.REDUCE_AND, expr));
  }

  /// 1 where an odd number of bits is.
  public final Bool reduceXor() {
    return Bool.from(Exprs.unary(Expr.Unary.Op.REDUCE_XOR, expr));
  }

  /// The same bits without a meaning as a number.
  public final Bits asBits() {
    return Type.bits(width()).of(Exprs.cast(expr, false));
  }

  /// The same bits as an unsigned number.
  public final UInt asUInt() {
    return Type.uint(width()).of(Exprs.cast(expr, false));
  }

  /// The same bits as a two's complement number.
  public final SInt asSInt() {
    return Type.sint(width()).of(Exprs.cast(expr, true));
  }

  /// The same bits as another type of equal width.
  public final <S extends Signal<S>> S as(Type<S> type) {
    if (type.width() != width()) {
      throw Errors.at("as(" + type + ") of " + describe() + ": the widths differ");
    }
    return type.of(Exprs.cast(expr, type.signed()));
  }

  /// Zero of this type.
  public final T zero() {
    return type().of(BigInteger.ZERO);
  }

  final Expr same(String verb, Expr.Binary.Op op, Signal<?> other) {
    requireEqualWidth(verb, other);
    return Exprs.binary(op, expr, other.expr);
  }

  final void requireEqualWidth(String verb, Signal<?> other) {
    if (other.width() != width()) {
      throw Errors.at(
          verb + ": expected equal widths, found " + describe() + " and " + other.describe());
    }
  }

  final String describe() {
    return expr instanceof Expr.Ref ref ? ref.net().name() + " of " + type() : type().toString();
  }

  @Override
  public final String toString() {
    return describe();
  }
}
