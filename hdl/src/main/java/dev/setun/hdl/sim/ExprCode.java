package dev.setun.hdl.sim;

import dev.setun.hdl.ir.Expr;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.OptionalInt;

/// Bytecode for expressions of up to 64 bits. A value is a long on the stack: sign-extended if
/// signed, else zero-extended. The unit is in local 0, its words in local 1, its memories in local
/// 2.
final class ExprCode {
  static final ClassDesc WIDE = ClassDesc.of("dev.setun.hdl.sim.engine.Wide");
  static final ClassDesc LONGS = ConstantDescs.CD_long.arrayType();
  private static final int FIRST_LOCAL = 3;

  /// Estimated bytes of a selection up to which both branches are computed.
  private static final int BRANCHLESS_BYTES = 100;

  private final CodeBuilder code;
  private final UnitCode unit;
  private final Plan plan;
  private final FlatDesign.Scope scope;
  private final Sharing sharing;
  private final ConditionCode conditions;
  private final Map<Expr, Integer> locals = new IdentityHashMap<>();
  private int nextLocal = FIRST_LOCAL;

  ExprCode(CodeBuilder code, UnitCode unit, FlatDesign.Scope scope) {
    this.code = code;
    this.unit = unit;
    this.plan = unit.plan();
    this.scope = scope;
    this.sharing = plan.sharing(scope);
    this.conditions = new ConditionCode(code, this);
  }

  /// Pushes a value that may have nodes it uses several times: those are computed first.
  void value(Expr expr) {
    OptionalInt place = plan.place(scope, expr);
    if (place.isPresent()) {
      load(place.getAsInt());
    } else {
      computation(expr);
    }
  }

  /// Pushes a value without considering a place that it may have in the state.
  void computation(Expr expr) {
    locals(expr, expr);
    compute(expr);
    locals.clear();
    nextLocal = FIRST_LOCAL;
  }

  /// Goes on if a bit is 1 and to a label if it is 0.
  void branch(Expr condition, Label otherwise) {
    if (plan.place(scope, condition).isEmpty()) {
      locals(condition, condition);
    }
    conditions.jumpIfZero(condition, otherwise);
    locals.clear();
    nextLocal = FIRST_LOCAL;
  }

  private void locals(Expr expr, Expr root) {
    if (locals.containsKey(expr) || plan.place(scope, expr).isPresent() && expr != root) {
      return;
    }
    expr.operands().forEach(operand -> locals(operand, root));
    if (expr != root && sharing.isLocal(expr)) {
      compute(expr);
      code.lstore(nextLocal);
      locals.put(expr, nextLocal);
      nextLocal += 2;
    }
  }

  /// Whether a value need not be computed again.
  boolean isHeld(Expr expr) {
    return locals.containsKey(expr) || plan.place(scope, expr).isPresent();
  }

  /// Pushes a value, which is computed unless it is held.
  void push(Expr expr) {
    Integer local = locals.get(expr);
    if (local != null) {
      code.lload(local);
      return;
    }
    OptionalInt place = plan.place(scope, expr);
    if (place.isPresent()) {
      load(place.getAsInt());
    } else {
      compute(expr);
    }
  }

  private void load(int place) {
    unit.load(code, place);
  }

  /// Pushes a value by computing it.
  void compute(Expr expr) {
    switch (expr) {
      case Expr.Constant constant -> code.loadConstant(constant.value().longValue());
      case Expr.Ref ref -> load(plan.offset(scope, ref.net()));
      case Expr.Read read -> {
        code.aload(2).loadConstant(scope.memory(read.memory())).aaload();
        push(read.address());
        call("read", MethodTypeDesc.of(ConstantDescs.CD_long, LONGS, ConstantDescs.CD_long));
      }
      case Expr.Unary unary -> unary(unary);
      case Expr.Binary binary -> binary(binary);
      case Expr.Mux mux -> {
        if (sharing.size(mux) <= BRANCHLESS_BYTES) {
          select(mux);
        } else {
          choose(mux);
        }
      }
      case Expr.Slice slice -> slice(slice);
      case Expr.Concat concat -> concat(concat);
      case Expr.Extend extend -> push(extend.operand());
      case Expr.Cast cast -> {
        push(cast.operand());
        wrap(cast.width(), cast.signed());
      }
    }
  }

  /// By a jump: only the branch that is needed is computed.
  private void choose(Expr.Mux mux) {
    Label otherwise = code.newLabel();
    Label end = code.newLabel();
    conditions.jumpIfZero(mux.condition(), otherwise);
    push(mux.whenTrue());
    code.goto_(end).labelBinding(otherwise);
    push(mux.whenFalse());
    code.labelBinding(end);
  }

  /// Without a jump, which the processor would guess wrong half of the time where the condition is
  /// data: f ^ ((t ^ f) & -condition).
  private void select(Expr.Mux mux) {
    if (isZero(mux.whenFalse())) {
      push(mux.whenTrue());
      push(mux.condition());
      code.lneg().land();
      return;
    }
    int otherwise = nextLocal;
    nextLocal += 2;
    push(mux.whenFalse());
    code.lstore(otherwise);
    push(mux.whenTrue());
    code.lload(otherwise).lxor();
    push(mux.condition());
    code.lneg().land().lload(otherwise).lxor();
  }

  private static boolean isZero(Expr expr) {
    return expr instanceof Expr.Constant constant && constant.value().signum() == 0;
  }

