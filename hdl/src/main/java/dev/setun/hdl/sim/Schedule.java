package dev.setun.hdl.sim;

import dev.setun.hdl.ir.Expr;
import dev.setun.hdl.ir.Memory;
import dev.setun.hdl.ir.ModuleDef;
import dev.setun.hdl.ir.Net;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/// An order for what happens in one settle of a module with code of its own, in groups.
///
/// What reaches exactly the same outputs of the module within the cycle is one group, and whoever
/// instantiates the module calls each group as soon as the inputs that it needs are ready; what
/// reaches no output, only registers, is called last. So a module one of whose outputs feeds one of
/// its inputs from outside needs no second pass, and no loop arises that was none before: every
/// output of a group depends on every input that the group needs.
final class Schedule {
  /// Something to do.
  sealed interface Step {
    /// Computes a slot.
    record Compute(FlatDesign.Statement statement) implements Step {}

    /// Copies the slot that drives an input to the child.
    record CopyIn(FlatDesign.Child child, Net input, int slot) implements Step {}

    /// Runs one group of a child and copies the outputs that it computes.
    record Run(FlatDesign.Child child, int group) implements Step {}
  }

  /// What a module shows of its groups to the module around it.
  ///
  /// @param needs the inputs that each group needs; a group comes after those that it may need
  /// @param after for each group those before it that it may need
  /// @param gives for each output the last group that it needs
  record Groups(List<Set<Net>> needs, List<List<Integer>> after, Map<Net, Integer> gives) {}

  /// All steps; each after what it needs.
  final List<Step> steps = new ArrayList<>();

  private final FlatDesign flat;
  private final Function<ModuleDef, Groups> groupsOf;
  private final List<Net> outputs;
  private final Map<Integer, Net> inputs = new HashMap<>();
  private final Map<Integer, Step> producers = new HashMap<>();
  private final Map<FlatDesign.Child, List<Step>> runs = new IdentityHashMap<>();
  private final Map<FlatDesign.Child, Map<Net, Step>> copies = new IdentityHashMap<>();
  private final Map<Step, List<Step>> before = new IdentityHashMap<>();
  private final Map<Step, BitSet> feeds = new IdentityHashMap<>();
  private final Map<FlatDesign.Scope, Map<Expr, BitSet>> feedsOfNodes = new IdentityHashMap<>();

  Schedule(FlatDesign flat, Function<ModuleDef, Groups> groupsOf) {
    this.flat = flat;
    this.groupsOf = groupsOf;
    this.outputs = ports(Net.Kind.OUTPUT);
    ports(Net.Kind.INPUT).forEach(port -> inputs.put(flat.top.slot(port), port));
    List<Step> all = new ArrayList<>();
    for (FlatDesign.Statement statement : flat.unordered().values()) {
      Step step = new Step.Compute(statement);
      producers.put(statement.target(), step);
      all.add(step);
    }
    flat.children.forEach(child -> all.addAll(steps(child)));
    all.forEach(this::visit);
    feed();
  }

  private List<Net> ports(Net.Kind kind) {
    return flat.top.module.ports().stream().filter(port -> port.kind() == kind).toList();
  }

  private List<Step> steps(FlatDesign.Child child) {
    Groups inside = groupsOf.apply(child.module());
    Map<Net, Step> copied = new LinkedHashMap<>();
    child.inputs().forEach((net, slot) -> copied.put(net, new Step.CopyIn(child, net, slot)));
    copies.put(child, copied);
    List<Step> calls = new ArrayList<>();
    for (int group = 0; group < inside.needs().size(); group++) {
      calls.add(new Step.Run(child, group));
    }
    runs.put(child, calls);
    child
        .outputs()
        .forEach((net, slot) ->
            producers.put(slot, calls.get(Objects.requireNonNull(inside.gives().get(net)))));
    List<Step> steps = new ArrayList<>(copied.values());
    steps.addAll(calls);
    return steps;
  }

  /// Puts a step behind what it needs.
  private void visit(Step step) {
    if (before.containsKey(step)) {
      return;
    }
    Set<Step> needed = Collections.newSetFromMap(new IdentityHashMap<>());
    List<Step> ordered = new ArrayList<>();
    before.put(step, ordered);
    for (Step other : needed(step)) {
      if (needed.add(other)) {
        ordered.add(other);
      }
    }
    ordered.forEach(this::visit);
    steps.add(step);
  }

  private List<Step> needed(Step step) {
    List<Step> needed = new ArrayList<>();
    switch (step) {
      case Step.Compute(FlatDesign.Statement statement) ->
          slots(statement.value(), statement.scope()).forEach(slot -> producer(slot, needed));
      case Step.CopyIn copy -> producer(copy.slot(), needed);
      case Step.Run run -> {
        Groups inside = groupsOf.apply(run.child().module());
        Map<Net, Step> copied = Objects.requireNonNull(copies.get(run.child()));
        List<Step> calls = Objects.requireNonNull(runs.get(run.child()));
        inside
            .needs()
            .get(run.group())
            .forEach(net -> needed.add(Objects.requireNonNull(copied.get(net))));
        inside.after().get(run.group()).forEach(group -> needed.add(calls.get(group)));
      }
    }
    return needed;
  }

  private void producer(int slot, List<Step> into) {
    Step producer = producers.get(slot);
    if (producer != null) {
      into.add(producer);
    }
  }

  /// The slots that an expression reads.
  private static Set<Integer> slots(Expr expr, FlatDesign.Scope scope) {
    Set<Integer> slots = new LinkedHashSet<>();
    slots(expr, scope, slots, new IdentityHashMap<>());
    return slots;
  }

