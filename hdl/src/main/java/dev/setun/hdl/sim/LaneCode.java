package dev.setun.hdl.sim;

import dev.setun.hdl.ir.Expr;
import dev.setun.hdl.ir.Net;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.IdentityHashMap;
import java.util.Map;

/// Bytecode for expressions over as many instances of a module as a vector has lanes: what
/// [ExprCode] does for one, with an IntVector on the stack. There are no jumps, since instances
/// differ. The unit is in local 0, the first instance's number in local 1, the values in local 2.
final class LaneCode {
  static final ClassDesc VECTOR = ClassDesc.of("jdk.incubator.vector.IntVector");
  static final ClassDesc INTS = ConstantDescs.CD_int.arrayType();
  private static final ClassDesc ANY = ClassDesc.of("jdk.incubator.vector.Vector");
  private static final ClassDesc SPECIES = ClassDesc.of("jdk.incubator.vector.VectorSpecies");
  private static final ClassDesc OPERATORS = ClassDesc.of("jdk.incubator.vector.VectorOperators");
  private static final ClassDesc BINARY =
      ClassDesc.of("jdk.incubator.vector.VectorOperators$Binary");
  private static final ClassDesc ASSOCIATIVE =
      ClassDesc.of("jdk.incubator.vector.VectorOperators$Associative");
  private static final MethodTypeDesc WITH_INT = MethodTypeDesc.of(VECTOR, ConstantDescs.CD_int);
  private static final MethodTypeDesc WITH_VECTOR = MethodTypeDesc.of(VECTOR, ANY);
  private static final int SIGN = 31;
  private static final int FIRST_LOCAL = 3;

  private final CodeBuilder code;
  private final UnitCode unit;
  private final Plan plan;
  private final Lanes lanes;
  private final FlatDesign.Scope scope;
  private final Sharing sharing;
  private final Map<Expr, Integer> locals = new IdentityHashMap<>();
  private int nextLocal = FIRST_LOCAL;

  LaneCode(CodeBuilder code, UnitCode unit, Lanes lanes, FlatDesign.Scope scope) {
    this.code = code;
    this.unit = unit;
    this.plan = unit.plan();
    this.lanes = lanes;
    this.scope = scope;
    this.sharing = plan.sharing(scope);
  }

  /// Pushes a value, from the place that it has if it has one.
  void value(Expr expr) {
    var place = plan.place(scope, expr);
    if (place.isPresent()) {
      load(place.getAsInt(), 0);
    } else {
      computation(expr);
    }
  }

  /// Pushes a value without considering a place that it may have.
  void computation(Expr expr) {
    locals(expr, expr);
    compute(expr);
    locals.clear();
    nextLocal = FIRST_LOCAL;
  }

  /// Stores what is on the stack at a place.
  void store(int place) {
    code.aload(2);
    index(place, 0);
    code.invokevirtual(
        VECTOR, "intoArray", MethodTypeDesc.of(ConstantDescs.CD_void, INTS, ConstantDescs.CD_int));
  }

  private void locals(Expr expr, Expr root) {
    if (locals.containsKey(expr) || plan.place(scope, expr).isPresent() && expr != root) {
      return;
    }
    expr.operands().forEach(operand -> locals(operand, root));
    if (expr != root && sharing.isLocal(expr)) {
      compute(expr);
      code.astore(nextLocal);
      locals.put(expr, nextLocal);
      nextLocal++;
    }
  }

  private void push(Expr expr) {
    Integer local = locals.get(expr);
    if (local != null) {
      code.aload(local);
      return;
    }
    var place = plan.place(scope, expr);
    if (place.isPresent()) {
      load(place.getAsInt(), 0);
    } else {
      compute(expr);
    }
  }

  void load(int place, int half) {
    species();
    if (unit.isOutside(place)) {
      unit.load(code, place);
      code.l2i();
      broadcast();
      return;
    }
    code.aload(2);
    index(place, half);
    code.invokestatic(
        VECTOR, "fromArray", MethodTypeDesc.of(VECTOR, SPECIES, INTS, ConstantDescs.CD_int));
  }

  private void index(int place, int half) {
    code.iload(1).loadConstant(lanes.index(place, half)).iadd();
  }

  private void species() {
    code.getstatic(VECTOR, "SPECIES_" + 32 * unit.vectorLanes(), SPECIES);
  }

