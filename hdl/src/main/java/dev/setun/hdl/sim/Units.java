package dev.setun.hdl.sim;

import dev.setun.hdl.ir.Design;
import dev.setun.hdl.ir.ModuleDef;
import dev.setun.hdl.ir.Net;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// The modules of a design that have code of their own, the top among them, and the plan of each.
final class Units {
  /// A place in the state of the module around a unit.
  ///
  /// @param around the unit that all instances are in
  record Outside(FlatDesign around, int place) {}

  /// The units, each after those inside it.
  final List<ModuleDef> ordered;

  private final Map<ModuleDef, FlatDesign> flats = new IdentityHashMap<>();
  private final Map<ModuleDef, Map<Net, Outside>> outside = new IdentityHashMap<>();
  private final Map<ModuleDef, Plan> plans = new IdentityHashMap<>();
  private final Map<ModuleDef, Lanes> lanes = new IdentityHashMap<>();
  private final Map<FlatDesign.Child, Integer> laneNumbers = new IdentityHashMap<>();
  private final int vectorLanes;

  /// @param apart the modules with code of their own, other than the top
  /// @param vectorLanes ints of a vector, 0 to compute each instance alone
  Units(Design design, Set<ModuleDef> apart, int vectorLanes) {
    this.vectorLanes = vectorLanes;
    this.ordered = Partition.ordered(design, apart);
    for (ModuleDef module : ordered) {
      flats.put(module, new FlatDesign(module, apart));
    }
    if (vectorLanes > 0) {
      ordered.forEach(this::findLanes);
    }
    outside.put(design.top(), Map.of());
    for (ModuleDef module : ordered.reversed()) {
      if (module != design.top()) {
        outside.put(module, findOutside(module));
      }
    }
    ordered.forEach(module -> plans.put(module, new Plan(flat(module), this)));
  }

  /// A module is computed in lanes if it can be and enough instances are in one unit and no other.
  private void findLanes(ModuleDef module) {
    List<FlatDesign.Child> instances = new ArrayList<>();
    int places = 0;
    for (ModuleDef around : ordered) {
      List<FlatDesign.Child> here =
          flat(around).children.stream().filter(child -> child.module() == module).toList();
      places += here.isEmpty() ? 0 : 1;
      instances.addAll(here);
    }
    if (places == 1 && instances.size() >= Lanes.FEWEST && Lanes.fits(flat(module))) {
      lanes.put(module, Lanes.of(instances.size(), vectorLanes));
      for (int i = 0; i < instances.size(); i++) {
        laneNumbers.put(instances.get(i), i);
      }
    }
  }

  /// Ints of a vector.
  int vectorLanes() {
    return vectorLanes;
  }

  /// How the instances of a module are computed together, if they are.
  Optional<Lanes> lanes(ModuleDef module) {
    return Optional.ofNullable(lanes.get(module));
  }

  /// Which of the instances that are computed together one is; 0 for one that is alone.
  int lane(FlatDesign.Child child) {
    return laneNumbers.getOrDefault(child, 0);
  }

  FlatDesign flat(ModuleDef module) {
    return Objects.requireNonNull(flats.get(module));
  }

  Plan plan(ModuleDef module) {
    return Objects.requireNonNull(plans.get(module));
  }

  /// The inputs of a unit that it reads where they are made, in the module around it, instead of
  /// getting a copy.
  Map<Net, Outside> outside(ModuleDef module) {
    return Objects.requireNonNull(outside.get(module));
  }

  /// An input need not be copied if all instances get it from one place of one unit, and that place
  /// stays as it is while registers are updated.
  private Map<Net, Outside> findOutside(ModuleDef module) {
    Map<Net, Set<Outside>> sources = new LinkedHashMap<>();
    Set<Net> copied = passedOn(module);
    for (ModuleDef around : ordered) {
      FlatDesign flat = flat(around);
      Set<Integer> unstable = unstable(around, flat);
      int[] offsets = Plan.offsets(flat);
      for (FlatDesign.Child child : flat.children) {
        if (child.module() == module) {
          child
              .inputs()
              .forEach((net, slot) -> {
                sources
                    .computeIfAbsent(net, n -> new HashSet<>())
                    .add(new Outside(flat, offsets[slot]));
                if (net.width() > Long.SIZE || unstable.contains(slot)) {
                  copied.add(net);
                }
              });
        }
      }
    }
    Map<Net, Outside> found = new LinkedHashMap<>();
    sources.forEach((net, places) -> {
      if (places.size() == 1 && !copied.contains(net)) {
        found.put(net, places.iterator().next());
      }
    });
    return Collections.unmodifiableMap(found);
  }

  /// Inputs that are outputs as well, which the module around copies from here.
  private Set<Net> passedOn(ModuleDef module) {
    FlatDesign.Scope top = flat(module).top;
    Set<Integer> outputs = new HashSet<>();
    Set<Net> passed = new HashSet<>();
    for (Net port : module.ports()) {
      if (port.kind() == Net.Kind.OUTPUT) {
        outputs.add(top.slot(port));
      }
    }
    for (Net port : module.ports()) {
      if (port.kind() == Net.Kind.INPUT && outputs.contains(top.slot(port))) {
        passed.add(port);
      }
    }
    return passed;
  }

  /// Slots that change at an edge, and those that are themselves read outside.
  private Set<Integer> unstable(ModuleDef around, FlatDesign flat) {
    Set<Integer> unstable = new HashSet<>();
    for (FlatDesign.FlatRegister register : flat.registers) {
      unstable.add(register.slot());
    }
    outside
        .getOrDefault(around, Map.of())
        .keySet()
        .forEach(net -> unstable.add(flat.top.slot(net)));
    return unstable;
  }
}
