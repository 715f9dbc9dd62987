package dev.setun.workbench.cli;

import dev.setun.accel.design.Design;
import dev.setun.accel.design.Designs;
import dev.setun.hdl.replay.Lint;
import dev.setun.hdl.replay.Tool;
import dev.setun.hdl.replay.VerilogTop;
import dev.setun.hdl.replay.YosysCheck;
import dev.setun.traces.InputException;
import dev.setun.traces.RunFolder;
import dev.setun.verilog.AcceleratorCircuit;
import dev.setun.workbench.crosscheck.DesignCheck;
import dev.setun.workbench.crosscheck.ExecutorName;
import dev.setun.workbench.crosscheck.ExecutorTally;
import dev.setun.workbench.crosscheck.HardwareExecutors;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `setun verilog`: the Verilog of a design, checked by real tools on request.
@Command(
    name = "verilog",
    description = "Writes the Verilog of a design; --check runs real tools on it.")
final class VerilogCommand implements Callable<Integer> {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  @Option(
      names = {"-d", "--design"},
      paramLabel = "DESIGN",
      description = "A YAML file or a shipped design (default: ${DEFAULT-VALUE}).")
  private String design = "edge-16x16";

  @Option(
      names = "--check",
      split = ",",
      description =
          "verilator (lint, then a simulation held against the machine), icarus (the same simulation), yosys (elaboration and its checks).")
  private List<String> checks = new ArrayList<>();

  @Mixin private RunFolderOption runFolder = new RunFolderOption();
  @Mixin private OutputOptions output = new OutputOptions();

  @Override
  public Integer call() throws IOException {
    Design chosen = Designs.load(design);
    boolean yosys = checks.contains("yosys");
    List<ExecutorName> simulators =
        checks.stream()
            .filter(name -> !name.equals("yosys"))
            .map(VerilogCommand::simulator)
            .toList();
    requireTools(yosys, simulators);
    VerilogTop verilog = AcceleratorCircuit.of(chosen).verilog();
    RunFolder folder = runFolder.claim("verilog-" + chosen.name());
    for (Map.Entry<String, String> file : verilog.files().entrySet()) {
      folder.writeText(file.getKey(), file.getValue());
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("top", verilog.name());
    result.put("files", List.copyOf(verilog.files().keySet()));
    result.put("runFolder", folder.path().toString());
    boolean good = check(chosen, verilog, simulators, result);
    if (yosys) {
      YosysCheck cells = YosysCheck.run(verilog, LIMIT);
      output.text(
          "yosys: no loop, no second driver, no undriven wire; "
              + cells.total()
              + " word-level cells");
      result.put("yosysCells", cells.cells());
    }
    folder.finish();
    output.text(
        verilog.files().size()
            + " files written to "
            + folder.path()
            + ", top module "
            + verilog.name());
    output.result(result);
    return (good ? ExitCode.DONE : ExitCode.MISMATCH).code();
  }

  /// Before anything is written.
  private static void requireTools(boolean yosys, List<ExecutorName> simulators) {
    if (yosys) {
      Tool.require("yosys");
    }
    simulators.forEach(simulator -> HardwareExecutors.program(simulator).ifPresent(Tool::require));
  }

  private boolean check(
      Design chosen, VerilogTop verilog, List<ExecutorName> simulators, Map<String, Object> result)
      throws IOException {
    boolean good = true;
    if (simulators.contains(ExecutorName.VERILATOR)) {
      List<Lint.Finding> findings = Lint.verilator(verilog, LIMIT);
      findings.forEach(finding -> output.text(finding.toString()));
      output.text("verilator --lint-only -Wall: " + findings.size() + " findings");
      result.put("lintFindings", findings.stream().map(Lint.Finding::toString).toList());
      good = findings.isEmpty();
    }
    List<ExecutorTally> tallies = new DesignCheck(chosen).run(simulators);
    for (ExecutorTally tally : tallies) {
      output.text(
          tally.executor().label()
              + ": "
              + tally.comparedCycles()
              + " cycles compared, "
              + tally.cycleMismatches()
              + " differ; "
              + tally.comparedValues()
              + " values compared, "
              + tally.valueMismatches()
              + " differ");
      tally.first().ifPresent(mismatch -> output.text(mismatch.line()));
      good &= tally.first().isEmpty();
    }
    result.put("checks", tallies.stream().map(ExecutorTally::toMap).toList());
    return good;
  }

  private static ExecutorName simulator(String name) {
    return switch (name) {
      case "verilator" -> ExecutorName.VERILATOR;
      case "icarus" -> ExecutorName.ICARUS;
      default ->
          throw new InputException("--check", "expected verilator, icarus or yosys, found " + name);
    };
  }
}
