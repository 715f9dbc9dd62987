package dev.setun.hdl.ir;

import java.math.BigInteger;
import java.util.List;

/// What each operation means, on whole numbers. A value of w bits is 0..2^w-1 if unsigned and
/// -2^(w-1)..2^(w-1)-1 if signed. Constant folding and the evaluator both come here.
public final class Semantics {
  private Semantics() {}

  /// The value that the low `width` bits of a number stand for.
  public static BigInteger wrap(BigInteger number, int width, boolean signed) {
    BigInteger bits = bits(number, width);
    return signed && bits.testBit(width - 1)
        ? bits.subtract(BigInteger.ONE.shiftLeft(width))
        : bits;
  }

  /// The low `width` bits of a number, as 0..2^width-1.
  public static BigInteger bits(BigInteger number, int width) {
    if (number.signum() >= 0 && number.bitLength() <= width) {
      return number;
    }
    return number.and(BigInteger.ONE.shiftLeft(width).subtract(BigInteger.ONE));
  }

  /// Whether a number is a value of that width and sign.
  public static boolean fits(BigInteger number, int width, boolean signed) {
    return wrap(number, width, signed).equals(number);
  }

  /// The value of a node given those of its operands.
  ///
  /// @param operands as many as [Expr#operands()] has
  /// @throws IllegalArgumentException for a net or a memory word, which no operand determines
  public static BigInteger apply(Expr expr, List<BigInteger> operands) {
    return switch (expr) {
      case Expr.Constant constant -> constant.value();
      case Expr.Ref ref -> throw new IllegalArgumentException("net " + ref.net().name());
      case Expr.Read read -> throw new IllegalArgumentException("memory " + read.memory().name());
      case Expr.Unary unary -> unary(unary, operands.getFirst());
      case Expr.Binary binary -> binary(binary, operands.getFirst(), operands.getLast());
      case Expr.Mux _ -> operands.get(operands.getFirst().signum() != 0 ? 1 : 2);
      case Expr.Slice slice -> bits(operands.getFirst().shiftRight(slice.low()), slice.width());
      case Expr.Concat concat -> concat(concat, operands);
      case Expr.Extend _ -> operands.getFirst();
      case Expr.Cast cast -> wrap(operands.getFirst(), cast.width(), cast.signed());
    };
  }

  private static BigInteger unary(Expr.Unary expr, BigInteger x) {
    int width = expr.operand().width();
    return switch (expr.op()) {
      case NOT -> wrap(x.not(), width, expr.signed());
      case NEGATE -> wrap(x.negate(), width, expr.signed());
      case REDUCE_AND -> bit(bits(x, width).bitCount() == width);
      case REDUCE_OR -> bit(x.signum() != 0);
      case REDUCE_XOR -> bit(bits(x, width).bitCount() % 2 == 1);
    };
  }

  private static BigInteger binary(Expr.Binary expr, BigInteger x, BigInteger y) {
    int width = expr.width();
    boolean signed = expr.signed();
    return switch (expr.op()) {
      case ADD -> wrap(x.add(y), width, signed);
      case SUBTRACT -> wrap(x.subtract(y), width, signed);
      case MULTIPLY -> wrap(x.multiply(y), width, signed);
      case AND -> x.and(y);
      case OR -> x.or(y);
      case XOR -> x.xor(y);
      case EQUAL -> bit(x.equals(y));
      case NOT_EQUAL -> bit(!x.equals(y));
      case LESS -> bit(x.compareTo(y) < 0);
      case LESS_OR_EQUAL -> bit(x.compareTo(y) <= 0);
    };
  }

  private static BigInteger concat(Expr.Concat expr, List<BigInteger> operands) {
    BigInteger value = BigInteger.ZERO;
    for (int i = 0; i < operands.size(); i++) {
      int width = expr.parts().get(i).width();
      value = value.shiftLeft(width).or(bits(operands.get(i), width));
    }
    return value;
  }

  private static BigInteger bit(boolean value) {
    return value ? BigInteger.ONE : BigInteger.ZERO;
  }
}
