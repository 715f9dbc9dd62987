package dev.setun.hdl.sim;

import dev.setun.hdl.sim.CodeGenerator.Piece;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The class files of one unit: one class with its values, and classes with its code as static
/// methods of moderate length.
final class UnitClasses {
  /// A class to be defined.
  record Generated(String name, byte[] bytes) {}

  private static final int METHODS_PER_CLASS = 12;
  private static final int ACCESSORS_PER_METHOD = 256;
  private static final MethodTypeDesc VOID = MethodTypeDesc.of(ConstantDescs.CD_void);
  private static final MethodTypeDesc GET =
      MethodTypeDesc.of(ConstantDescs.CD_long, ConstantDescs.CD_int);
  private static final MethodTypeDesc SET =
      MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int, ConstantDescs.CD_long);

  private final UnitCode unit;
  private final CodeGenerator generator;
  private final List<Generated> classes = new ArrayList<>();
  private final List<List<Piece>> methods = new ArrayList<>();

  UnitClasses(Units units, UnitCode unit) {
    this.unit = unit;
    this.generator = new CodeGenerator(units, unit);
  }

  static String group(int number) {
    return "group" + number;
  }

  /// The class files, that of the unit itself last.
  List<Generated> generate() {
    List<List<Integer>> groups = new ArrayList<>();
    for (List<Plan.Item> group : unit.plan().groups) {
      groups.add(methods(generator.settle(group), methods, CodeGenerator.METHOD_BYTES));
    }
    List<Integer> clock = methods(generator.clock(), methods, CodeGenerator.METHOD_BYTES);
    for (int from = 0; from < methods.size(); from += METHODS_PER_CLASS) {
      classes.add(code(from, Math.min(methods.size(), from + METHODS_PER_CLASS)));
    }
    byte[] bytes = ClassFile.of().build(unit.type(), type -> state(type, groups, clock));
    classes.add(new Generated(name(unit.type()), bytes));
    return classes;
  }

  static String name(ClassDesc type) {
    return type.packageName() + "." + type.displayName();
  }

  /// Puts pieces into methods behind those there are, and gives their numbers.
  ///
  /// @param bytes estimated size of a method from which it takes no more pieces
  static List<Integer> methods(List<Piece> pieces, List<List<Piece>> methods, int bytes) {
    List<Integer> numbers = new ArrayList<>();
    List<Piece> method = new ArrayList<>();
    int size = 0;
    for (Piece piece : pieces) {
      if (!method.isEmpty() && size + piece.size() > bytes) {
        numbers.add(methods.size());
        methods.add(method);
        method = new ArrayList<>();
        size = 0;
      }
      method.add(piece);
      size += piece.size();
    }
    if (!method.isEmpty()) {
      numbers.add(methods.size());
      methods.add(method);
    }
    return numbers;
  }

  private Generated code(int from, int to) {
    ClassDesc name = unit.part(from / METHODS_PER_CLASS);
    byte[] bytes =
        ClassFile.of()
            .build(
                name,
                type -> {
                  type.withFlags(
                      ClassFile.ACC_FINAL | ClassFile.ACC_SYNTHETIC | ClassFile.ACC_PUBLIC);
                  for (int i = from; i < to; i++) {
                    List<Piece> method = methods.get(i);
                    type.withMethodBody(
                        "part" + i,
                        MethodTypeDesc.of(ConstantDescs.CD_void, unit.type()),
                        ClassFile.ACC_STATIC | ClassFile.ACC_PUBLIC,
                        code -> part(code, method));
                  }
                });
    return new Generated(name(name), bytes);
  }

  private static void part(CodeBuilder code, List<Piece> method) {
    code.aload(0).getfield(UnitCode.BASE, "s", UnitCode.LONGS).astore(1);
    code.aload(0).getfield(UnitCode.BASE, "m", UnitCode.LONGS.arrayType()).astore(2);
    method.forEach(piece -> piece.code().accept(code));
    code.return_();
  }

  private void state(ClassBuilder type, List<List<Integer>> groups, List<Integer> clock) {
    type.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SYNTHETIC | ClassFile.ACC_PUBLIC);
    type.withSuperclass(UnitCode.BASE);
    unit.plan()
        .fields()
        .forEach((place, small) ->
            type.withField(
                UnitCode.field(place),
                fieldType(small),
                field -> field.withFlags(ClassFile.ACC_PUBLIC)));
    for (FlatDesign.Child child : unit.members()) {
      type.withField(
          unit.field(child), unit.type(child), field -> field.withFlags(ClassFile.ACC_PUBLIC));
    }
    if (unit.looksAround()) {
      type.withField(
          UnitCode.AROUND, unit.aroundType(), field -> field.withFlags(ClassFile.ACC_PUBLIC));
    }
    type.withMethodBody(
        ConstantDescs.INIT_NAME,
        MethodTypeDesc.of(ConstantDescs.CD_void, UnitCode.BASE),
        ClassFile.ACC_PUBLIC,
        this::construct);
    for (int i = 0; i < groups.size(); i++) {
      List<Integer> parts = groups.get(i);
      method(type, group(i), code -> parts.forEach(part -> call(code, part)));
    }
    method(type, "settle", code -> settle(code, groups.size()));
    method(type, "clock", code -> clock(code, clock));
    accessors(type);
  }

  private static ClassDesc fieldType(boolean small) {
    return small ? ConstantDescs.CD_int : ConstantDescs.CD_long;
  }

  static void method(
      ClassBuilder type, String name, java.util.function.Consumer<CodeBuilder> body) {
    type.withMethodBody(
        name,
        VOID,
        ClassFile.ACC_PUBLIC,
        code -> {
          body.accept(code);
          code.return_();
        });
  }

  /// Takes the unit around and makes those inside.
  private void construct(CodeBuilder code) {
    superConstructor(code, unit);
    for (FlatDesign.Child child : unit.members()) {
      ClassDesc type = unit.type(child);
      code.aload(0).new_(type).dup().aload(0);
      code.invokespecial(
          type, ConstantDescs.INIT_NAME, MethodTypeDesc.of(ConstantDescs.CD_void, UnitCode.BASE));
      code.putfield(unit.type(), unit.field(child), type);
      code.aload(0);
      unit.pushChild(code, child);
      code.invokevirtual(
          UnitCode.BASE, "add", MethodTypeDesc.of(ConstantDescs.CD_void, UnitCode.BASE));
    }
    code.return_();
  }

  /// Takes the unit around.
  static void superConstructor(CodeBuilder code, UnitCode unit) {
    code.aload(0).invokespecial(UnitCode.BASE, ConstantDescs.INIT_NAME, VOID);
    if (unit.looksAround()) {
      code.aload(0).aload(1).checkcast(unit.aroundType());
      code.putfield(unit.type(), UnitCode.AROUND, unit.aroundType());
    }
  }

  private void call(CodeBuilder code, int part) {
    code.aload(0)
        .invokestatic(
            unit.part(part / METHODS_PER_CLASS),
            "part" + part,
            MethodTypeDesc.of(ConstantDescs.CD_void, unit.type()));
  }

  private void settle(CodeBuilder code, int groups) {
    for (int i = 0; i < groups; i++) {
      code.aload(0).invokevirtual(unit.type(), group(i), VOID);
    }
  }

  /// The units inside read nothing that changes here, nor the other way round.
  private void clock(CodeBuilder code, List<Integer> parts) {
    parts.forEach(part -> call(code, part));
    for (FlatDesign.Child child : unit.members()) {
      unit.pushChild(code, child);
      code.invokevirtual(unit.type(child), "clock", VOID);
    }
  }

  private void accessors(ClassBuilder type) {
    List<Map.Entry<Integer, Boolean>> fields = List.copyOf(unit.plan().fields().entrySet());
    int parts = Math.ceilDiv(fields.size(), ACCESSORS_PER_METHOD);
    for (int i = 0; i < parts; i++) {
      List<Map.Entry<Integer, Boolean>> part =
          fields.subList(
              i * ACCESSORS_PER_METHOD, Math.min(fields.size(), (i + 1) * ACCESSORS_PER_METHOD));
      boolean last = i == parts - 1;
      int next = i + 1;
      type.withMethodBody(
          accessor("get", i), GET, ClassFile.ACC_PUBLIC, code -> get(code, part, next, last));
      type.withMethodBody(
          accessor("set", i), SET, ClassFile.ACC_PUBLIC, code -> set(code, part, next, last));
    }
    if (parts == 0) {
      noFields(type);
    }
  }

  /// The accessors of a unit without a field.
  static void noFields(ClassBuilder type) {
    type.withMethodBody("get", GET, ClassFile.ACC_PUBLIC, UnitClasses::refuse);
    type.withMethodBody("set", SET, ClassFile.ACC_PUBLIC, UnitClasses::refuse);
  }

  private static String accessor(String what, int part) {
    return part == 0 ? what : what + part;
  }

  private void get(
      CodeBuilder code, List<Map.Entry<Integer, Boolean>> part, int next, boolean last) {
    Label other = code.newLabel();
    List<SwitchCase> cases = cases(code, part);
    code.iload(1).lookupswitch(other, cases);
    for (int i = 0; i < part.size(); i++) {
      code.labelBinding(cases.get(i).target());
      unit.load(code, part.get(i).getKey());
      code.lreturn();
    }
    code.labelBinding(other);
    if (last) {
      refuse(code);
    } else {
      code.aload(0).iload(1).invokevirtual(unit.type(), accessor("get", next), GET).lreturn();
    }
  }

  private void set(
      CodeBuilder code, List<Map.Entry<Integer, Boolean>> part, int next, boolean last) {
    Label other = code.newLabel();
    List<SwitchCase> cases = cases(code, part);
    code.iload(1).lookupswitch(other, cases);
    for (int i = 0; i < part.size(); i++) {
      code.labelBinding(cases.get(i).target());
      unit.store(code, part.get(i).getKey(), () -> code.lload(2));
      code.return_();
    }
    code.labelBinding(other);
    if (last) {
      refuse(code);
    } else {
      code.aload(0).iload(1).lload(2);
      code.invokevirtual(unit.type(), accessor("set", next), SET).return_();
    }
  }

  private static List<SwitchCase> cases(CodeBuilder code, List<Map.Entry<Integer, Boolean>> part) {
    return part.stream().map(field -> SwitchCase.of(field.getKey(), code.newLabel())).toList();
  }

  private static void refuse(CodeBuilder code) {
    ClassDesc problem = ClassDesc.of("java.lang.IllegalArgumentException");
    code.new_(problem).dup().invokespecial(problem, ConstantDescs.INIT_NAME, VOID).athrow();
  }
}
