package dev.setun.workbench.cli;

import dev.setun.hdl.Elaborator;
import dev.setun.hdl.ir.Design;
import dev.setun.hdl.library.Library;
import dev.setun.hdl.library.LibraryEntry;
import dev.setun.hdl.project.ProjectFiles;
import dev.setun.hdl.proof.ProofResult;
import dev.setun.hdl.replay.Tool;
import dev.setun.hdl.verilog.VerilogEmitter;
import dev.setun.traces.RunFolder;
import dev.setun.workbench.circuit.LibraryCheck;
import dev.setun.workbench.crosscheck.TemporaryFolder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `setun circuits library`: the Verilog of the HDL's library, checked and proved on request.
@Command(
    name = "library",
    description =
        "Writes the Verilog of the HDL's library, one folder a module; --check lints, simulates and"
            + " proves each, and sees that the proof finds defects.")
final class CircuitsLibraryCommand implements Callable<Integer> {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final String VERSION = "0.1.0";
  private static final long PERIOD_PS = 10_000;

  @Option(
      names = "--check",
      description = "Run Verilator, Icarus Verilog and Yosys on each module; exits 1 if one fails.")
  private boolean check;

  @Mixin private RunFolderOption runFolder = new RunFolderOption();
  @Mixin private OutputOptions output = new OutputOptions();

  @Override
  public Integer call() throws IOException {
    if (check) {
      List.of("verilator", "g++", "iverilog", "vvp", "yosys").forEach(Tool::require);
    }
    RunFolder folder = runFolder.claim("library");
    List<Map<String, Object>> rows = new ArrayList<>();
    boolean passed = true;
    Progress progress = new Progress();
    try (TemporaryFolder work = TemporaryFolder.create("setun-library")) {
      var tools = new LibraryCheck(work.path(), LIMIT);
      for (LibraryEntry entry : Library.entries()) {
        progress.step(entry.name());
        Map<String, Object> row = written(folder, entry);
        if (check) {
          LibraryCheck.Result result = tools.run(entry);
          passed &= result.passed();
          describe(row, result);
          progress.end();
          output.text(line(result));
        } else {
          output.text(row.get("top") + ": " + entry.name());
        }
        rows.add(row);
      }
    } finally {
      progress.end();
    }
    folder.finish();
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("runFolder", folder.path().toString());
    report.put("checked", check);
    report.put("modules", rows);
    output.result(report);
    return (passed ? ExitCode.DONE : ExitCode.MISMATCH).code();
  }

  private static Map<String, Object> written(RunFolder folder, LibraryEntry entry)
      throws IOException {
    Design design = Elaborator.elaborate(entry.module());
    Map<String, String> verilog = VerilogEmitter.emit(design);
    Map<String, String> files = new LinkedHashMap<>(verilog);
    var clock = new LinkedHashMap<>(Map.of("clk", PERIOD_PS));
    files.putAll(new ProjectFiles(design, List.copyOf(verilog.keySet()), clock).files(VERSION));
    String name = design.top().name();
    for (Map.Entry<String, String> file : files.entrySet()) {
      folder.writeText(name + "/" + file.getKey(), file.getValue());
    }
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("module", entry.name());
    row.put("top", name);
    row.put("claim", entry.proved());
    return row;
  }

  private static void describe(Map<String, Object> row, LibraryCheck.Result result) {
    row.put("passed", result.passed());
    row.put("lintFindings", result.lint());
    row.put("comparedCycles", result.comparedCycles());
    result.firstMismatch().ifPresent(first -> row.put("firstMismatch", first));
    row.put("unknownAfterReset", result.unknown());
    row.put("proof", result.proof().getClass().getSimpleName().toLowerCase(Locale.ROOT));
    if (result.proof() instanceof ProofResult.Proved proved) {
      row.put("claims", proved.claims());
      row.put("inductionCycles", proved.induction());
    }
    row.put("faultsSeeded", result.faults());
    row.put("faultsFound", result.faultsFound());
  }

  private static String line(LibraryCheck.Result result) {
    String proof =
        result.proof() instanceof ProofResult.Proved proved
            ? proved.claims() + " claims proved over " + proved.induction() + " cycles"
            : "NOT PROVED (" + result.proof().getClass().getSimpleName() + ")";
    return String.format(
        Locale.ROOT,
        "%-28s %s; %d of %d seeded defects found; lint %d; %d cycles compared%s; %s",
        result.entry().name(),
        proof,
        result.faultsFound(),
        result.faults(),
        result.lint().size(),
        result.comparedCycles(),
        result.firstMismatch().map(first -> ", DIFFER: " + first).orElse(", equal"),
        result.unknown().isEmpty()
            ? "all known after reset"
            : "UNKNOWN after reset: " + result.unknown());
  }
}
