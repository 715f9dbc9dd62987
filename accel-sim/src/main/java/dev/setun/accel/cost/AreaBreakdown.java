package dev.setun.accel.cost;

import java.util.List;

/// The area of a design, without DRAM, pads, clock tree and controller.
///
/// @param total the sum of the terms
/// @param terms one for each part
public record AreaBreakdown(Area total, List<AreaTerm> terms) {
  public AreaBreakdown {
    terms = List.copyOf(terms);
  }
}
