package dev.setun.workbench.crosscheck;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What was compared for one executor.
///
/// @param detail what ran, for people
/// @param comparedValues values held against the reference
/// @param comparedCycles cycles in which every port was held against the machine
/// @param first the first difference
public record ExecutorTally(
    ExecutorName executor,
    String detail,
    long comparedValues,
    long valueMismatches,
    long comparedCycles,
    long cycleMismatches,
    Optional<Mismatch> first) {

  /// Keys and values for JSON.
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("executor", executor.label());
    map.put("detail", detail);
    map.put("comparedValues", comparedValues);
    map.put("valueMismatches", valueMismatches);
    map.put("comparedCycles", comparedCycles);
    map.put("cycleMismatches", cycleMismatches);
    return map;
  }
}
