package dev.setun.hdl.sim;

import dev.setun.hdl.ir.Expr;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;

/// Bytecode that jumps where a condition is 0, without making a number of it first.
final class ConditionCode {
  private final CodeBuilder code;
  private final ExprCode expr;

  ConditionCode(CodeBuilder code, ExprCode expr) {
    this.code = code;
    this.expr = expr;
  }

  /// Jumps if a bit is 0; one that is kept somewhere is loaded.
  void jumpIfZero(Expr condition, Label zero) {
    if (expr.isHeld(condition)) {
      expr.push(condition);
      code.lconst_0().lcmp().ifeq(zero);
    } else {
      jump(condition, zero);
    }
  }

  /// Jumps if a bit, which is computed, is 0.
  void jump(Expr condition, Label zero) {
    switch (condition) {
      case Expr.Unary unary when unary.op() == Expr.Unary.Op.NOT && unary.width() == 1 -> {
        Label one = code.newLabel();
        jumpIfZero(unary.operand(), one);
        code.goto_(zero).labelBinding(one);
      }
      case Expr.Unary unary
          when unary.op() == Expr.Unary.Op.REDUCE_OR && !Sharing.isWide(unary.operand()) -> {
        expr.push(unary.operand());
        code.lconst_0().lcmp().ifeq(zero);
      }
      case Expr.Unary unary
          when unary.op() == Expr.Unary.Op.REDUCE_AND && !Sharing.isWide(unary.operand()) -> {
        expr.push(unary.operand());
        code.loadConstant(ones(unary.operand())).lcmp().ifne(zero);
      }
      case Expr.Binary binary when binary.op().compares() -> compare(binary, zero);
      case Expr.Binary binary when binary.op() == Expr.Binary.Op.AND && binary.width() == 1 -> {
        jumpIfZero(binary.left(), zero);
        jumpIfZero(binary.right(), zero);
      }
      case Expr.Binary binary when binary.op() == Expr.Binary.Op.OR && binary.width() == 1 -> {
        Label tryRight = code.newLabel();
        Label one = code.newLabel();
        jumpIfZero(binary.left(), tryRight);
        code.goto_(one).labelBinding(tryRight);
        jumpIfZero(binary.right(), zero);
        code.labelBinding(one);
      }
      case Expr.Constant _,
          Expr.Ref _,
          Expr.Read _,
          Expr.Unary _,
          Expr.Binary _,
          Expr.Mux _,
          Expr.Slice _,
          Expr.Concat _,
          Expr.Extend _,
          Expr.Cast _ -> {
        expr.compute(condition);
        code.lconst_0().lcmp().ifeq(zero);
      }
    }
  }

  private static long ones(Expr value) {
    return value.signed() || value.width() == 64 ? -1 : (1L << value.width()) - 1;
  }

  private void compare(Expr.Binary binary, Label zero) {
    if (Sharing.isWide(binary.left())) {
      compareWide(binary, zero);
      return;
    }
    boolean bias = binary.left().width() == 64 && !binary.left().signed();
    expr.push(binary.left());
    flip(bias);
    expr.push(binary.right());
    flip(bias);
    code.lcmp();
    switch (binary.op()) {
      case EQUAL -> code.ifne(zero);
      case NOT_EQUAL -> code.ifeq(zero);
      case LESS -> code.ifge(zero);
      case LESS_OR_EQUAL -> code.ifgt(zero);
      case ADD, SUBTRACT, MULTIPLY, AND, OR, XOR ->
          throw new IllegalStateException("not a comparison");
    }
  }

  /// Makes a signed comparison of unsigned numbers of 64 bits right.
  private void flip(boolean bias) {
    if (bias) {
      code.loadConstant(Long.MIN_VALUE).lxor();
    }
  }

  private void compareWide(Expr.Binary binary, Label zero) {
    boolean swapped = binary.op() == Expr.Binary.Op.LESS_OR_EQUAL;
    boolean equality =
        binary.op() == Expr.Binary.Op.EQUAL || binary.op() == Expr.Binary.Op.NOT_EQUAL;
    String less = binary.left().signed() ? "lessSigned" : "less";
    code.aload(1);
    code.loadConstant(expr.wide(swapped ? binary.right() : binary.left()));
    code.loadConstant(expr.wide(swapped ? binary.left() : binary.right()));
    code.loadConstant(binary.left().width());
    expr.call(
        equality ? "equal" : less,
        MethodTypeDesc.of(
            ConstantDescs.CD_long,
            ExprCode.LONGS,
            ConstantDescs.CD_int,
            ConstantDescs.CD_int,
            ConstantDescs.CD_int));
    code.lconst_0().lcmp();
    boolean negated = swapped || binary.op() == Expr.Binary.Op.NOT_EQUAL;
    if (negated) {
      code.ifne(zero);
    } else {
      code.ifeq(zero);
    }
  }
}
