package dev.setun.hdl.synthesis;

import java.util.List;
import java.util.Optional;

/// What a cell of a target is used for.
public enum Resource {
  /// A lookup table, of any number of inputs.
  LUT,
  /// A flip-flop; no latch is ever wanted, and none is counted here.
  FLIP_FLOP,
  /// A piece of a carry chain: one bit on iCE40, two on ECP5, four on Xilinx 7.
  CARRY,
  /// Memory made of lookup tables.
  LUT_MEMORY,
  /// A block of memory.
  BLOCK_MEMORY,
  /// A hard multiplier.
  MULTIPLIER;

  /// Cells by what they are used for.
  ///
  /// @param pattern a regular expression for the name of a cell
  record Rule(String pattern, Resource resource) {}

  /// The use of a cell under the rules of a target; empty for one that has none (a buffer, a gate).
  static Optional<Resource> of(String cell, List<Rule> rules) {
    return rules.stream()
        .filter(rule -> cell.matches(rule.pattern()))
        .map(Rule::resource)
        .findFirst();
  }
}
