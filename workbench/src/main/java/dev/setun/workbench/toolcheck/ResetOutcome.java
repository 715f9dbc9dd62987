package dev.setun.workbench.toolcheck;

import dev.setun.hdl.replay.ResetCheck;
import dev.setun.hdl.replay.Tool;
import dev.setun.workbench.toolcheck.CheckOutcome.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a reset leaves unknown, in words and for JSON.
final class ResetOutcome {
  private ResetOutcome() {}

  static CheckOutcome of(ResetCheck found) {
    List<ResetCheck.Output> unknown = found.unknown();
    List<String> lines = new ArrayList<>();
    lines.add(
        "reset: "
            + found.resetCycles()
            + " cycles of rst, then "
            + found.cycles()
            + " with random inputs in four states: "
            + unknown.size()
            + " of "
            + found.outputs().size()
            + " outputs unknown where they count");
    for (ResetCheck.Output output : unknown) {
      lines.add(
          output.name()
              + ": unknown in "
              + output.unknownCycles()
              + " of "
              + output.countedCycles()
              + " cycles, first in cycle "
              + output.firstUnknown());
    }
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("resetCycles", found.resetCycles());
    values.put("cycles", found.cycles());
    values.put("outputs", found.outputs().stream().map(ResetOutcome::row).toList());
    return new CheckOutcome(
        ToolCheck.RESET,
        unknown.isEmpty() ? Status.PASSED : Status.FAILED,
        List.of(Tool.require("iverilog").version()),
        lines,
        values);
  }

  private static Map<String, Object> row(ResetCheck.Output output) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("output", output.name());
    output.valid().ifPresent(valid -> row.put("countsWhere", valid));
    row.put("countedCycles", output.countedCycles());
    row.put("unknownCycles", output.unknownCycles());
    return row;
  }
}
