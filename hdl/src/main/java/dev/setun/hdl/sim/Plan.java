package dev.setun.hdl.sim;

import dev.setun.hdl.ir.Expr;
import dev.setun.hdl.ir.Memory;
import dev.setun.hdl.ir.ModuleDef;
import dev.setun.hdl.ir.Net;
import dev.setun.hdl.ir.Register;
import dev.setun.hdl.ir.Update;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/// The schedule of a module with code of its own: where each value lies in the state, what makes up
/// a settle and in which order registers can be updated in place.
final class Plan {
  /// What happens in a settle.
  sealed interface Item {
    /// A value is computed into the state at `offset`.
    record Compute(int offset, FlatDesign.Scope scope, Expr value) implements Item {}

    /// The value at `offset` is copied to an input of a child.
    record CopyIn(int offset, FlatDesign.Child child, Net input) implements Item {}

    /// A group of a child runs, then the outputs that it computes are copied. Of children that are
    /// computed together, only the outputs are copied.
    record Run(FlatDesign.Child child, int group) implements Item {}

    /// Children that are computed together settle; what they compute reaches no output of theirs.
    ///
    /// @param first any of them
    record RunTogether(FlatDesign.Child first) implements Item {}
  }

  /// A write of a memory: operands are kept at the beginning of the edge, the store ends it.
  record Store(
      int memory, FlatDesign.Scope scope, Memory.Write write, int enable, int address, int data) {}

  /// Registers of one instance that are updated together.
  record Edge(FlatDesign.Scope scope, Update update, Set<Integer> writes, Set<Integer> reads) {}

  /// The constant pool of a class has 65,535 places, and a field with its accessors takes five.
  private static final int MOST_FIELDS = 10_000;

  /// What each group does, in order.
  final List<List<Item>> groups = new ArrayList<>();

  /// What the module shows of them.
  final Schedule.Groups interfaceGroups;

  final List<Store> stores = new ArrayList<>();
  final List<Edge> edges = new ArrayList<>();

  /// Offsets of registers whose new value waits elsewhere until all have been computed.
  final Map<Integer, Integer> shadows = new LinkedHashMap<>();

  /// Widths of the registers at those offsets.
  final Map<Integer, Integer> shadowWidths = new LinkedHashMap<>();

  /// Wide constants and where they lie.
  final Map<Expr.Constant, Integer> constants = new LinkedHashMap<>();

  private final FlatDesign design;
  private final int[] offsets;
  private final Map<ModuleDef, Sharing> sharings = new IdentityHashMap<>();
  private final Map<FlatDesign.Scope, Map<Expr, Integer>> kept = new IdentityHashMap<>();
  private final Map<Integer, Integer> widths = new LinkedHashMap<>();
  private final Map<BitSet, List<Item>> byOutputs = new LinkedHashMap<>();
  private final Map<Integer, Boolean> fields = new LinkedHashMap<>();
  private final Schedule schedule;
  private final Units units;
  private int size;

  /// @param units the modules inside, already planned
  Plan(FlatDesign design, Units units) {
    this.design = design;
    this.units = units;
    this.schedule = new Schedule(design, module -> units.plan(module).interfaceGroups);
    this.offsets = offsets(design);
    for (int i = 0; i < offsets.length; i++) {
      FlatDesign.Slot slot = design.slots.get(i);
      size = offsets[i] + slot.words();
      field(offsets[i], slot.width(), slot.signed());
    }
    for (Net input : units.outside(design.top.module).keySet()) {
      int slot = design.top.slot(input);
      offsets[slot] = -1 - slot;
    }
    schedule.steps.forEach(this::step);
    stores();
    updates();
    schedule.groupsOfOutputs().forEach(this::group);
    Set<ModuleDef> together = Collections.newSetFromMap(new IdentityHashMap<>());
    for (FlatDesign.Child child : design.children) {
      if (units.lanes(child.module()).isPresent() && together.add(child.module())) {
        group(new BitSet()).add(new Item.RunTogether(child));
      }
    }
    List<BitSet> reached = Schedule.inOrder(byOutputs.keySet());
    reached.forEach(outputs -> groups.add(group(outputs)));
    this.interfaceGroups = schedule.groups(reached, groups);
  }

