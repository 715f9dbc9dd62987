package dev.setun.accel.cost;

import java.util.List;

/// What one component used and why.
///
/// @param energy the sum of the terms
/// @param terms counts times rows
public record ComponentEnergy(Component component, Energy energy, List<EnergyTerm> terms) {
  public ComponentEnergy {
    terms = List.copyOf(terms);
  }
}
