package dev.setun.workbench.toolcheck;

import dev.setun.hdl.ir.Design;
import dev.setun.hdl.proof.ModuleProofs;
import dev.setun.hdl.proof.ProofResult;
import dev.setun.hdl.replay.Tool;
import dev.setun.workbench.toolcheck.CheckOutcome.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What was proved of the modules of a design, in words and for JSON.
final class ProofOutcome {
  private static final int MOST_STEPS = 16;

  private ProofOutcome() {}

  /// Proves module after module.
  ///
  /// @param limit time for each
  static CheckOutcome of(Design circuit, Duration limit) {
    List<String> lines = new ArrayList<>();
    List<Map<String, Object>> rows = new ArrayList<>();
    boolean all = true;
    for (String module : ModuleProofs.modules(circuit)) {
      ProofResult result = ModuleProofs.prove(circuit, module, MOST_STEPS, limit).result();
      lines.add("proof: " + module + ": " + words(result));
      rows.add(row(module, result));
      all &= result instanceof ProofResult.Proved;
    }
    return new CheckOutcome(
        ToolCheck.PROOF,
        all ? Status.PASSED : Status.FAILED,
        List.of(Tool.require("yosys").version()),
        lines,
        Map.of("modules", rows));
  }

  /// One clause.
  static String words(ProofResult result) {
    return switch (result) {
      case ProofResult.Proved proved ->
          proved.claims() + " claims proved, induction over " + proved.induction() + " cycles";
      case ProofResult.Counterexample broken -> "broken: " + String.join(", ", broken.broken());
      case ProofResult.Unknown unknown -> "unknown: " + unknown.reason();
    };
  }

  private static Map<String, Object> row(String module, ProofResult result) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("module", module);
    switch (result) {
      case ProofResult.Proved proved -> {
        row.put("result", "proved");
        row.put("claims", proved.claims());
        row.put("inductionCycles", proved.induction());
      }
      case ProofResult.Counterexample broken -> {
        row.put("result", "broken");
        row.put("broken", broken.broken());
        row.put("run", broken.trace().toString());
      }
      case ProofResult.Unknown unknown -> {
        row.put("result", "unknown");
        row.put("reason", unknown.reason());
      }
    }
    return row;
  }
}
