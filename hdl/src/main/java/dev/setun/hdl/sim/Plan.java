package dev.setun.hdl.sim;

import dev.setun.hdl.ir.Expr;
import dev.setun.hdl.ir.Memory;
import dev.setun.hdl.ir.ModuleDef;
import dev.setun.hdl.ir.Net;
import dev.setun.hdl.ir.Register;
import dev.setun.hdl.ir.Update;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/// The schedule of a flat design for generated code: where each value lies in the state, which
/// statements make up a settle and in which order registers can be updated in place.
final class Plan {
  /// A value is computed into the state at `offset`.
  record Compute(int offset, FlatDesign.Scope scope, Expr value) {}

  /// A write of a memory: operands are kept at the beginning of the edge, the store ends it.
  record Store(
      int memory, FlatDesign.Scope scope, Memory.Write write, int enable, int address, int data) {}

  /// Registers of one instance that are updated together.
  record Unit(FlatDesign.Scope scope, Update update, Set<Integer> writes, Set<Integer> reads) {}

  final List<Compute> settle = new ArrayList<>();
  final List<Store> stores = new ArrayList<>();
  final List<Unit> units = new ArrayList<>();

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
  private int size;

  Plan(FlatDesign design) {
    this.design = design;
    this.offsets = new int[design.slots.size()];
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = allocate(design.slots.get(i).width());
    }
    for (FlatDesign.Statement statement : design.statements) {
      statement(statement);
    }
    stores();
    units();
  }

  /// Longs of state.
  int size() {
    return size;
  }

  /// Where a slot lies.
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
  private void statement(FlatDesign.Statement statement) {
    FlatDesign.Scope scope = statement.scope();
    Expr value = statement.value();
    prepare(value, scope, true);
    int offset = offsets[statement.target()];
    settle.add(new Compute(offset, scope, value));
    if (isSchedulable(value, sharing(scope))) {
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
      settle.add(new Compute(offset, scope, expr));
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
        stores.add(new Store(i, flat.scope(), write, enable, address, allocate(width)));
      }
    }
  }

  private void units() {
    Map<FlatDesign.Scope, List<Register>> byScope = new LinkedHashMap<>();
    for (FlatDesign.FlatRegister flat : design.registers) {
      byScope.computeIfAbsent(flat.scope(), s -> new ArrayList<>()).add(flat.register());
    }
    List<Unit> found = new ArrayList<>();
    byScope.forEach((scope, registers) -> {
      Sharing sharing = sharing(scope);
      for (Update update : Update.of(registers, expr -> isValue(expr, sharing))) {
        found.add(unit(scope, update));
      }
    });
    order(found);
  }

  private static boolean isValue(Expr expr, Sharing sharing) {
    return sharing.isKept(expr) && !Sharing.isWide(expr);
  }

  private Unit unit(FlatDesign.Scope scope, Update update) {
    Set<Integer> writes = new LinkedHashSet<>();
    Set<Integer> reads = new LinkedHashSet<>();
    Set<Integer> early = new LinkedHashSet<>();
    collect(scope, update, writes, reads, early);
    for (int offset : writes) {
      if (early.contains(offset)) {
        shadow(offset);
      }
    }
    return new Unit(scope, update, writes, reads);
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
      shadows.put(offset, allocate(width));
      shadowWidths.put(offset, width);
    }
  }

  /// Puts each unit after all units that read what it writes; where that is circular, the register
  /// gets a shadow.
  private void order(List<Unit> found) {
    Map<Integer, List<Unit>> readers = new LinkedHashMap<>();
    for (Unit unit : found) {
      for (int read : unit.reads()) {
        if (widths.containsKey(read)) {
          readers.computeIfAbsent(read, r -> new ArrayList<>()).add(unit);
        }
      }
    }
    Map<Unit, Boolean> finished = new IdentityHashMap<>();
    found.forEach(unit -> place(unit, readers, finished));
  }

  private void place(Unit unit, Map<Integer, List<Unit>> readers, Map<Unit, Boolean> finished) {
    if (finished.containsKey(unit)) {
      return;
    }
    finished.put(unit, false);
    for (int written : unit.writes()) {
      for (Unit reader : readers.getOrDefault(written, List.of())) {
        if (reader == unit || shadows.containsKey(written)) {
          continue;
        }
        if (finished.getOrDefault(reader, true)) {
          place(reader, readers, finished);
        } else {
          shadow(written);
        }
      }
    }
    finished.put(unit, true);
    units.add(unit);
  }
}