  private void wrap(int width, boolean signed) {
    if (width == 64) {
      return;
    }
    if (!signed) {
      code.loadConstant((1L << width) - 1).land();
    } else if (width == 32) {
      code.l2i().i2l();
    } else {
      code.loadConstant(64 - width).lshl().loadConstant(64 - width).lshr();
    }
  }

  private void unary(Expr.Unary unary) {
    Expr operand = unary.operand();
    int width = operand.width();
    if (Sharing.isWide(operand)) {
      reduceWide(unary);
      return;
    }
    switch (unary.op()) {
      case NOT -> {
        push(operand);
        boolean all = unary.signed() || width == 64;
        code.loadConstant(all ? -1L : (1L << width) - 1).lxor();
      }
      case NEGATE -> {
        push(operand);
        code.lneg();
        if (!(unary.signed() && isGrown(operand))) {
          wrap(width, unary.signed());
        }
      }
      case REDUCE_AND, REDUCE_OR -> flag(unary);
      case REDUCE_XOR -> {
        push(operand);
        if (operand.signed()) {
          wrap(width, false);
        }
        code.invokestatic(
            ConstantDescs.CD_Long,
            "bitCount",
            MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_long));
        code.i2l().loadConstant(1L).land();
      }
    }
  }

  private void reduceWide(Expr.Unary unary) {
    String method =
        switch (unary.op()) {
          case REDUCE_AND -> "reduceAnd";
          case REDUCE_OR -> "reduceOr";
          case REDUCE_XOR -> "reduceXor";
          case NOT, NEGATE -> throw new IllegalStateException("a wide value in a long");
        };
    int width = unary.operand().width();
    code.aload(1).loadConstant(wide(unary.operand())).loadConstant(width);
    call(
        method,
        MethodTypeDesc.of(
            ConstantDescs.CD_long, LONGS, ConstantDescs.CD_int, ConstantDescs.CD_int));
  }

  int wide(Expr expr) {
    return plan.place(scope, expr)
        .orElseThrow(() -> new IllegalStateException("a wide value without a place"));
  }

  /// Whether a value was extended, so that a sum or negative cannot leave its width.
  private static boolean isGrown(Expr expr) {
    return expr instanceof Expr.Extend;
  }

  private void binary(Expr.Binary binary) {
    if (binary.op().compares()) {
      flag(binary);
      return;
    }
    push(binary.left());
    push(binary.right());
    boolean grown = isGrown(binary.left()) && isGrown(binary.right());
    switch (binary.op()) {
      case ADD -> {
        code.ladd();
        if (!grown) {
          wrap(binary.width(), binary.signed());
        }
      }
      case SUBTRACT -> {
        code.lsub();
        if (!(grown && binary.signed())) {
          wrap(binary.width(), binary.signed());
        }
      }
      case MULTIPLY -> {
        code.lmul();
        wrap(binary.width(), binary.signed());
      }
      case AND -> code.land();
      case OR -> code.lor();
      case XOR -> code.lxor();
      case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL ->
          throw new IllegalStateException("comparisons are flags");
    }
  }

  /// Pushes 0 or 1 for a condition that is computed by jumping.
  private void flag(Expr condition) {
    if (condition instanceof Expr.Binary binary && binary.left().width() < 64) {
      compareWithoutJump(binary);
      return;
    }
    Label zero = code.newLabel();
    Label end = code.newLabel();
    conditions.jump(condition, zero);
    code.lconst_1().goto_(end).labelBinding(zero).lconst_0().labelBinding(end);
  }

  /// Pushes how two values compare; a difference of fewer than 64 bits has its sign in bit 63.
  private void compareWithoutJump(Expr.Binary binary) {
    boolean swapped = binary.op() == Expr.Binary.Op.LESS_OR_EQUAL;
    push(swapped ? binary.right() : binary.left());
    push(swapped ? binary.left() : binary.right());
    switch (binary.op()) {
      case EQUAL, NOT_EQUAL -> {
        code.lxor();
        if (binary.left().signed()) {
          wrap(binary.left().width(), false);
        }
        code.lconst_1().lsub();
      }
      case LESS, LESS_OR_EQUAL -> code.lsub();
      case ADD, SUBTRACT, MULTIPLY, AND, OR, XOR ->
          throw new IllegalStateException("not a comparison");
    }
    code.loadConstant(63).lushr();
    if (swapped || binary.op() == Expr.Binary.Op.NOT_EQUAL) {
      code.lconst_1().lxor();
    }
  }

  private void slice(Expr.Slice slice) {
    Expr operand = slice.operand();
    int width = slice.width();
    if (!Sharing.isWide(operand)) {
      push(operand);
      shiftRight(slice.low());
      boolean masked = operand.signed() || slice.high() < operand.width() - 1;
      if (masked) {
        wrap(width, false);
      }
      return;
    }
    int word = wide(operand) + slice.low() / 64;
    int shift = slice.low() % 64;
    load(word);
    shiftRight(shift);
    if (shift + width > 64) {
      load(word + 1);
      code.loadConstant(64 - shift).lshl().lor();
    }
    if (shift + width != 64) {
      wrap(width, false);
    }
  }

  private void shiftRight(int places) {
    if (places > 0) {
      code.loadConstant(places).lushr();
    }
  }

  private void concat(Expr.Concat concat) {
    boolean first = true;
    for (Expr part : concat.parts()) {
      if (!first) {
        code.loadConstant(part.width()).lshl();
      }
      push(part);
      if (!first) {
        code.lor();
      }
      first = false;
    }
  }

  void call(String method, MethodTypeDesc type) {
    code.invokestatic(WIDE, method, type);
  }
}
