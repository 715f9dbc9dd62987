package dev.setun.hdl.sim;

import dev.setun.hdl.ir.ModuleDef;
import dev.setun.hdl.ir.Net;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// How generated code reaches the values of one unit, those inside it and those around it. Local 0
/// is the unit, local 1 its words, local 2 its memories.
final class UnitCode {
  static final ClassDesc BASE = ClassDesc.of("dev.setun.hdl.sim.engine.Unit");
  static final ClassDesc LONGS = ConstantDescs.CD_long.arrayType();

  /// The field that holds the unit around, where the code needs it.
  static final String AROUND = "around";

  private static final String PACKAGE = "dev.setun.hdl.generated.";

  private final Units units;
  private final FlatDesign flat;
  private final Plan plan;
  private final List<FlatDesign.Child> members = new ArrayList<>();
  private final Map<FlatDesign.Child, Integer> children = new IdentityHashMap<>();

  /// What stands for a place: the unit and place around it that a negative one leads to.
  private final Map<Integer, Units.Outside> outside = new HashMap<>();

  UnitCode(Units units, ModuleDef module) {
    this.units = units;
    this.flat = units.flat(module);
    this.plan = units.plan(module);
    units
        .outside(module)
        .forEach((net, source) -> outside.put(plan.offset(flat.top.slot(net)), source));
    Map<ModuleDef, Integer> together = new IdentityHashMap<>();
    for (FlatDesign.Child child : flat.children) {
      if (units.lanes(child.module()).isEmpty()) {
        add(child);
      } else {
        Integer number = together.get(child.module());
        if (number == null) {
          together.put(child.module(), members.size());
          add(child);
        } else {
          children.put(child, number);
        }
      }
    }
  }

  private void add(FlatDesign.Child child) {
    children.put(child, members.size());
    members.add(child);
  }

  /// The units inside; one child stands for those that are computed together.
  List<FlatDesign.Child> members() {
    return Collections.unmodifiableList(members);
  }

  /// The number of a child's unit among [#members].
  int member(FlatDesign.Child child) {
    return Objects.requireNonNull(children.get(child));
  }

  /// Ints of a vector.
  int vectorLanes() {
    return units.vectorLanes();
  }

  /// Whether a place is in the unit around.
  boolean isOutside(int place) {
    return outside.containsKey(place);
  }

  Plan plan() {
    return plan;
  }

  FlatDesign flat() {
    return flat;
  }

  /// The generated class of a unit.
  ClassDesc type() {
    return type(flat);
  }

  private ClassDesc type(FlatDesign unit) {
    return ClassDesc.of(PACKAGE + "Unit" + units.ordered.indexOf(unit.top.module));
  }

  /// The generated class of the module inside a unit.
  ClassDesc type(FlatDesign.Child child) {
    return type(units.flat(child.module()));
  }

  /// The class that holds part of the code.
  ClassDesc part(int number) {
    return ClassDesc.of(
        PACKAGE + "Unit" + units.ordered.indexOf(flat.top.module) + "Code" + number);
  }

  /// Whether values are read in the unit around.
  boolean looksAround() {
    return !outside.isEmpty();
  }

  /// The class of the unit around.
  ClassDesc aroundType() {
    return type(outside.values().iterator().next().around());
  }

  static String field(int place) {
    return "p" + place;
  }

  String field(FlatDesign.Child child) {
    return "child" + member(child);
  }

  /// Pushes the value of up to 64 bits at a place.
  void load(CodeBuilder code, int place) {
    Units.Outside source = outside.get(place);
    if (source == null) {
      code.aload(0);
      read(code, type(), plan, place);
    } else {
      code.aload(0).getfield(type(), AROUND, aroundType());
      read(code, aroundType(), units.plan(source.around().top.module), source.place());
    }
  }

  /// Turns a unit on the stack into the value at one of its places.
  private static void read(CodeBuilder code, ClassDesc owner, Plan plan, int place) {
    Boolean small = plan.fields().get(place);
    if (small == null) {
      code.getfield(BASE, "s", LONGS).loadConstant(place).laload();
    } else if (small) {
      code.getfield(owner, field(place), ConstantDescs.CD_int).i2l();
    } else {
      code.getfield(owner, field(place), ConstantDescs.CD_long);
    }
  }

