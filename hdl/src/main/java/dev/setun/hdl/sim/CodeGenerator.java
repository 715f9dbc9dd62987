package dev.setun.hdl.sim;

import dev.setun.hdl.ir.Expr;
import dev.setun.hdl.ir.Net;
import dev.setun.hdl.ir.Update;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;

/// The code of one unit, in pieces that [UnitClasses] makes methods of.
final class CodeGenerator {
  /// Some code and an estimate of its bytes.
  record Piece(int size, Consumer<CodeBuilder> code) {}

  /// HotSpot does not compile a method of more than 8000 bytes, and one that stays interpreted runs
  /// many times slower.
  static final int METHOD_BYTES = 1600;

  private static final ClassDesc LONGS = UnitCode.LONGS;

  private final Units units;
  private final UnitCode unit;
  private final Plan plan;

  CodeGenerator(Units units, UnitCode unit) {
    this.units = units;
    this.unit = unit;
    this.plan = unit.plan();
  }

  /// What a group does in a settle.
  List<Piece> settle(List<Plan.Item> group) {
    List<Piece> pieces = new ArrayList<>();
    for (Plan.Item item : group) {
      switch (item) {
        case Plan.Item.Compute compute -> pieces.addAll(compute(compute));
        case Plan.Item.CopyIn copy -> pieces.add(new Piece(20, code -> unit.copyIn(code, copy)));
        case Plan.Item.Run run -> pieces.add(run(run));
        case Plan.Item.RunTogether run ->
            pieces.add(
                new Piece(
                    10,
                    code -> {
                      unit.pushChild(code, run.first());
                      code.invokevirtual(
                          unit.type(run.first()),
                          "settle",
                          MethodTypeDesc.of(ConstantDescs.CD_void));
                    }));
      }
    }
    return pieces;
  }

  private Piece run(Plan.Item.Run run) {
    FlatDesign.Child child = run.child();
    Map<Net, Integer> gives = units.plan(child.module()).interfaceGroups.gives();
    List<Net> outputs = new ArrayList<>();
    for (Net output : child.outputs().keySet()) {
      if (gives.getOrDefault(output, -1) == run.group()) {
        outputs.add(output);
      }
    }
    return new Piece(
        10 + 20 * outputs.size(),
        code -> {
          if (units.lanes(child.module()).isEmpty()) {
            unit.pushChild(code, child);
            code.invokevirtual(
                unit.type(child),
                UnitClasses.group(run.group()),
                MethodTypeDesc.of(ConstantDescs.CD_void));
          }
          for (Net output : outputs) {
            unit.copyOut(code, child, output, child.outputs().getOrDefault(output, -1));
          }
        });
  }

  /// A clock edge, without those of the units inside.
  List<Piece> clock() {
    List<Piece> pieces = new ArrayList<>();
    plan.stores.forEach(store -> pieces.add(prepare(store)));
    pieces.addAll(edges());
    plan.shadows.forEach((offset, shadow) -> pieces.add(commit(offset, shadow)));
    plan.stores.forEach(store -> pieces.add(new Piece(30, code -> commit(code, store))));
    return pieces;
  }

  /// Updates that follow each other under one condition share its test, whatever instance they are
  /// in. No update before the last of them changes it: what writes a register comes after all that
  /// read it.
  private List<Piece> edges() {
    List<Piece> pieces = new ArrayList<>();
    List<Plan.Edge> run = new ArrayList<>();
    OptionalInt condition = OptionalInt.empty();
    for (Plan.Edge edge : plan.edges) {
      OptionalInt own = condition(edge);
      if (own.isEmpty() || !own.equals(condition)) {
        pieces.addAll(together(run));
        run.clear();
      }
      run.add(edge);
      condition = own;
    }
    pieces.addAll(together(run));
    return pieces;
  }

  /// Where the condition of an update lies, if it is one that only chooses whether to update.
  private OptionalInt condition(Plan.Edge edge) {
    return edge.update() instanceof Update.If branch && branch.otherwise().isEmpty()
        ? plan.place(edge.scope(), branch.condition())
        : OptionalInt.empty();
  }

