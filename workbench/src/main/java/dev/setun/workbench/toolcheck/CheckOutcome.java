package dev.setun.workbench.toolcheck;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What a tool said of a design.
///
/// @param tools the programs that ran, each as it introduces itself
/// @param lines for people
/// @param values for JSON, in order
public record CheckOutcome(
    ToolCheck check,
    Status status,
    List<String> tools,
    List<String> lines,
    Map<String, Object> values) {
  /// How it went.
  public enum Status {
    /// The tool has nothing against the design.
    PASSED,
    /// It has, or did not come to an end.
    FAILED,
    /// It did not run; the line says why.
    SKIPPED
  }

  public CheckOutcome {
    tools = List.copyOf(tools);
    lines = List.copyOf(lines);
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  static CheckOutcome skipped(ToolCheck check, String reason) {
    return new CheckOutcome(
        check,
        Status.SKIPPED,
        List.of(),
        List.of(check.label() + ": skipped, " + reason),
        Map.of("reason", reason));
  }

  static CheckOutcome failed(ToolCheck check, String reason) {
    return new CheckOutcome(
        check,
        Status.FAILED,
        List.of(),
        List.of(check.label() + ": " + reason),
        Map.of("reason", reason));
  }

  /// Keys and values for JSON.
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("check", check.label());
    map.put("status", status.name().toLowerCase(Locale.ROOT));
    map.put("tools", tools);
    map.putAll(values);
    return map;
  }
}
