package dev.setun.hdl.sim;

import dev.setun.hdl.ir.Expr;
import dev.setun.hdl.ir.Update;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;

/// Generates the classes that run a plan.
///
/// The code is cut into static methods: HotSpot does not compile one of more than 8000 bytes, and a
/// method that stays interpreted runs many times slower.
final class CodeGenerator {
  /// What a generated class does: its share of a settle or of an edge.
  interface Code {
    void run(long[] state, long[][] memories);
  }

  /// Some code and an estimate of its bytes.
  private record Piece(int size, Consumer<CodeBuilder> code) {}

  private static final int METHOD_BYTES = 4000;
  private static final int METHODS_PER_CLASS = 200;
  private static final ClassDesc NAME = ClassDesc.of("dev.setun.hdl.sim.Generated");
  private static final ClassDesc LONGS = ExprCode.LONGS;
  private static final MethodTypeDesc RUN =
      MethodTypeDesc.of(ConstantDescs.CD_void, LONGS, LONGS.arrayType());

  private final Plan plan;

  CodeGenerator(Plan plan) {
    this.plan = plan;
  }

  /// The class files of a settle, in order.
  List<byte[]> settle() {
    List<Piece> pieces = new ArrayList<>();
    for (Plan.Compute compute : plan.settle) {
      pieces.addAll(compute(compute));
    }
    return classes(pieces);
  }

  /// The class files of a clock edge, in order.
  List<byte[]> clock() {
    List<Piece> pieces = new ArrayList<>();
    plan.stores.forEach(store -> pieces.add(prepare(store)));
    for (Plan.Unit unit : plan.units) {
      pieces.addAll(update(unit.scope(), unit.update()));
    }
    plan.shadows.forEach((offset, shadow) -> pieces.add(commit(offset, shadow)));
    plan.stores.forEach(store -> pieces.add(new Piece(30, code -> commit(code, store))));
    return classes(pieces);
  }

  private List<Piece> compute(Plan.Compute compute) {
    Expr value = compute.value();
    int size = plan.sharing(compute.scope()).size(value) + 8;
    if (Sharing.isWide(value)) {
      WideCode wide = new WideCode(plan, compute.scope(), compute.offset());
      List<Consumer<CodeBuilder>> pieces = wide.pieces(value);
      return pieces.stream().map(code -> new Piece(size / pieces.size() + 20, code)).toList();
    }
    return List.of(
        new Piece(
            size,
            code -> {
              ExprCode expr = new ExprCode(code, plan, compute.scope());
              code.aload(0).loadConstant(compute.offset());
              OptionalInt place = plan.place(compute.scope(), value);
              if (place.isPresent() && place.getAsInt() != compute.offset()) {
                expr.value(value);
              } else {
                expr.computation(value);
              }
              code.lastore();
            }));
  }

  private Piece prepare(Plan.Store store) {
    Expr data = store.write().data();
    Sharing sharing = plan.sharing(store.scope());
    int size =
        sharing.size(store.write().enable())
            + sharing.size(store.write().address())
            + sharing.size(data)
            + 60;
    return new Piece(
        size,
        code -> {
          ExprCode expr = new ExprCode(code, plan, store.scope());
          Label end = code.newLabel();
          code.aload(0).loadConstant(store.enable()).lconst_0().lastore();
          expr.branch(store.write().enable(), end);
          code.aload(0).loadConstant(store.enable()).lconst_1().lastore();
          set(code, expr, store.address(), store.write().address());
          if (Sharing.isWide(data)) {
            new WideCode(plan, store.scope(), store.data())
                .pieces(data)
                .forEach(piece -> piece.accept(code));
          } else {
            set(code, expr, store.data(), data);
          }
          code.labelBinding(end);
        });
  }

  private static void set(CodeBuilder code, ExprCode expr, int offset, Expr value) {
    code.aload(0).loadConstant(offset);
    expr.value(value);
    code.lastore();
  }

  private void commit(CodeBuilder code, Plan.Store store) {
    Label end = code.newLabel();
    code.aload(0).loadConstant(store.enable()).laload().lconst_0().lcmp().ifeq(end);
    int width = store.write().data().width();
    if (width > 64) {
      code.aload(0).loadConstant(store.data());
      code.aload(1).loadConstant(store.memory()).aaload();
      code.aload(0).loadConstant(store.address()).laload();
      code.loadConstant(width);
      code.invokestatic(
          ExprCode.WIDE,
          "writeWide",
          MethodTypeDesc.of(
              ConstantDescs.CD_void,
              LONGS,
              ConstantDescs.CD_int,
              LONGS,
              ConstantDescs.CD_long,
              ConstantDescs.CD_int));
    } else {
      code.aload(1).loadConstant(store.memory()).aaload();
      code.aload(0).loadConstant(store.address()).laload();
      code.aload(0).loadConstant(store.data()).laload();
      code.invokestatic(
          ExprCode.WIDE,
          "write",
          MethodTypeDesc.of(
              ConstantDescs.CD_void, LONGS, ConstantDescs.CD_long, ConstantDescs.CD_long));
    }
    code.labelBinding(end);
  }

  private Piece commit(int offset, int shadow) {
    int width = plan.shadowWidths.getOrDefault(offset, 1);
    if (width > 64) {
      return new Piece(
          20,
          code -> {
            code.aload(0).loadConstant(offset).loadConstant(shadow).loadConstant(width);
            code.invokestatic(
                ExprCode.WIDE,
                "copy",
                MethodTypeDesc.of(
                    ConstantDescs.CD_void,
                    LONGS,
                    ConstantDescs.CD_int,
                    ConstantDescs.CD_int,
                    ConstantDescs.CD_int));
          });
    }
    return new Piece(
        12,
        code ->
            code.aload(0).loadConstant(offset).aload(0).loadConstant(shadow).laload().lastore());
  }

