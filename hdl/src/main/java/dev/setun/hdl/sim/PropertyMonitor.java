package dev.setun.hdl.sim;

import dev.setun.hdl.ir.Instance;
import dev.setun.hdl.ir.ModuleDef;
import dev.setun.hdl.ir.Property;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Looks at every property of every instance in every cycle.
final class PropertyMonitor {
  private static final class Watched {
    final Property property;
    final Probe probe;
    final boolean resettable;
    long cycles;

    Watched(Property property, Probe probe, boolean resettable) {
      this.property = property;
      this.probe = probe;
      this.resettable = resettable;
    }
  }

  private final List<Watched> all = new ArrayList<>();

  PropertyMonitor(Simulator simulator) {
    watch(simulator, simulator.design().top(), "");
  }

  private void watch(Simulator simulator, ModuleDef module, String path) {
    for (Property property : module.properties()) {
      Probe probe = simulator.probe(path + property.name());
      all.add(new Watched(property, probe, module.resettable()));
    }
    for (Instance instance : module.instances()) {
      watch(simulator, instance.module(), path + instance.name() + ".");
    }
  }

  /// @throws PropertyException at the first assertion or assumption that does not hold
  void settled(long cycle, Simulator simulator) {
    for (Watched watched : all) {
      boolean counts = !watched.resettable || !simulator.inReset();
      boolean holds = watched.probe.get() != 0;
      switch (watched.property.kind()) {
        case ASSERT, ASSUME -> {
          if (counts && !holds) {
            throw new PropertyException(watched.probe.path(), watched.property, cycle);
          }
        }
        case COVER -> watched.cycles += counts && holds ? 1 : 0;
      }
    }
  }

  Map<String, Long> covers() {
    Map<String, Long> covers = new LinkedHashMap<>();
    for (Watched watched : all) {
      if (watched.property.kind() == Property.Kind.COVER) {
        covers.put(watched.probe.path(), watched.cycles);
      }
    }
    return covers;
  }
}