  private void broadcast() {
    code.invokestatic(
        VECTOR, "broadcast", MethodTypeDesc.of(VECTOR, SPECIES, ConstantDescs.CD_int));
  }

  private void compute(Expr expr) {
    switch (expr) {
      case Expr.Constant constant -> {
        species();
        code.loadConstant(constant.value().intValue());
        broadcast();
      }
      case Expr.Ref ref -> load(plan.offset(scope, ref.net()), 0);
      case Expr.Read _ -> throw new IllegalStateException("a memory in lanes");
      case Expr.Unary unary -> unary(unary);
      case Expr.Binary binary -> binary(binary);
      case Expr.Mux mux -> select(mux);
      case Expr.Slice slice -> slice(slice);
      case Expr.Concat concat -> concat(concat);
      case Expr.Extend extend -> push(extend.operand());
      case Expr.Cast cast -> {
        push(cast.operand());
        wrap(cast.width(), cast.signed());
      }
    }
  }

  /// f ^ ((t ^ f) & mask).
  private void select(Expr.Mux mux) {
    if (mux.whenFalse() instanceof Expr.Constant constant && constant.value().signum() == 0) {
      push(mux.whenTrue());
      pushMask(mux.condition());
      code.invokevirtual(VECTOR, "and", WITH_VECTOR);
      return;
    }
    int otherwise = nextLocal++;
    push(mux.whenFalse());
    code.astore(otherwise);
    push(mux.whenTrue());
    code.aload(otherwise);
    exclusiveOr();
    pushMask(mux.condition());
    code.invokevirtual(VECTOR, "and", WITH_VECTOR);
    code.aload(otherwise);
    exclusiveOr();
  }

  private void exclusiveOr() {
    bitwise("XOR");
  }

  private void bitwise(String operation) {
    int right = nextLocal++;
    code.astore(right).getstatic(OPERATORS, operation, ASSOCIATIVE).aload(right);
    code.invokevirtual(VECTOR, "lanewise", MethodTypeDesc.of(VECTOR, BINARY, ANY));
    nextLocal--;
  }

  private void shift(String operation, int places) {
    if (places > 0) {
      code.getstatic(OPERATORS, operation, BINARY).loadConstant(places);
      code.invokevirtual(
          VECTOR, "lanewise", MethodTypeDesc.of(VECTOR, BINARY, ConstantDescs.CD_int));
    }
  }

  private void exclusiveOr(int constant) {
    if (constant != 0) {
      code.getstatic(OPERATORS, "XOR", ASSOCIATIVE).loadConstant(constant);
      code.invokevirtual(
          VECTOR, "lanewise", MethodTypeDesc.of(VECTOR, BINARY, ConstantDescs.CD_int));
    }
  }

  private void and(int constant) {
    code.loadConstant(constant).invokevirtual(VECTOR, "and", WITH_INT);
  }

  private void negate() {
    code.invokevirtual(VECTOR, "neg", MethodTypeDesc.of(VECTOR));
  }

  private void wrap(int width, boolean signed) {
    if (width == Integer.SIZE) {
      return;
    }
    if (signed) {
      shift("LSHL", Integer.SIZE - width);
      shift("ASHR", Integer.SIZE - width);
    } else {
      and((1 << width) - 1);
    }
  }

  private void unary(Expr.Unary unary) {
    Expr operand = unary.operand();
    int width = operand.width();
    push(operand);
    switch (unary.op()) {
      case NOT -> exclusiveOr(unary.signed() ? -1 : (1 << width) - 1);
      case NEGATE -> {
        negate();
        if (!(unary.signed() && operand instanceof Expr.Extend)) {
          wrap(width, unary.signed());
        }
      }
      case REDUCE_OR -> {
        signWhereNotZero();
        shift("LSHR", SIGN);
      }
      case REDUCE_AND -> {
        exclusiveOr(operand.signed() ? -1 : (1 << width) - 1);
        signWhereNotZero();
        shift("LSHR", SIGN);
        exclusiveOr(1);
      }
      case REDUCE_XOR -> throw new IllegalStateException("a parity in lanes");
    }
  }

  /// Makes the sign 1 where the value is not 0: x | -x.
  private void signWhereNotZero() {
    code.dup();
    negate();
    bitwise("OR");
  }

