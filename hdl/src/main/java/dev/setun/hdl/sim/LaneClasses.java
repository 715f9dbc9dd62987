package dev.setun.hdl.sim;

import dev.setun.hdl.ir.Expr;
import dev.setun.hdl.ir.Register;
import dev.setun.hdl.ir.Update;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/// The class files for all instances of a module that are computed together.
final class LaneClasses {
  /// A part to run, where the value at the place of the condition is 1 if there is one.
  private record Call(int part, OptionalInt condition) {}

  /// Of a vector operation, HotSpot's first compiler inlines hundreds of bytes. With methods of
  /// 1600 it ran out of registers now and then, and left such a method to the interpreter for good.
  private static final int METHOD_BYTES = 800;

  private static final int METHODS_PER_CLASS = 12;

  private final UnitCode unit;
  private final Plan plan;
  private final Lanes lanes;
  private final List<UnitClasses.Generated> classes = new ArrayList<>();
  private final List<List<CodeGenerator.Piece>> methods = new ArrayList<>();

  LaneClasses(UnitCode unit, Lanes lanes) {
    this.unit = unit;
    this.plan = unit.plan();
    this.lanes = lanes;
  }

  /// The class files, that of the unit itself last.
  List<UnitClasses.Generated> generate() {
    List<CodeGenerator.Piece> settle = new ArrayList<>();
    for (List<Plan.Item> group : plan.groups) {
      for (Plan.Item item : group) {
        if (item instanceof Plan.Item.Compute compute) {
          settle.add(compute(compute));
        }
      }
    }
    List<Call> settleCalls = new ArrayList<>();
    add(settleCalls, settle, OptionalInt.empty());
    List<Call> clockCalls = clock();
    for (int from = 0; from < methods.size(); from += METHODS_PER_CLASS) {
      classes.add(code(from, Math.min(methods.size(), from + METHODS_PER_CLASS)));
    }
    byte[] bytes = ClassFile.of().build(unit.type(), type -> state(type, settleCalls, clockCalls));
    classes.add(new UnitClasses.Generated(UnitClasses.name(unit.type()), bytes));
    return classes;
  }

  private LaneCode expr(CodeBuilder code, FlatDesign.Scope scope) {
    return new LaneCode(code, unit, lanes, scope);
  }

  private CodeGenerator.Piece compute(Plan.Item.Compute compute) {
    int size = plan.sharing(compute.scope()).size(compute.value()) + 8;
    return new CodeGenerator.Piece(
        size,
        code -> {
          LaneCode expr = expr(code, compute.scope());
          OptionalInt place = plan.place(compute.scope(), compute.value());
          if (place.isPresent() && place.getAsInt() != compute.offset()) {
            expr.value(compute.value());
          } else {
            expr.computation(compute.value());
          }
          expr.store(compute.offset());
        });
  }

  /// The parts of an edge, in order. Updates that follow each other under one condition that all
  /// instances share are parts of their own, run only where it holds: in a branch that is seldom
  /// taken, HotSpot would not compile vector code well.
  private List<Call> clock() {
    List<Call> calls = new ArrayList<>();
    List<CodeGenerator.Piece> pieces = new ArrayList<>();
    OptionalInt condition = OptionalInt.empty();
    for (Plan.Edge edge : plan.edges) {
      OptionalInt own = common(edge);
      if (!own.equals(condition)) {
        add(calls, pieces, condition);
        pieces = new ArrayList<>();
        condition = own;
      }
      pieces.add(update(edge, own.isPresent()));
    }
    add(calls, pieces, condition);
    List<CodeGenerator.Piece> shadows = new ArrayList<>();
    plan.shadows.forEach((place, shadow) ->
        shadows.add(
            new CodeGenerator.Piece(
                20,
                code -> {
                  LaneCode expr = expr(code, unit.flat().top);
                  expr.load(shadow, 0);
                  expr.store(place);
                })));
    add(calls, shadows, OptionalInt.empty());
    return calls;
  }

  private void add(List<Call> calls, List<CodeGenerator.Piece> pieces, OptionalInt condition) {
    for (int part : UnitClasses.methods(pieces, methods, METHOD_BYTES)) {
      calls.add(new Call(part, condition));
    }
  }

  private CodeGenerator.Piece update(Plan.Edge edge, boolean conditionHolds) {
    return new CodeGenerator.Piece(
        size(edge.scope(), edge.update()),
        code -> {
          if (conditionHolds && edge.update() instanceof Update.If branch) {
            branch.then().forEach(inner -> update(code, edge.scope(), inner));
          } else {
            update(code, edge.scope(), edge.update());
          }
        });
  }