  /// Where the slots of a flat design lie.
  static int[] offsets(FlatDesign design) {
    int[] offsets = new int[design.slots.size()];
    int next = 0;
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = next;
      next += design.slots.get(i).words();
    }
    return offsets;
  }

  private List<Item> group(BitSet outputs) {
    return byOutputs.computeIfAbsent(outputs, o -> new ArrayList<>());
  }

  private void step(Schedule.Step step) {
    switch (step) {
      case Schedule.Step.Compute(FlatDesign.Statement statement) ->
          statement(statement, schedule.feeds(step));
      case Schedule.Step.CopyIn copy -> {
        List<Item> group = group(schedule.feeds(step));
        if (!units.outside(copy.child().module()).containsKey(copy.input())) {
          group.add(new Item.CopyIn(offsets[copy.slot()], copy.child(), copy.input()));
        }
      }
      case Schedule.Step.Run run ->
          group(schedule.feeds(step)).add(new Item.Run(run.child(), run.group()));
    }
  }

  /// The places that have a field, and whether it is an int; the others are in the array of words.
  Map<Integer, Boolean> fields() {
    return Collections.unmodifiableMap(fields);
  }

  private void field(int place, int width, boolean signed) {
    if (width <= Long.SIZE && fields.size() < MOST_FIELDS) {
      fields.put(place, width < Integer.SIZE || width == Integer.SIZE && signed);
    }
  }

  /// Places, a wide value taking several.
  int size() {
    return size;
  }

  /// Where a slot lies; -1 - slot for one that is read in the module around this one.
  int offset(int slot) {
    return offsets[slot];
  }

  int offset(FlatDesign.Scope scope, Net net) {
    return offsets[scope.slot(net)];
  }

  /// Where a node lies that has a place in the state.
  OptionalInt place(FlatDesign.Scope scope, Expr expr) {
    if (expr instanceof Expr.Ref ref) {
      return OptionalInt.of(offset(scope, ref.net()));
    }
    if (expr instanceof Expr.Constant constant && Sharing.isWide(constant)) {
      return OptionalInt.of(constants.computeIfAbsent(constant, wide -> allocate(wide.width())));
    }
    if (expr instanceof Expr.Cast cast && Sharing.isWide(cast)) {
      return place(scope, cast.operand());
    }
    Integer offset = kept.getOrDefault(scope, Map.of()).get(expr);
    return offset == null ? OptionalInt.empty() : OptionalInt.of(offset);
  }

  Sharing sharing(FlatDesign.Scope scope) {
    return sharings.computeIfAbsent(scope.module, Sharing::new);
  }

  private int allocate(int width) {
    int offset = size;
    size += (width + 63) / 64;
    return offset;
  }

  /// A statement is also the place of its value, if that is to have one.
  private void statement(FlatDesign.Statement statement, BitSet outputs) {
    FlatDesign.Scope scope = statement.scope();
    Expr value = statement.value();
    // Where more than this statement's outputs need the value, it is computed before in its own
    // group, and copied here.
    boolean isHome = schedule.feeds(value, scope).equals(outputs);
    prepare(value, scope, isHome);
    int offset = offsets[statement.target()];
    group(outputs).add(new Item.Compute(offset, scope, value));
    if (isHome && isSchedulable(value, sharing(scope))) {
      kept.computeIfAbsent(scope, s -> new IdentityHashMap<>()).putIfAbsent(value, offset);
    }
  }

  private static boolean isSchedulable(Expr expr, Sharing sharing) {
    boolean wideRenaming = expr instanceof Expr.Cast && Sharing.isWide(expr);
    return sharing.isKept(expr) && !wideRenaming;
  }

  /// Schedules what an expression needs in the state before it is computed.
  private void prepare(Expr expr, FlatDesign.Scope scope, boolean root) {
    Map<Expr, Integer> places = kept.computeIfAbsent(scope, s -> new IdentityHashMap<>());
    prepare(expr, scope, root, places, sharing(scope), new IdentityHashMap<>());
  }

  private void prepare(
      Expr expr,
      FlatDesign.Scope scope,
      boolean root,
      Map<Expr, Integer> places,
      Sharing sharing,
      Map<Expr, Boolean> seen) {
    if (places.containsKey(expr) || seen.put(expr, true) != null) {
      return;
    }
    for (Expr operand : expr.operands()) {
      prepare(operand, scope, false, places, sharing, seen);
    }
    if (!root && isSchedulable(expr, sharing)) {
      int offset = allocate(expr.width());
      field(offset, expr.width(), expr.signed());
      group(schedule.feeds(expr, scope)).add(new Item.Compute(offset, scope, expr));
      places.put(expr, offset);
    }
  }

  private void stores() {
    for (int i = 0; i < design.memories.size(); i++) {
      FlatDesign.FlatMemory flat = design.memories.get(i);
      for (Memory.Write write : flat.memory().writes()) {
        for (Expr operand : List.of(write.enable(), write.address(), write.data())) {
          prepare(operand, flat.scope(), false);
        }
        int width = write.data().width();
        int enable = allocate(1);
        int address = allocate(1);
        field(enable, 1, false);
        field(address, write.address().width(), false);
        field(size, width, write.data().signed());
        stores.add(new Store(i, flat.scope(), write, enable, address, allocate(width)));
      }
    }
  }

  private void updates() {
    Map<FlatDesign.Scope, List<Register>> byScope = new LinkedHashMap<>();
    for (FlatDesign.FlatRegister flat : design.registers) {
      byScope.computeIfAbsent(flat.scope(), s -> new ArrayList<>()).add(flat.register());
    }
    List<Edge> found = new ArrayList<>();
    byScope.forEach((scope, registers) -> {
      Sharing sharing = sharing(scope);
      for (Update update : Update.of(registers, expr -> isValue(expr, sharing))) {
        found.add(edge(scope, update));
      }
    });
    order(found);
  }

  private static boolean isValue(Expr expr, Sharing sharing) {
    return sharing.isKept(expr) && !Sharing.isWide(expr);
  }

  private Edge edge(FlatDesign.Scope scope, Update update) {
    Set<Integer> writes = new LinkedHashSet<>();
    Set<Integer> reads = new LinkedHashSet<>();
    Set<Integer> early = new LinkedHashSet<>();
    collect(scope, update, writes, reads, early);
    for (int offset : writes) {
      if (early.contains(offset)) {
        shadow(offset);
      }
    }
    return new Edge(scope, update, writes, reads);
  }

  /// @param early what conditions read, and values of registers other than the read one
  private void collect(
      FlatDesign.Scope scope,
      Update update,
      Set<Integer> writes,
      Set<Integer> reads,
      Set<Integer> early) {
    switch (update) {
      case Update.Set set -> {
        int target = offset(scope, set.register().net());
        prepare(set.value(), scope, isComputedInPlace(scope, set.value(), target));
        writes.add(target);
        widths.put(target, set.register().net().width());
        Set<Integer> inputs = new LinkedHashSet<>();
        inputs(scope, set.value(), inputs, new IdentityHashMap<>());
        reads.addAll(inputs);
        inputs.remove(target);
        early.addAll(inputs);
      }
      case Update.If branch -> {
        prepare(branch.condition(), scope, false);
        inputs(scope, branch.condition(), early, new IdentityHashMap<>());
        reads.addAll(early);
        branch.then().forEach(inner -> collect(scope, inner, writes, reads, early));
        branch.otherwise().forEach(inner -> collect(scope, inner, writes, reads, early));
      }
    }
  }

  /// Whether a wide value can be computed right into its register: not if it reads the register.
  private boolean isComputedInPlace(FlatDesign.Scope scope, Expr value, int target) {
    if (!Sharing.isWide(value)) {
      return false;
    }
    Set<Integer> inputs = new LinkedHashSet<>();
    inputs(scope, value, inputs, new IdentityHashMap<>());
    return !inputs.contains(target);
  }

  /// The places in the state that the code for an expression reads.
  private void inputs(
      FlatDesign.Scope scope, Expr expr, Set<Integer> inputs, Map<Expr, Boolean> seen) {
    if (seen.put(expr, true) != null) {
      return;
    }
    OptionalInt place = place(scope, expr);
    if (place.isPresent()) {
      inputs.add(place.getAsInt());
      return;
    }
    expr.operands().forEach(operand -> inputs(scope, operand, inputs, seen));
  }

  private void shadow(int offset) {
    int width = widths.getOrDefault(offset, 1);
    if (!shadows.containsKey(offset)) {
      int shadow = allocate(width);
      Boolean small = fields.get(offset);
      if (small != null) {
        fields.put(shadow, small);
      }
      shadows.put(offset, shadow);
      shadowWidths.put(offset, width);
    }
  }

  /// Puts each unit after all units that read what it writes; where that is circular, the register
  /// gets a shadow.
  private void order(List<Edge> found) {
    Map<Integer, List<Edge>> readers = new LinkedHashMap<>();
    for (Edge edge : found) {
      for (int read : edge.reads()) {
        if (widths.containsKey(read)) {
          readers.computeIfAbsent(read, r -> new ArrayList<>()).add(edge);
        }
      }
    }
    Map<Edge, Boolean> finished = new IdentityHashMap<>();
    found.forEach(edge -> place(edge, readers, finished));
  }

  private void place(Edge edge, Map<Integer, List<Edge>> readers, Map<Edge, Boolean> finished) {
    if (finished.containsKey(edge)) {
      return;
    }
    finished.put(edge, false);
    for (int written : edge.writes()) {
      for (Edge reader : readers.getOrDefault(written, List.of())) {
        if (reader == edge || shadows.containsKey(written)) {
          continue;
        }
        if (finished.getOrDefault(reader, true)) {
          place(reader, readers, finished);
        } else {
          shadow(written);
        }
      }
    }
    finished.put(edge, true);
    edges.add(edge);
  }
}