  private List<Piece> together(List<Plan.Edge> run) {
    List<Piece> pieces = new ArrayList<>();
    if (run.size() < 2) {
      run.forEach(edge -> pieces.addAll(update(edge.scope(), edge.update())));
      return pieces;
    }
    List<Plan.Edge> part = new ArrayList<>();
    int size = 0;
    for (Plan.Edge edge : run) {
      int more = size(edge.scope(), edge.update());
      if (!part.isEmpty() && size + more > METHOD_BYTES) {
        pieces.add(guarded(List.copyOf(part), size));
        part.clear();
        size = 0;
      }
      part.add(edge);
      size += more;
    }
    pieces.add(guarded(List.copyOf(part), size));
    return pieces;
  }

  private Piece guarded(List<Plan.Edge> edges, int size) {
    return new Piece(
        size,
        code -> {
          Label end = code.newLabel();
          Plan.Edge first = edges.getFirst();
          if (first.update() instanceof Update.If branch) {
            expr(code, first.scope()).branch(branch.condition(), end);
          }
          for (Plan.Edge edge : edges) {
            if (edge.update() instanceof Update.If branch) {
              branch.then().forEach(inner -> update(code, edge.scope(), inner));
            }
          }
          code.labelBinding(end);
        });
  }

  private ExprCode expr(CodeBuilder code, FlatDesign.Scope scope) {
    return new ExprCode(code, unit, scope);
  }

  private List<Piece> compute(Plan.Item.Compute compute) {
    Expr value = compute.value();
    int size = plan.sharing(compute.scope()).size(value) + 8;
    if (Sharing.isWide(value)) {
      WideCode wide = new WideCode(unit, compute.scope(), compute.offset());
      List<Consumer<CodeBuilder>> pieces = wide.pieces(value);
      return pieces.stream().map(code -> new Piece(size / pieces.size() + 20, code)).toList();
    }
    return List.of(
        new Piece(
            size,
            code -> {
              ExprCode expr = expr(code, compute.scope());
              OptionalInt place = plan.place(compute.scope(), value);
              boolean isElsewhere = place.isPresent() && place.getAsInt() != compute.offset();
              unit.store(
                  code,
                  compute.offset(),
                  () -> {
                    if (isElsewhere) {
                      expr.value(value);
                    } else {
                      expr.computation(value);
                    }
                  });
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
          ExprCode expr = expr(code, store.scope());
          Label end = code.newLabel();
          unit.store(code, store.enable(), code::lconst_0);
          expr.branch(store.write().enable(), end);
          unit.store(code, store.enable(), code::lconst_1);
          unit.store(code, store.address(), () -> expr.value(store.write().address()));
          if (Sharing.isWide(data)) {
            new WideCode(unit, store.scope(), store.data())
                .pieces(data)
                .forEach(piece -> piece.accept(code));
          } else {
            unit.store(code, store.data(), () -> expr.value(data));
          }
          code.labelBinding(end);
        });
  }

  private void commit(CodeBuilder code, Plan.Store store) {
    Label end = code.newLabel();
    unit.load(code, store.enable());
    code.lconst_0().lcmp().ifeq(end);
    int width = store.write().data().width();
    boolean isWide = width > Long.SIZE;
    if (isWide) {
      code.aload(1).loadConstant(store.data());
    }
    code.aload(2).loadConstant(store.memory()).aaload();
    unit.load(code, store.address());
    if (isWide) {
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
      unit.load(code, store.data());
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
    if (width > Long.SIZE) {
      return new Piece(
          20,
          code -> {
            code.aload(1).loadConstant(offset).loadConstant(shadow).loadConstant(width);
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
    return new Piece(12, code -> unit.store(code, offset, () -> unit.load(code, shadow)));
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
          new WideCode(unit, scope, target)
              .pieces(set.value())
              .forEach(piece -> piece.accept(code));
        } else {
          unit.store(code, target, () -> expr(code, scope).value(set.value()));
        }
      }
      case Update.If branch -> {
        Label otherwise = code.newLabel();
        Label end = code.newLabel();
        expr(code, scope).branch(branch.condition(), otherwise);
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
}
