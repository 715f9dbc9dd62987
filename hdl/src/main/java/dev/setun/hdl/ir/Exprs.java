package dev.setun.hdl.ir;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/// Makes expressions in their simplest form: constants are folded, slices taken of what they slice.
/// Widths are the caller's to get right.
public final class Exprs {
  /// One bit, 1.
  public static final Expr TRUE = new Expr.Constant(BigInteger.ONE, 1, false);

  /// One bit, 0.
  public static final Expr FALSE = new Expr.Constant(BigInteger.ZERO, 1, false);

  /// How deep a truncation is pushed into the arithmetic below it: enough for a sum of products,
  /// and a bound on the work where operands are shared.
  private static final int NARROWING_DEPTH = 3;

  private Exprs() {}

  /// A constant; the value must fit.
  public static Expr constant(BigInteger value, int width, boolean signed) {
    return new Expr.Constant(value, width, signed);
  }

  /// Zero.
  public static Expr zero(int width, boolean signed) {
    return constant(BigInteger.ZERO, width, signed);
  }

  /// An operation on one operand.
  public static Expr unary(Expr.Unary.Op op, Expr x) {
    if (op == Expr.Unary.Op.NOT && x instanceof Expr.Unary inner && inner.op() == op) {
      return inner.operand();
    }
    boolean reducesOneBit = x.width() == 1 && op != Expr.Unary.Op.NOT;
    if (reducesOneBit && op != Expr.Unary.Op.NEGATE) {
      return cast(x, false);
    }
    return folded(new Expr.Unary(op, x));
  }

  /// An operation on two operands of equal width and sign.
  public static Expr binary(Expr.Binary.Op op, Expr x, Expr y) {
    return switch (op) {
      case AND -> and(x, y);
      case OR -> or(x, y);
      case LESS -> isMinimum(y) || isMaximum(x) ? FALSE : folded(new Expr.Binary(op, x, y));
      case LESS_OR_EQUAL -> isMinimum(x) || isMaximum(y) ? TRUE : folded(new Expr.Binary(op, x, y));
      case ADD, SUBTRACT, MULTIPLY, XOR, EQUAL, NOT_EQUAL -> folded(new Expr.Binary(op, x, y));
    };
  }

  /// Bitwise and.
  public static Expr and(Expr x, Expr y) {
    if (isZero(x) || isOnes(y)) {
      return x;
    }
    return isZero(y) || isOnes(x) ? y : folded(new Expr.Binary(Expr.Binary.Op.AND, x, y));
  }

  /// Bitwise or.
  public static Expr or(Expr x, Expr y) {
    if (isZero(y) || isOnes(x)) {
      return x;
    }
    return isZero(x) || isOnes(y) ? y : folded(new Expr.Binary(Expr.Binary.Op.OR, x, y));
  }

  /// Bitwise complement.
  public static Expr not(Expr x) {
    return unary(Expr.Unary.Op.NOT, x);
  }

  /// `condition ? whenTrue : whenFalse`.
  public static Expr mux(Expr condition, Expr whenTrue, Expr whenFalse) {
    if (condition instanceof Expr.Constant constant) {
      return constant.value().signum() != 0 ? whenTrue : whenFalse;
    }
    if (same(whenTrue, whenFalse)) {
      return whenTrue;
    }
    if (whenTrue.width() == 1 && !whenTrue.signed() && isOnes(whenTrue) && isZero(whenFalse)) {
      return condition;
    }
    return new Expr.Mux(condition, whenTrue, whenFalse);
  }

  /// Bits `high` down to `low`, unsigned.
  public static Expr slice(Expr x, int high, int low) {
    return slice(x, high, low, NARROWING_DEPTH);
  }