  /// The place of a condition that is the same for all instances.
  private OptionalInt common(Plan.Edge edge) {
    if (edge.update() instanceof Update.If branch && branch.otherwise().isEmpty()) {
      OptionalInt place = plan.place(edge.scope(), branch.condition());
      return place.isPresent() && unit.isOutside(place.getAsInt()) ? place : OptionalInt.empty();
    }
    return OptionalInt.empty();
  }

  private int size(FlatDesign.Scope scope, Update update) {
    return switch (update) {
      case Update.Set set -> plan.sharing(scope).size(set.value()) + 40;
      case Update.If branch -> {
        int size = plan.sharing(scope).size(branch.condition()) + 30;
        for (Update inner : branch.then()) {
          size += size(scope, inner);
        }
        for (Update inner : branch.otherwise()) {
          size += size(scope, inner);
        }
        yield size;
      }
    };
  }

  private void update(CodeBuilder code, FlatDesign.Scope scope, Update update) {
    switch (update) {
      case Update.Set set -> store(code, scope, set.register(), set.value());
      case Update.If _ -> {
        // Instances differ in what they do, so each register takes its next value as a selection.
        Set<Register> registers = new LinkedHashSet<>();
        registers(update, registers);
        registers.forEach(register -> store(code, scope, register, register.next()));
      }
    }
  }

  private static void registers(Update update, Set<Register> into) {
    switch (update) {
      case Update.Set set -> into.add(set.register());
      case Update.If branch -> {
        branch.then().forEach(inner -> registers(inner, into));
        branch.otherwise().forEach(inner -> registers(inner, into));
      }
    }
  }

  private void store(CodeBuilder code, FlatDesign.Scope scope, Register register, Expr value) {
    int place = plan.offset(scope, register.net());
    LaneCode expr = expr(code, scope);
    expr.value(value);
    expr.store(plan.shadows.getOrDefault(place, place));
  }

  private UnitClasses.Generated code(int from, int to) {
    ClassDesc name = unit.part(from / METHODS_PER_CLASS);
    byte[] bytes =
        ClassFile.of()
            .build(
                name,
                type -> {
                  type.withFlags(
                      ClassFile.ACC_FINAL | ClassFile.ACC_SYNTHETIC | ClassFile.ACC_PUBLIC);
                  for (int i = from; i < to; i++) {
                    List<CodeGenerator.Piece> method = methods.get(i);
                    type.withMethodBody(
                        "part" + i,
                        part(),
                        ClassFile.ACC_STATIC | ClassFile.ACC_PUBLIC,
                        code -> {
                          code.aload(0).getfield(UnitCode.BASE, "v", LaneCode.INTS).astore(2);
                          method.forEach(piece -> piece.code().accept(code));
                          code.return_();
                        });
                  }
                });
    return new UnitClasses.Generated(UnitClasses.name(name), bytes);
  }

  private MethodTypeDesc part() {
    return MethodTypeDesc.of(ConstantDescs.CD_void, unit.type(), ConstantDescs.CD_int);
  }

  private void state(ClassBuilder type, List<Call> settle, List<Call> clock) {
    type.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SYNTHETIC | ClassFile.ACC_PUBLIC);
    type.withSuperclass(UnitCode.BASE);
    if (unit.looksAround()) {
      type.withField(
          UnitCode.AROUND, unit.aroundType(), field -> field.withFlags(ClassFile.ACC_PUBLIC));
    }
    type.withMethodBody(
        ConstantDescs.INIT_NAME,
        MethodTypeDesc.of(ConstantDescs.CD_void, UnitCode.BASE),
        ClassFile.ACC_PUBLIC,
        code -> {
          UnitClasses.superConstructor(code, unit);
          code.return_();
        });
    UnitClasses.method(type, "settle", code -> run(code, settle));
    UnitClasses.method(type, "clock", code -> run(code, clock));
    UnitClasses.noFields(type);
  }

  /// All parts for one vector of instances after the other.
  private void run(CodeBuilder code, List<Call> calls) {
    for (int first = 0; first < lanes.stride(); first += unit.vectorLanes()) {
      for (Call call : calls) {
        Label end = code.newLabel();
        if (call.condition().isPresent()) {
          unit.load(code, call.condition().getAsInt());
          code.l2i().ifeq(end);
        }
        code.aload(0).loadConstant(first);
        code.invokestatic(unit.part(call.part() / METHODS_PER_CLASS), "part" + call.part(), part());
        code.labelBinding(end);
      }
    }
  }
}
