package dev.setun.hdl.sim;

import dev.setun.hdl.ir.Expr;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;

/// Bytecode for one operation on values wider than a long; its wide operands are in the state. Each
/// is a list of pieces, so that a long one need not be in one method.
final class WideCode {
  private static final ClassDesc INT = ConstantDescs.CD_int;

  private final UnitCode unit;
  private final Plan plan;
  private final FlatDesign.Scope scope;
  private final int target;

  WideCode(UnitCode unit, FlatDesign.Scope scope, int target) {
    this.unit = unit;
    this.plan = unit.plan();
    this.scope = scope;
    this.target = target;
  }

  /// The code that computes `expr`, or copies it from the place it has, into the target.
  List<Consumer<CodeBuilder>> pieces(Expr expr) {
    OptionalInt place = plan.place(scope, expr);
    if (place.isPresent() && place.getAsInt() != target) {
      return List.of(code -> call(code, "copy", target, place.getAsInt(), expr.width()));
    }
    return switch (expr) {
      case Expr.Unary unary -> List.of(unary(unary));
      case Expr.Binary binary -> List.of(binary(binary));
      case Expr.Mux mux -> List.of(code -> mux(code, mux));
      case Expr.Slice slice ->
          List.of(code ->
              call(
                  code,
                  "slice",
                  target,
                  wide(slice.operand()),
                  slice.operand().width(),
                  slice.low(),
                  slice.width()));
      case Expr.Concat concat -> concat(concat);
      case Expr.Extend extend -> List.of(code -> extend(code, extend));
      case Expr.Read read -> List.of(code -> read(code, read));
      case Expr.Constant _, Expr.Ref _, Expr.Cast _ ->
          throw new IllegalStateException("a value that has a place");
    };
  }

  private int wide(Expr expr) {
    return plan.place(scope, expr)
        .orElseThrow(() -> new IllegalStateException("a wide value without a place"));
  }

  private static void call(CodeBuilder code, String method, int... operands) {
    code.aload(1);
    ClassDesc[] types = new ClassDesc[operands.length + 1];
    types[0] = ExprCode.LONGS;
    for (int i = 0; i < operands.length; i++) {
      code.loadConstant(operands[i]);
      types[i + 1] = INT;
    }
    code.invokestatic(ExprCode.WIDE, method, MethodTypeDesc.of(ConstantDescs.CD_void, types));
  }

  private Consumer<CodeBuilder> unary(Expr.Unary unary) {
    String method =
        switch (unary.op()) {
          case NOT -> "not";
          case NEGATE -> "negate";
          case REDUCE_AND, REDUCE_OR, REDUCE_XOR ->
              throw new IllegalStateException("reductions are one bit");
        };
    return code -> call(code, method, target, wide(unary.operand()), unary.width());
  }

  private Consumer<CodeBuilder> binary(Expr.Binary binary) {
    String method =
        switch (binary.op()) {
          case ADD -> "add";
          case SUBTRACT -> "subtract";
          case MULTIPLY -> "multiply";
          case AND -> "and";
          case OR -> "or";
          case XOR -> "xor";
          case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL ->
              throw new IllegalStateException("comparisons are one bit");
        };
    return code ->
        call(code, method, target, wide(binary.left()), wide(binary.right()), binary.width());
  }

  private void mux(CodeBuilder code, Expr.Mux mux) {
    Label otherwise = code.newLabel();
    Label end = code.newLabel();
    new ExprCode(code, unit, scope).branch(mux.condition(), otherwise);
    call(code, "copy", target, wide(mux.whenTrue()), mux.width());
    code.goto_(end).labelBinding(otherwise);
    call(code, "copy", target, wide(mux.whenFalse()), mux.width());
    code.labelBinding(end);
  }

  private List<Consumer<CodeBuilder>> concat(Expr.Concat concat) {
    List<Consumer<CodeBuilder>> pieces = new ArrayList<>();
    pieces.add(code -> call(code, "clear", target, concat.width()));
    int low = 0;
    for (Expr part : concat.parts().reversed()) {
      int at = low;
      pieces.add(code -> insert(code, part, at));
      low += part.width();
    }
    return pieces;
  }

  private void insert(CodeBuilder code, Expr part, int low) {
    if (Sharing.isWide(part)) {
      call(code, "insertWide", target, wide(part), low, part.width());
      return;
    }
    code.aload(1).loadConstant(target);
    new ExprCode(code, unit, scope).value(part);
    code.loadConstant(low).loadConstant(part.width());
    code.invokestatic(
        ExprCode.WIDE,
        "insert",
        MethodTypeDesc.of(
            ConstantDescs.CD_void, ExprCode.LONGS, INT, ConstantDescs.CD_long, INT, INT));
  }

  private void extend(CodeBuilder code, Expr.Extend extend) {
    Expr operand = extend.operand();
    int signed = extend.signed() ? 1 : 0;
    if (Sharing.isWide(operand)) {
      int width = operand.width();
      call(code, "extendWide", target, wide(operand), width, signed, extend.width());
      return;
    }
    code.aload(1).loadConstant(target);
    new ExprCode(code, unit, scope).value(operand);
    if (extend.signed()) {
      code.dup2().loadConstant(63).lshr();
    } else {
      code.lconst_0();
    }
    code.loadConstant(extend.width());
    code.invokestatic(
        ExprCode.WIDE,
        "extend",
        MethodTypeDesc.of(
            ConstantDescs.CD_void,
            ExprCode.LONGS,
            INT,
            ConstantDescs.CD_long,
            ConstantDescs.CD_long,
            INT));
  }

  private void read(CodeBuilder code, Expr.Read read) {
    code.aload(1).loadConstant(target);
    code.aload(2).loadConstant(scope.memory(read.memory())).aaload();
    new ExprCode(code, unit, scope).value(read.address());
    code.loadConstant(read.width());
    code.invokestatic(
        ExprCode.WIDE,
        "readWide",
        MethodTypeDesc.of(
            ConstantDescs.CD_void,
            ExprCode.LONGS,
            INT,
            ExprCode.LONGS,
            ConstantDescs.CD_long,
            INT));
  }
}