  private static Expr slice(Expr x, int high, int low, int depth) {
    if (low == 0 && high == x.width() - 1) {
      return cast(x, false);
    }
    return switch (x) {
      case Expr.Slice inner -> slice(inner.operand(), inner.low() + high, inner.low() + low, depth);
      case Expr.Cast cast -> slice(cast.operand(), high, low, depth);
      case Expr.Concat concat -> sliceConcat(concat, high, low, depth);
      case Expr.Extend extend -> sliceExtend(extend, high, low, depth);
      case Expr.Unary unary when low == 0 && depth > 0 && unary.width() > 1 ->
          unary(unary.op(), slice(unary.operand(), high, 0, depth - 1));
      case Expr.Binary binary when low == 0 && depth > 0 && binary.width() > 1 ->
          binary(
              binary.op(),
              slice(binary.left(), high, 0, depth - 1),
              slice(binary.right(), high, 0, depth - 1));
      case Expr.Mux mux when low == 0 && depth > 0 ->
          mux(
              mux.condition(),
              slice(mux.whenTrue(), high, 0, depth - 1),
              slice(mux.whenFalse(), high, 0, depth - 1));
      case Expr.Constant _, Expr.Ref _, Expr.Read _, Expr.Unary _, Expr.Binary _, Expr.Mux _ ->
          folded(new Expr.Slice(x, high, low));
    };
  }

  private static Expr sliceConcat(Expr.Concat concat, int high, int low, int depth) {
    List<Expr> parts = new ArrayList<>();
    int top = concat.width();
    for (Expr part : concat.parts()) {
      int bottom = top - part.width();
      if (high >= bottom && low < top) {
        int partHigh = Math.min(high, top - 1) - bottom;
        parts.add(slice(part, partHigh, Math.max(low, bottom) - bottom, depth));
      }
      top = bottom;
    }
    return concat(parts);
  }

  private static Expr sliceExtend(Expr.Extend extend, int high, int low, int depth) {
    Expr inner = extend.operand();
    int width = inner.width();
    if (high < width) {
      return slice(inner, high, low, depth);
    }
    if (low == 0) {
      return cast(extend(inner, high + 1), false);
    }
    if (!extend.signed()) {
      return low >= width
          ? zero(high - low + 1, false)
          : extend(slice(inner, width - 1, low, depth), high - low + 1);
    }
    return new Expr.Slice(extend, high, low);
  }

  /// Values side by side, the first in the most significant bits.
  public static Expr concat(List<Expr> parts) {
    List<Expr> flat = new ArrayList<>();
    for (Expr part : parts) {
      Expr bits = cast(part, false);
      if (bits instanceof Expr.Concat inner) {
        flat.addAll(inner.parts());
      } else {
        flat.add(bits);
      }
    }
    return flat.size() == 1 ? flat.getFirst() : folded(new Expr.Concat(flat));
  }

  /// The same number in `width` bits, at least as many as it has.
  public static Expr extend(Expr x, int width) {
    if (width == x.width()) {
      return x;
    }
    return x instanceof Expr.Extend inner
        ? extend(inner.operand(), width)
        : folded(new Expr.Extend(x, width));
  }

  /// The same bits with that sign.
  public static Expr cast(Expr x, boolean signed) {
    if (x.signed() == signed) {
      return x;
    }
    return x instanceof Expr.Cast inner ? inner.operand() : folded(new Expr.Cast(x, signed));
  }

  private static Expr folded(Expr expr) {
    List<BigInteger> values = new ArrayList<>();
    for (Expr operand : expr.operands()) {
      if (!(operand instanceof Expr.Constant constant)) {
        return expr;
      }
      values.add(constant.value());
    }
    return constant(Semantics.apply(expr, values), expr.width(), expr.signed());
  }

  private static boolean same(Expr x, Expr y) {
    return x == y
        || x instanceof Expr.Ref left && y instanceof Expr.Ref right && left.net() == right.net()
        || x instanceof Expr.Constant c && y instanceof Expr.Constant d && c.equals(d);
  }

  private static boolean isZero(Expr x) {
    return x instanceof Expr.Constant constant && constant.value().signum() == 0;
  }

  private static boolean isOnes(Expr x) {
    return x instanceof Expr.Constant constant
        && Semantics.bits(constant.value(), x.width()).bitCount() == x.width();
  }

  private static boolean isMinimum(Expr x) {
    return x instanceof Expr.Constant constant
        && constant
            .value()
            .equals(x.signed() ? BigInteger.TWO.pow(x.width() - 1).negate() : BigInteger.ZERO);
  }

  private static boolean isMaximum(Expr x) {
    return x instanceof Expr.Constant constant
        && constant
            .value()
            .equals(BigInteger.TWO.pow(x.width() - (x.signed() ? 1 : 0)).subtract(BigInteger.ONE));
  }
}