  private void binary(Expr.Binary binary) {
    if (binary.op().compares()) {
      compare(binary, "LSHR", 1);
      return;
    }
    push(binary.left());
    push(binary.right());
    boolean grown = binary.left() instanceof Expr.Extend && binary.right() instanceof Expr.Extend;
    switch (binary.op()) {
      case ADD -> {
        code.invokevirtual(VECTOR, "add", WITH_VECTOR);
        if (!grown) {
          wrap(binary.width(), binary.signed());
        }
      }
      case SUBTRACT -> {
        code.invokevirtual(VECTOR, "sub", WITH_VECTOR);
        if (!(grown && binary.signed())) {
          wrap(binary.width(), binary.signed());
        }
      }
      case MULTIPLY -> {
        code.invokevirtual(VECTOR, "mul", WITH_VECTOR);
        wrap(binary.width(), binary.signed());
      }
      case AND -> code.invokevirtual(VECTOR, "and", WITH_VECTOR);
      case OR -> bitwise("OR");
      case XOR -> exclusiveOr();
      case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL ->
          throw new IllegalStateException("comparisons are apart");
    }
  }

  /// The result in the sign, moved down.
  ///
  /// @param shift LSHR for 1 where true, ASHR for all ones
  /// @param one what true is then
  private void compare(Expr.Binary binary, String shift, int one) {
    boolean swapped = binary.op() == Expr.Binary.Op.LESS_OR_EQUAL;
    boolean inverted = swapped;
    Expr left = swapped ? binary.right() : binary.left();
    Expr right = swapped ? binary.left() : binary.right();
    push(left);
    switch (binary.op()) {
      case EQUAL, NOT_EQUAL -> {
        difference(right);
        inverted = binary.op() == Expr.Binary.Op.NOT_EQUAL;
        if (left.signed()) {
          signWhereNotZero();
          inverted = !inverted;
        } else {
          code.loadConstant(-1).invokevirtual(VECTOR, "add", WITH_INT);
        }
      }
      case LESS, LESS_OR_EQUAL -> {
        push(right);
        code.invokevirtual(VECTOR, "sub", WITH_VECTOR);
      }
      case ADD, SUBTRACT, MULTIPLY, AND, OR, XOR ->
          throw new IllegalStateException("not a comparison");
    }
    shift(shift, SIGN);
    if (inverted) {
      exclusiveOr(one);
    }
  }

  private void difference(Expr right) {
    if (right instanceof Expr.Constant constant) {
      exclusiveOr(constant.value().intValue());
    } else {
      push(right);
      exclusiveOr();
    }
  }

  private void pushMask(Expr condition) {
    boolean known = locals.containsKey(condition) || plan.place(scope, condition).isPresent();
    if (!known && condition instanceof Expr.Binary binary && binary.op().compares()) {
      compare(binary, "ASHR", -1);
    } else {
      push(condition);
      negate();
    }
  }

  private void slice(Expr.Slice slice) {
    Expr operand = slice.operand();
    if (operand instanceof Expr.Ref(Net net) && net.width() > Integer.SIZE
        || operand.width() == Integer.SIZE && !operand.signed()) {
      sliceOfWords(slice);
      return;
    }
    push(operand);
    shift("LSHR", slice.low());
    if (operand.signed() || slice.high() < operand.width() - 1) {
      wrap(slice.width(), false);
    }
  }

  private void sliceOfWords(Expr.Slice slice) {
    if (!(slice.operand() instanceof Expr.Ref(Net net))) {
      throw new IllegalStateException("a wide value in lanes");
    }
    int place = plan.offset(scope, net);
    int word = slice.low() / Integer.SIZE;
    int low = slice.low() % Integer.SIZE;
    load(place + word / 2, word % 2);
    shift("LSHR", low);
    if (low + slice.width() > Integer.SIZE) {
      int next = word + 1;
      load(place + next / 2, next % 2);
      shift("LSHL", Integer.SIZE - low);
      bitwise("OR");
    }
    if (low + slice.width() != Integer.SIZE) {
      wrap(slice.width(), false);
    }
  }

  private void concat(Expr.Concat concat) {
    boolean first = true;
    for (Expr part : concat.parts()) {
      if (!first) {
        shift("LSHL", part.width());
      }
      push(part);
      if (!first) {
        bitwise("OR");
      }
      first = false;
    }
  }
}
