package dev.setun.accel.cost;

import java.util.List;

/// The energy of some activity.
///
/// @param total the sum of the components
/// @param components every component, in the order of [Component]
public record EnergyBreakdown(Energy total, List<ComponentEnergy> components) {
  public EnergyBreakdown {
    components = List.copyOf(components);
  }

  /// The part of one component.
  public ComponentEnergy of(Component component) {
    return components.stream()
        .filter(part -> part.component() == component)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no part for " + component));
  }
}