  private int size(FlatDesign.Scope scope, Update update) {
    return switch (update) {
      case Update.Set set -> plan.sharing(scope).size(set.value()) + 30;
      case Update.If branch -> {
        int size = plan.sharing(scope).size(branch.condition()) + 10;
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

  /// An update in pieces; a large one is cut, and each part tests the condition again. That is
  /// sound because what conditions read has a shadow if the update writes it.
  private List<Piece> update(FlatDesign.Scope scope, Update update) {
    int size = size(scope, update);
    boolean divisible =
        update instanceof Update.If branch && branch.then().size() + branch.otherwise().size() > 1;
    if (size <= METHOD_BYTES || !divisible) {
      return List.of(new Piece(size, code -> update(code, scope, update)));
    }
    List<Piece> pieces = new ArrayList<>();
    if (update instanceof Update.If branch) {
      for (List<Update> part : parts(scope, branch.then())) {
        pieces.addAll(update(scope, new Update.If(branch.condition(), part, List.of())));
      }
      for (List<Update> part : parts(scope, branch.otherwise())) {
        pieces.addAll(update(scope, new Update.If(branch.condition(), List.of(), part)));
      }
    }
    return pieces;
  }

  private List<List<Update>> parts(FlatDesign.Scope scope, List<Update> updates) {
    List<List<Update>> parts = new ArrayList<>();
    List<Update> part = new ArrayList<>();
    int size = 0;
    for (Update update : updates) {
      int more = size(scope, update);
      if (!part.isEmpty() && size + more > METHOD_BYTES / 2) {
        parts.add(part);
        part = new ArrayList<>();
        size = 0;
      }
      part.add(update);
      size += more;
    }
    if (!part.isEmpty()) {
      parts.add(part);
    }
    return parts;
  }

  private void update(CodeBuilder code, FlatDesign.Scope scope, Update update) {
    switch (update) {
      case Update.Set set -> {
        int register = plan.offset(scope, set.register().net());
        int target = plan.shadows.getOrDefault(register, register);
        if (Sharing.isWide(set.value())) {
          new WideCode(plan, scope, target)
              .pieces(set.value())
              .forEach(piece -> piece.accept(code));
        } else {
          set(code, new ExprCode(code, plan, scope), target, set.value());
        }
      }
      case Update.If branch -> {
        Label otherwise = code.newLabel();
        Label end = code.newLabel();
        new ExprCode(code, plan, scope).branch(branch.condition(), otherwise);
        branch.then().forEach(inner -> update(code, scope, inner));
        if (branch.otherwise().isEmpty()) {
          code.labelBinding(otherwise);
        } else {
          code.goto_(end).labelBinding(otherwise);
          branch.otherwise().forEach(inner -> update(code, scope, inner));
        }
        code.labelBinding(end);
      }
    }
  }

  private static List<byte[]> classes(List<Piece> pieces) {
    List<List<Piece>> methods = new ArrayList<>();
    List<Piece> method = new ArrayList<>();
    int size = 0;
    for (Piece piece : pieces) {
      if (!method.isEmpty() && size + piece.size() > METHOD_BYTES) {
        methods.add(method);
        method = new ArrayList<>();
        size = 0;
      }
      method.add(piece);
      size += piece.size();
    }
    if (!method.isEmpty()) {
      methods.add(method);
    }
    List<byte[]> classes = new ArrayList<>();
    for (int i = 0; i < methods.size(); i += METHODS_PER_CLASS) {
      classes.add(assemble(methods.subList(i, Math.min(methods.size(), i + METHODS_PER_CLASS))));
    }
    return classes;
  }

  private static byte[] assemble(List<List<Piece>> methods) {
    return ClassFile.of()
        .build(
            NAME,
            type -> {
              type.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SYNTHETIC);
              type.withInterfaceSymbols(ClassDesc.of("dev.setun.hdl.sim.CodeGenerator$Code"));
              type.withMethodBody(
                  ConstantDescs.INIT_NAME,
                  ConstantDescs.MTD_void,
                  0,
                  code ->
                      code.aload(0)
                          .invokespecial(
                              ConstantDescs.CD_Object,
                              ConstantDescs.INIT_NAME,
                              ConstantDescs.MTD_void)
                          .return_());
              type.withMethodBody(
                  "run", RUN, ClassFile.ACC_PUBLIC, code -> runAll(code, methods.size()));
              for (int i = 0; i < methods.size(); i++) {
                List<Piece> method = methods.get(i);
                type.withMethodBody(
                    "part" + i,
                    RUN,
                    ClassFile.ACC_STATIC | ClassFile.ACC_PRIVATE,
                    code -> {
                      method.forEach(piece -> piece.code().accept(code));
                      code.return_();
                    });
              }
            });
  }

  /// An instance of a generated class.
  static Code load(byte[] bytes) {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup().defineHiddenClass(bytes, true);
      return (Code) lookup.lookupClass().getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("generated code does not load", e);
    }
  }

  private static void runAll(CodeBuilder code, int methods) {
    for (int i = 0; i < methods; i++) {
      code.aload(1).aload(2).invokestatic(NAME, "part" + i, RUN);
    }
    code.return_();
  }
}
