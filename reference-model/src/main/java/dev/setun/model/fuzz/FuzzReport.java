package dev.setun.model.fuzz;

import dev.setun.traces.Json;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What came out.
///
/// @param target the format
/// @param inputs how many were read
/// @param accepted how many were files
/// @param rejected how many ended in one line
/// @param places distinct places of refusal and kinds of files
/// @param code places in the code of the readers that were reached: starts of methods, targets of
///   jumps, ways out of conditions
/// @param crashes how many ended in anything else than an InputException, or in more than one line
/// @param slow how many took more than a second, twice
/// @param overAllocated how many took more memory than twice their size and the constant of the
///   target, twice
/// @param largestAllocationBytes the most memory that one input took
/// @param seconds wall time, the only field that is not the same for the same plan
/// @param findings the first of each kind of those that should not be, as they can be replayed
public record FuzzReport(
    String target,
    long inputs,
    long accepted,
    long rejected,
    long places,
    long code,
    long crashes,
    long slow,
    long overAllocated,
    long largestAllocationBytes,
    double seconds,
    List<Finding> findings) {
  public FuzzReport {
    findings = List.copyOf(findings);
  }

  /// An input that did what no input may.
  ///
  /// @param problem what it did
  /// @param hex the input
  public record Finding(String problem, String hex) {}

  /// One object with a key for each component.
  public ObjectNode json() {
    ObjectNode json =
        Json.object()
            .put("target", target)
            .put("inputs", inputs)
            .put("accepted", accepted)
            .put("rejected", rejected)
            .put("places", places)
            .put("code", code)
            .put("crashes", crashes)
            .put("slow", slow)
            .put("overAllocated", overAllocated)
            .put("largestAllocationBytes", largestAllocationBytes)
            .put("seconds", seconds);
    ArrayNode list = json.putArray("findings");
    findings.forEach(
        finding -> list.addObject().put("problem", finding.problem()).put("hex", finding.hex()));
    return json;
  }

  /// Whether no input did what none may.
  public boolean clean() {
    return crashes == 0 && slow == 0 && overAllocated == 0;
  }
}