  private static void slots(
      Expr expr, FlatDesign.Scope scope, Set<Integer> slots, Map<Expr, Boolean> visited) {
    if (visited.put(expr, true) != null) {
      return;
    }
    if (expr instanceof Expr.Ref(Net net)) {
      slots.add(scope.slot(net));
    }
    expr.operands().forEach(operand -> slots(operand, scope, slots, visited));
  }

  /// Finds the outputs that each step and each node reaches.
  private void feed() {
    steps.forEach(step -> feeds.put(step, new BitSet()));
    for (int i = 0; i < outputs.size(); i++) {
      Step producer = producers.get(flat.top.slot(outputs.get(i)));
      if (producer != null) {
        feeds(producer).set(i);
      }
    }
    for (Step step : steps.reversed()) {
      BitSet reached = feeds(step);
      Objects.requireNonNull(before.get(step)).forEach(other -> feeds(other).or(reached));
      if (step instanceof Step.Compute(FlatDesign.Statement statement)) {
        feed(statement.value(), statement.scope(), reached);
      }
    }
    BitSet nothing = new BitSet();
    flat.registers.forEach(register -> feed(register.register().next(), register.scope(), nothing));
    for (FlatDesign.FlatMemory memory : flat.memories) {
      for (Memory.Write write : memory.memory().writes()) {
        feed(write.enable(), memory.scope(), nothing);
        feed(write.address(), memory.scope(), nothing);
        feed(write.data(), memory.scope(), nothing);
      }
    }
  }

  private void feed(Expr expr, FlatDesign.Scope scope, BitSet reached) {
    Map<Expr, BitSet> nodes = feedsOfNodes.computeIfAbsent(scope, s -> new IdentityHashMap<>());
    feed(expr, nodes, reached);
  }

  private static void feed(Expr expr, Map<Expr, BitSet> nodes, BitSet reached) {
    BitSet known = nodes.get(expr);
    if (known != null) {
      BitSet both = (BitSet) known.clone();
      both.or(reached);
      if (both.equals(known)) {
        return;
      }
      nodes.put(expr, both);
    } else {
      nodes.put(expr, reached);
    }
    expr.operands().forEach(operand -> feed(operand, nodes, reached));
  }

  /// The outputs that a step reaches, as indices; not to be changed.
  BitSet feeds(Step step) {
    return Objects.requireNonNull(feeds.get(step));
  }

  /// The outputs that a node reaches, as indices; not to be changed.
  BitSet feeds(Expr expr, FlatDesign.Scope scope) {
    return Objects.requireNonNull(
        feedsOfNodes.getOrDefault(scope, Map.of()).getOrDefault(expr, new BitSet()));
  }

  /// The groups there must be beside those of steps and nodes: for outputs that are inputs, and for
  /// those that only state decides.
  Set<BitSet> groupsOfOutputs() {
    Set<BitSet> found = new LinkedHashSet<>();
    BitSet state = new BitSet();
    for (int i = 0; i < outputs.size(); i++) {
      int slot = flat.top.slot(outputs.get(i));
      if (inputs.containsKey(slot)) {
        BitSet one = new BitSet();
        one.set(i);
        found.add(one);
      } else if (!producers.containsKey(slot)) {
        state.set(i);
      }
    }
    if (!state.isEmpty()) {
      found.add(state);
    }
    return found;
  }

  /// An order in which each group comes after those that it may need: what reaches more, first.
  static List<BitSet> inOrder(Set<BitSet> groups) {
    List<BitSet> ordered = new ArrayList<>(groups);
    ordered.sort(Comparator.comparingInt(BitSet::cardinality).reversed());
    return ordered;
  }

  /// What this module shows of its groups.
  ///
  /// @param groups all of them, by the outputs that they reach, in order
  /// @param items what each does
  Groups groups(List<BitSet> groups, List<List<Plan.Item>> items) {
    List<Set<Net>> needs = new ArrayList<>();
    List<List<Integer>> after = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      needs.add(new LinkedHashSet<>());
      List<Integer> earlier = new ArrayList<>();
      for (int j = 0; j < i; j++) {
        if (contains(groups.get(j), groups.get(i))) {
          earlier.add(j);
        }
      }
      after.add(earlier);
      for (Plan.Item item : items.get(i)) {
        if (item instanceof Plan.Item.Compute compute) {
          Set<Net> needed = needs.get(i);
          slots(compute.value(), compute.scope()).forEach(slot -> input(slot, needed));
        }
      }
    }
    for (Step step : steps) {
      if (step instanceof Step.CopyIn copy) {
        input(copy.slot(), needs.get(groups.indexOf(feeds(step))));
      }
    }
    return new Groups(needs, after, gives(groups, needs));
  }

  private static boolean contains(BitSet large, BitSet small) {
    BitSet rest = (BitSet) small.clone();
    rest.andNot(large);
    return rest.isEmpty();
  }

  private void input(int slot, Set<Net> into) {
    Net net = inputs.get(slot);
    if (net != null) {
      into.add(net);
    }
  }

  private Map<Net, Integer> gives(List<BitSet> groups, List<Set<Net>> needs) {
    Map<Net, Integer> gives = new LinkedHashMap<>();
    for (int i = 0; i < outputs.size(); i++) {
      Net output = outputs.get(i);
      int slot = flat.top.slot(output);
      Step producer = producers.get(slot);
      int last = -1;
      if (producer != null) {
        last = groups.indexOf(feeds(producer));
      } else {
        for (int group = 0; group < groups.size(); group++) {
          if (groups.get(group).get(i)) {
            last = group;
          }
        }
        input(slot, needs.get(last));
      }
      gives.put(output, last);
    }
    return gives;
  }
}
