package dev.setun.workbench.crosscheck;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a cross-check found.
///
/// @param tallies one for each executor that ran and was held against another, in the order of the
///   executors
/// @param ran the executors that ran
/// @param skipped the executors that did not run, with the reason
/// @param tokenIds prompt and generated tokens of the reference
/// @param generatedText the text that the reference generated
public record CrossCheckResult(
    List<ExecutorTally> tallies,
    List<ExecutorName> ran,
    Map<ExecutorName, String> skipped,
    List<Integer> tokenIds,
    String generatedText) {

  /// Values held against the reference, over all executors.
  public long comparedValues() {
    return tallies.stream().mapToLong(ExecutorTally::comparedValues).sum();
  }

  /// Values that differ from the reference.
  public long valueMismatches() {
    return tallies.stream().mapToLong(ExecutorTally::valueMismatches).sum();
  }

  /// Cycles in which every port was held against the machine, over all executors.
  public long comparedCycles() {
    return tallies.stream().mapToLong(ExecutorTally::comparedCycles).sum();
  }

  /// Cycles in which some port differs from the machine.
  public long cycleMismatches() {
    return tallies.stream().mapToLong(ExecutorTally::cycleMismatches).sum();
  }

  /// Whether everything that was compared is equal.
  public boolean equal() {
    return valueMismatches() == 0 && cycleMismatches() == 0;
  }

  /// The first difference of each executor that has one.
  public List<Mismatch> mismatches() {
    return tallies.stream().flatMap(tally -> tally.first().stream()).toList();
  }

  /// Keys and values for JSON; scripts read them.
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("executors", ran.stream().map(ExecutorName::label).toList());
    map.put("skippedExecutors", skipped.keySet().stream().map(ExecutorName::label).toList());
    Map<String, String> reasons = new LinkedHashMap<>();
    skipped.forEach((executor, reason) -> reasons.put(executor.label(), reason));
    map.put("skippedReasons", reasons);
    map.put("comparedValues", comparedValues());
    map.put("valueMismatches", valueMismatches());
    map.put("comparedCycles", comparedCycles());
    map.put("cycleMismatches", cycleMismatches());
    map.put("byExecutor", tallies.stream().map(ExecutorTally::toMap).toList());
    map.put("mismatches", mismatches().stream().map(Mismatch::toMap).toList());
    return map;
  }
}
