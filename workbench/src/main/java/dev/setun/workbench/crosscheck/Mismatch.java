package dev.setun.workbench.crosscheck;

import java.util.LinkedHashMap;
import java.util.Map;

/// The first place where an executor differs.
///
/// @param executor who differs
/// @param where the linear or the tensor, for example `blk.0.attn_q`
/// @param cycle cycle since the start of that linear; -1 where there is no clock
/// @param signal port or tensor with its index
/// @param tile token tile, output tile and step of K; empty where there is none
/// @param expected the reference's value, or the machine's for a port
/// @param actual the executor's value
public record Mismatch(
    ExecutorName executor,
    String where,
    long cycle,
    String signal,
    String tile,
    String expected,
    String actual) {

  /// One line for people.
  public String line() {
    StringBuilder text = new StringBuilder(executor.label()).append(": ").append(where);
    if (cycle >= 0) {
      text.append(": cycle ").append(cycle);
    }
    text.append(": ").append(signal);
    if (!tile.isEmpty()) {
      text.append(" (").append(tile).append(')');
    }
    return text.append(": expected ")
        .append(expected)
        .append(", actual ")
        .append(actual)
        .toString();
  }

  /// Keys and values for JSON.
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("executor", executor.label());
    map.put("where", where);
    map.put("cycle", cycle);
    map.put("signal", signal);
    map.put("tile", tile);
    map.put("expected", expected);
    map.put("actual", actual);
    return map;
  }
}
