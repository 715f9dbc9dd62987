package dev.setun.workbench.golden;

import dev.setun.traces.Json;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What the numbers of an array mean, for its entry in the manifest.
///
/// @param unit what 1 stands for
/// @param formula how each comes from other arrays of the set, or where it is from
/// @param rounding which steps round, and how
/// @param rules names of the rules in `docs/numerics.md`
/// @param layout order of the dimensions, and how a number lies in a word
record Meaning(String unit, String formula, String rounding, List<String> rules, String layout) {
  static final String ROW_MAJOR = "row-major, the last dimension runs fastest";
  static final String BINARY32 =
      "each operation rounded to binary32, to nearest, ties to even, in the order that the rule"
          + " gives";
  static final String EXACT = "exact, nothing is rounded";

  Meaning {
    rules = List.copyOf(rules);
  }

  /// A binary32 array of the model's own numbers.
  static Meaning real(String formula, String... rules) {
    return new Meaning("1", formula, BINARY32, List.of(rules), ROW_MAJOR);
  }

  /// A binary32 array that the operation is given.
  static Meaning given(String origin) {
    return new Meaning("1", origin, EXACT, List.of(), ROW_MAJOR);
  }

  ObjectNode toJson() {
    ArrayNode names = Json.array();
    rules.forEach(names::add);
    return Json.object()
        .put("unit", unit)
        .put("formula", formula)
        .put("rounding", rounding)
        .put("layout", layout)
        .set("rules", names);
  }
}
