package dev.setun.workbench.cli;

import dev.setun.accel.design.Design;
import dev.setun.accel.design.Designs;
import dev.setun.hdl.replay.VerilogTop;
import dev.setun.hdl.synthesis.Placement;
import dev.setun.traces.InputException;
import dev.setun.traces.RunFolder;
import dev.setun.verilog.AcceleratorCircuit;
import dev.setun.workbench.toolcheck.CheckOutcome;
import dev.setun.workbench.toolcheck.CheckReport;
import dev.setun.workbench.toolcheck.ToolCheck;
import dev.setun.workbench.toolcheck.ToolChecks;
import dev.setun.workbench.toolcheck.ToolOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `setun verilog`: the Verilog of a design, checked by real tools on request.
@Command(
    name = "verilog",
    description = "Writes the Verilog of a design; --check runs real tools on it.")
final class VerilogCommand implements Callable<Integer> {
  @Option(
      names = {"-d", "--design"},
      paramLabel = "DESIGN",
      description = "A YAML file or a shipped design (default: ${DEFAULT-VALUE}).")
  private String design = "edge-16x16";

  @Option(
      names = "--check",
      split = ",",
      paramLabel = "TOOL",
      description =
          "verilator (lint, then a simulation held against the machine), icarus (the same simulation), reset (what four states do not know after it), yosys (elaboration and its checks), proof (what the modules assert, for every input), ice40, ecp5, xilinx7 (synthesis), liberty (synthesis to the cells of --liberty), nextpnr (place and route on an iCE40), or all that this machine can do.")
  private List<String> checks = new ArrayList<>();

  @Option(
      names = "--liberty",
      paramLabel = "FILE",
      description = "Liberty file, plain or with gzip; alone it asks for --check liberty.")
  private Optional<Path> liberty = Optional.empty();

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      description = "For nextpnr: hx8k or up5k (default: ${DEFAULT-VALUE}).")
  private Placement.Device device = Placement.Device.HX8K;

  @Option(
      names = "--limit",
      paramLabel = "SECONDS",
      description = "Time that one run of one tool may take (default: ${DEFAULT-VALUE}).")
  private int limitSeconds = 900;

  @Mixin private RunFolderOption runFolder = new RunFolderOption();
  @Mixin private OutputOptions output = new OutputOptions();

  @Override
  public Integer call() throws IOException {
    Set<ToolCheck> asked = asked();
    Design chosen = Designs.load(design);
    ToolChecks tools = new ToolChecks(chosen, options());
    tools.require(asked);
    AcceleratorCircuit circuit = AcceleratorCircuit.of(chosen);
    VerilogTop verilog = circuit.verilog();
    Map<String, String> project = circuit.projectFiles();
    RunFolder folder = runFolder.claim("verilog-" + chosen.name());
    for (Map.Entry<String, String> file : verilog.files().entrySet()) {
      folder.writeText(file.getKey(), file.getValue());
    }
    for (Map.Entry<String, String> file : project.entrySet()) {
      folder.writeText(file.getKey(), file.getValue());
    }
    List<CheckOutcome> outcomes = run(tools, asked);
    if (!outcomes.isEmpty()) {
      CheckReport.write(folder, chosen.name(), outcomes);
    }
    folder.finish();
    output.text(
        verilog.files().size()
            + " Verilog files and "
            + project.size()
            + " beside them written to "
            + folder.path()
            + ", top module "
            + verilog.name());
    Map<String, Object> result = result(verilog, folder, outcomes);
    result.put("projectFiles", List.copyOf(project.keySet()));
    output.result(result);
    return (outcomes.stream().noneMatch(VerilogCommand::failed) ? ExitCode.DONE : ExitCode.MISMATCH)
        .code();
  }

  private Set<ToolCheck> asked() {
    if (limitSeconds < 1) {
      throw new InputException("--limit", "expected 1 or more seconds, found " + limitSeconds);
    }
    if (checks.isEmpty() && liberty.isPresent()) {
      return Set.of(ToolCheck.LIBERTY);
    }
    return ToolCheck.parse(checks);
  }

  private ToolOptions options() {
    return new ToolOptions(
        !checks.contains(ToolCheck.ALL), liberty, device, Duration.ofSeconds(limitSeconds));
  }

  private List<CheckOutcome> run(ToolChecks tools, Set<ToolCheck> asked) throws IOException {
    Progress progress = new Progress();
    List<CheckOutcome> outcomes = tools.run(asked, progress::step);
    progress.end();
    outcomes.stream().flatMap(outcome -> outcome.lines().stream()).forEach(output::text);
    return outcomes;
  }

  private static Map<String, Object> result(
      VerilogTop verilog, RunFolder folder, List<CheckOutcome> outcomes) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("top", verilog.name());
    result.put("files", List.copyOf(verilog.files().keySet()));
    result.put("runFolder", folder.path().toString());
    result.put("checks", outcomes.stream().map(CheckOutcome::toMap).toList());
    return result;
  }

  private static boolean failed(CheckOutcome outcome) {
    return outcome.status() == CheckOutcome.Status.FAILED;
  }
}
