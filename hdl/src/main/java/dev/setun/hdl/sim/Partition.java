package dev.setun.hdl.sim;

import dev.setun.hdl.ir.Assign;
import dev.setun.hdl.ir.Design;
import dev.setun.hdl.ir.Instance;
import dev.setun.hdl.ir.ModuleDef;
import dev.setun.hdl.ir.Register;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which modules of a design get code of their own, shared by their instances; all others are
/// compiled into the module around them, anew for each instance.
///
/// Shared code is compiled once and stays in the processor's cache, but costs a call and copies of
/// some inputs and outputs: it pays for modules of some size that are there several times.
final class Partition {
  private static final int LEAST_INSTANCES = 2;

  /// Estimated bytes of bytecode, what is compiled into the module included.
  private static final int LEAST_BYTES = 500;

  private final Map<ModuleDef, Long> instances = new IdentityHashMap<>();
  private final Map<ModuleDef, Integer> bytes = new IdentityHashMap<>();
  private final Set<ModuleDef> apart = Collections.newSetFromMap(new IdentityHashMap<>());

  Partition(Design design) {
    instances.put(design.top(), 1L);
    for (ModuleDef module : design.modules().reversed()) {
      long count = instances.getOrDefault(module, 0L);
      for (Instance instance : module.instances()) {
        instances.merge(instance.module(), count, Long::sum);
      }
    }
    for (ModuleDef module : design.modules()) {
      int size = bytes(module);
      bytes.put(module, size);
      if (module != design.top()
          && size >= LEAST_BYTES
          && instances.getOrDefault(module, 0L) >= LEAST_INSTANCES) {
        apart.add(module);
      }
    }
  }

  /// Everything in one: no module has code of its own.
  static Set<ModuleDef> none() {
    return Set.of();
  }

  /// The modules with code of their own, other than the top; compared by identity.
  Set<ModuleDef> apart() {
    return Collections.unmodifiableSet(apart);
  }

  /// The same, each after those inside it.
  static List<ModuleDef> ordered(Design design, Set<ModuleDef> apart) {
    List<ModuleDef> ordered = new ArrayList<>();
    for (ModuleDef module : design.modules()) {
      if (apart.contains(module) || module == design.top()) {
        ordered.add(module);
      }
    }
    return ordered;
  }

  private int bytes(ModuleDef module) {
    Sharing sharing = new Sharing(module);
    long size = 0;
    for (Assign assign : module.assigns()) {
      size += sharing.size(assign.value());
    }
    for (Register register : module.registers()) {
      size += sharing.size(register.next());
    }
    for (Instance instance : module.instances()) {
      if (!apart.contains(instance.module())) {
        size += bytes.getOrDefault(instance.module(), 0);
      }
    }
    return (int) Math.min(Integer.MAX_VALUE, size);
  }
}