  /// Stores what `value` pushes at a place.
  void store(CodeBuilder code, int place, Runnable value) {
    code.aload(0);
    write(code, type(), plan, place, value);
  }

  /// Stores what `value` pushes in the unit on the stack.
  private static void write(
      CodeBuilder code, ClassDesc owner, Plan plan, int place, Runnable value) {
    Boolean small = plan.fields().get(place);
    if (small == null) {
      code.getfield(BASE, "s", LONGS).loadConstant(place);
      value.run();
      code.lastore();
    } else if (small) {
      value.run();
      code.l2i().putfield(owner, field(place), ConstantDescs.CD_int);
    } else {
      value.run();
      code.putfield(owner, field(place), ConstantDescs.CD_long);
    }
  }

  /// Copies the value at a place to an input of a child.
  void copyIn(CodeBuilder code, Plan.Item.CopyIn copy) {
    FlatDesign.Child child = copy.child();
    int to = place(child, copy.input());
    Optional<Lanes> lanes = units.lanes(child.module());
    if (lanes.isPresent()) {
      copyToLane(code, copy, lanes.get(), to);
      return;
    }
    if (copy.input().width() > Long.SIZE) {
      pushChild(code, child);
      code.getfield(BASE, "s", LONGS).loadConstant(to);
      code.aload(1).loadConstant(copy.offset());
      transfer(code, copy.input().width());
      return;
    }
    pushChild(code, child);
    write(code, type(child), units.plan(child.module()), to, () -> load(code, copy.offset()));
  }

  private void copyToLane(CodeBuilder code, Plan.Item.CopyIn copy, Lanes lanes, int to) {
    int lane = units.lane(copy.child());
    int width = copy.input().width();
    for (int word = 0; word * Integer.SIZE < width; word++) {
      pushChild(code, copy.child());
      code.getfield(BASE, "v", LaneCode.INTS);
      code.loadConstant(lanes.index(to + word / 2, word % 2) + lane);
      if (width > Long.SIZE) {
        code.aload(1).loadConstant(copy.offset() + word / 2).laload();
      } else {
        load(code, copy.offset());
      }
      if (word % 2 == 1) {
        code.loadConstant(Integer.SIZE).lushr();
      }
      code.l2i().iastore();
    }
  }

  /// Copies an output of a child to the place that it drives.
  void copyOut(CodeBuilder code, FlatDesign.Child child, Net output, int slot) {
    int from = place(child, output);
    int to = plan.offset(slot);
    Optional<Lanes> lanes = units.lanes(child.module());
    if (lanes.isPresent()) {
      store(
          code,
          to,
          () -> {
            pushChild(code, child);
            code.getfield(BASE, "v", LaneCode.INTS);
            code.loadConstant(lanes.get().index(from, 0) + units.lane(child)).iaload().i2l();
          });
      return;
    }
    if (output.width() > Long.SIZE) {
      code.aload(1).loadConstant(to);
      pushChild(code, child);
      code.getfield(BASE, "s", LONGS).loadConstant(from);
      transfer(code, output.width());
      return;
    }
    store(
        code,
        to,
        () -> {
          pushChild(code, child);
          read(code, type(child), units.plan(child.module()), from);
        });
  }

  private int place(FlatDesign.Child child, Net port) {
    return units.plan(child.module()).offset(units.flat(child.module()).top.slot(port));
  }

  void pushChild(CodeBuilder code, FlatDesign.Child child) {
    code.aload(0).getfield(type(), field(child), type(child));
  }

  private static void transfer(CodeBuilder code, int width) {
    code.loadConstant(width)
        .invokestatic(
            ExprCode.WIDE,
            "transfer",
            java.lang.constant.MethodTypeDesc.of(
                ConstantDescs.CD_void,
                LONGS,
                ConstantDescs.CD_int,
                LONGS,
                ConstantDescs.CD_int,
                ConstantDescs.CD_int));
  }
}
