package dev.setun.hdl.verilog;

import dev.setun.hdl.ir.Expr;
import dev.setun.hdl.ir.MemoryDecl;
import dev.setun.hdl.ir.Semantics;
import java.math.BigInteger;
import java.util.stream.Collectors;

/// Expressions as Verilog text. The operands of every operator have the width of its result, so
/// that nothing depends on Verilog's rules of extension; signs matter to `<` and `<=` only, and are
/// stated there.
final class ExprText {
  private ExprText() {}

  /// An expression that needs no parentheses where it stands.
  static String of(Expr expr) {
    return switch (expr) {
      case Expr.Constant constant -> constant(constant);
      case Expr.Ref ref -> ref.net().name();
      case Expr.Read read -> read(read);
      case Expr.Unary unary -> operator(unary.op()) + atom(unary.operand());
      case Expr.Binary binary -> binary(binary);
      case Expr.Mux mux ->
          atom(mux.condition()) + " ? " + atom(mux.whenTrue()) + " : " + chain(mux.whenFalse());
      case Expr.Slice slice -> slice(slice);
      case Expr.Concat concat ->
          concat.parts().stream().map(ExprText::of).collect(Collectors.joining(", ", "{", "}"));
      case Expr.Extend extend -> extend(extend);
      case Expr.Cast cast -> of(cast.operand());
    };
  }

  /// An expression as an operand.
  static String atom(Expr expr) {
    return switch (Lowering.bare(expr)) {
      case Expr.Unary _, Expr.Binary _, Expr.Mux _ -> "(" + of(expr) + ")";
      case Expr.Read read when !read.memory().addressesAllExist() -> "(" + of(expr) + ")";
      case Expr.Constant _,
          Expr.Ref _,
          Expr.Read _,
          Expr.Slice _,
          Expr.Concat _,
          Expr.Extend _,
          Expr.Cast _ ->
          of(expr);
    };
  }

  /// A selection after a selection reads as a list of cases.
  private static String chain(Expr expr) {
    return Lowering.bare(expr) instanceof Expr.Mux ? of(expr) : atom(expr);
  }

  private static String constant(Expr.Constant constant) {
    return literal(constant.value(), constant.width(), constant.signed());
  }

  /// A sized literal.
  static String literal(BigInteger value, int width, boolean signed) {
    if (width == 1 && !signed) {
      return "1'b" + value;
    }
    String sign = signed ? "s" : "";
    if (value.signum() < 0 || width > 32) {
      return width + "'" + sign + "h" + Semantics.bits(value, width).toString(16);
    }
    return width + "'" + sign + "d" + value;
  }

  private static String read(Expr.Read read) {
    MemoryDecl memory = read.memory();
    String address = address(read.address());
    String word = memory.name() + "[" + address + "]";
    if (memory.addressesAllExist()) {
      return word;
    }
    String depth = literal(BigInteger.valueOf(memory.depth()), memory.addressWidth(), false);
    String zero = literal(BigInteger.ZERO, memory.width(), false);
    return "(" + address + " < " + depth + ") ? " + word + " : " + zero;
  }

  /// An address: Verilog takes a signed one as possibly negative.
  static String address(Expr address) {
    return verilogTakesAsSigned(address) ? "$unsigned(" + of(address) + ")" : atom(address);
  }

  private static String operator(Expr.Unary.Op op) {
    return switch (op) {
      case NOT -> "~";
      case NEGATE -> "-";
      case REDUCE_AND -> "&";
      case REDUCE_OR -> "|";
      case REDUCE_XOR -> "^";
    };
  }

  private static String binary(Expr.Binary binary) {
    return switch (binary.op()) {
      case ADD -> infix(binary, " + ");
      case SUBTRACT -> infix(binary, " - ");
      case MULTIPLY -> infix(binary, " * ");
      case AND -> infix(binary, " & ");
      case OR -> infix(binary, " | ");
      case XOR -> infix(binary, " ^ ");
      case EQUAL -> infix(binary, " == ");
      case NOT_EQUAL -> infix(binary, " != ");
      case LESS -> compare(binary, " < ");
      case LESS_OR_EQUAL -> compare(binary, " <= ");
    };
  }

  private static String infix(Expr.Binary binary, String operator) {
    return atom(binary.left()) + operator + atom(binary.right());
  }

  private static String compare(Expr.Binary binary, String operator) {
    boolean signed = binary.left().signed();
    return withSign(binary.left(), signed) + operator + withSign(binary.right(), signed);
  }

  private static String withSign(Expr expr, boolean signed) {
    if (verilogTakesAsSigned(expr) == signed) {
      return atom(expr);
    }
    return (signed ? "$signed(" : "$unsigned(") + of(expr) + ")";
  }

  /// Whether the text of an expression is signed by the rules of Verilog, which know no casts that
  /// are not printed.
  private static boolean verilogTakesAsSigned(Expr expr) {
    return switch (expr) {
      case Expr.Constant constant -> constant.signed();
      case Expr.Ref ref -> ref.net().signed();
      case Expr.Cast cast -> verilogTakesAsSigned(cast.operand());
      case Expr.Unary unary -> unary.width() > 1 && verilogTakesAsSigned(unary.operand());
      case Expr.Binary binary ->
          !binary.op().compares()
              && verilogTakesAsSigned(binary.left())
              && verilogTakesAsSigned(binary.right());
      case Expr.Mux mux ->
          verilogTakesAsSigned(mux.whenTrue()) && verilogTakesAsSigned(mux.whenFalse());
      case Expr.Read _, Expr.Slice _, Expr.Concat _, Expr.Extend _ -> false;
    };
  }

  private static String slice(Expr.Slice slice) {
    String name = of(slice.operand());
    return slice.high() == slice.low()
        ? name + "[" + slice.low() + "]"
        : name + "[" + slice.high() + ":" + slice.low() + "]";
  }

  private static String extend(Expr.Extend extend) {
    Expr operand = extend.operand();
    int more = extend.width() - operand.width();
    if (!extend.signed()) {
      return "{" + literal(BigInteger.ZERO, more, false) + ", " + of(operand) + "}";
    }
    if (operand.width() == 1) {
      return "{" + extend.width() + "{" + of(operand) + "}}";
    }
    return "{{" + more + "{" + signBit(operand) + "}}, " + of(operand) + "}";
  }

  private static String signBit(Expr operand) {
    Expr bare = Lowering.bare(operand);
    if (bare instanceof Expr.Slice slice) {
      return of(slice.operand()) + "[" + slice.high() + "]";
    }
    return of(bare) + "[" + (bare.width() - 1) + "]";
  }
}
