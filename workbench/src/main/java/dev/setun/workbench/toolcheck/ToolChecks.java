package dev.setun.workbench.toolcheck;

import dev.setun.accel.design.Design;
import dev.setun.hdl.random.RandomInputs;
import dev.setun.hdl.replay.IcarusReplay;
import dev.setun.hdl.replay.Lint;
import dev.setun.hdl.replay.PortTrace;
import dev.setun.hdl.replay.ReplayException;
import dev.setun.hdl.replay.ResetCheck;
import dev.setun.hdl.replay.Tool;
import dev.setun.hdl.replay.VerilogTop;
import dev.setun.hdl.replay.YosysCheck;
import dev.setun.hdl.synthesis.Placement;
import dev.setun.hdl.synthesis.Synthesis;
import dev.setun.hdl.synthesis.SynthesisResult;
import dev.setun.hdl.synthesis.Target;
import dev.setun.traces.InputException;
import dev.setun.verilog.AcceleratorCircuit;
import dev.setun.workbench.crosscheck.DesignCheck;
import dev.setun.workbench.crosscheck.ExecutorName;
import dev.setun.workbench.crosscheck.ExecutorTally;
import dev.setun.workbench.crosscheck.TemporaryFolder;
import dev.setun.workbench.toolcheck.CheckOutcome.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Runs tools on the Verilog of a design, one after the other.
public final class ToolChecks {
  private static final long PICOSECONDS = 1_000_000_000_000L;
  private static final long SLOWEST_PERIOD_PS = 1_000_000;
  private static final int SEED = 1;
  private static final int RESET_CYCLES = 2;
  private static final int CYCLES_AFTER_RESET = 1000;

  private final Design design;
  private final dev.setun.hdl.ir.Design circuit;
  private final VerilogTop verilog;
  private final ToolOptions options;

  /// @param design to be checked
  public ToolChecks(Design design, ToolOptions options) {
    this.design = design;
    AcceleratorCircuit accelerator = AcceleratorCircuit.of(design);
    this.circuit = accelerator.circuit();
    this.verilog = accelerator.verilog();
    this.options = options;
  }

  /// Before anything is run or written: whether everything that was asked for can be done.
  ///
  /// @throws dev.setun.hdl.replay.MissingToolException if a program is missing and may not be
  /// @throws InputException if no Liberty file is given and one must be
  /// @throws NoSuchFileException if there is none where it should be
  public void require(Set<ToolCheck> checks) throws NoSuchFileException {
    if (options.liberty().isPresent() && !Files.isRegularFile(options.liberty().get())) {
      throw new NoSuchFileException(options.liberty().get().toString());
    }
    if (!options.strict()) {
      return;
    }
    if (checks.contains(ToolCheck.LIBERTY) && options.liberty().isEmpty()) {
      throw new InputException("--check liberty", "expected --liberty FILE with the cells");
    }
    checks.forEach(ToolCheck::require);
  }

  /// Runs them.
  ///
  /// @param step is told what begins
  public List<CheckOutcome> run(Set<ToolCheck> checks, Consumer<String> step) throws IOException {
    List<CheckOutcome> outcomes = new ArrayList<>();
    for (ToolCheck check : checks) {
      step.accept(check.label());
      outcomes.add(run(check));
    }
    return List.copyOf(outcomes);
  }

  private CheckOutcome run(ToolCheck check) throws IOException {
    if (check == ToolCheck.LIBERTY && options.liberty().isEmpty()) {
      return CheckOutcome.skipped(check, "no --liberty FILE given");
    }
    Optional<String> missing = check.missing();
    if (missing.isPresent()) {
      return CheckOutcome.skipped(check, missing.get() + " is not on the PATH");
    }
    try {
      return switch (check) {
        case VERILATOR -> verilator();
        case ICARUS -> simulation(check, ExecutorName.ICARUS, "iverilog");
        case RESET -> reset();
        case YOSYS -> elaboration();
        case PROOF -> ProofOutcome.of(circuit, options.limit());
        case ICE40 -> SynthesisOutcome.of(check, synthesis(new Target.Ice40()));
        case ECP5 -> SynthesisOutcome.of(check, synthesis(new Target.Ecp5()));
        case XILINX7 -> SynthesisOutcome.of(check, synthesis(new Target.Xilinx7()));
        case LIBERTY -> liberty(options.liberty().orElseThrow());
        case NEXTPNR -> SynthesisOutcome.of(check, placement(), design.clockHz());
      };
    } catch (ReplayException failure) {
      return CheckOutcome.failed(check, String.valueOf(failure.getMessage()));
    }
  }

  private SynthesisResult synthesis(Target target) {
    return Synthesis.run(verilog, target, options.limit());
  }

  private CheckOutcome liberty(Path file) {
    long periodPs = Math.clamp(PICOSECONDS / design.clockHz(), 1, SLOWEST_PERIOD_PS);
    return SynthesisOutcome.of(ToolCheck.LIBERTY, synthesis(new Target.Liberty(file, periodPs)));
  }

  private Placement.Result placement() {
    int wantedMhz = (int) Math.clamp(design.clockHz() / 1_000_000, 1, 1000);
    return Placement.run(verilog, options.device(), wantedMhz, SEED, options.limit());
  }

  private CheckOutcome verilator() throws IOException {
    List<Lint.Finding> findings = Lint.verilator(verilog, options.limit());
    CheckOutcome simulated = simulation(ToolCheck.VERILATOR, ExecutorName.VERILATOR, "verilator");
    List<String> lines = new ArrayList<>(findings.stream().map(Lint.Finding::toString).toList());
    lines.add("verilator --lint-only -Wall: " + findings.size() + " findings");
    lines.addAll(simulated.lines());
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("lintFindings", findings.stream().map(Lint.Finding::toString).toList());
    values.putAll(simulated.values());
    Status status = findings.isEmpty() ? simulated.status() : Status.FAILED;
    return new CheckOutcome(ToolCheck.VERILATOR, status, simulated.tools(), lines, values);
  }

  private CheckOutcome simulation(ToolCheck check, ExecutorName simulator, String program)
      throws IOException {
    ExecutorTally tally = new DesignCheck(design).run(List.of(simulator)).getFirst();
    List<String> lines = new ArrayList<>();
    lines.add(
        simulator.label()
            + ": "
            + tally.comparedCycles()
            + " cycles compared, "
            + tally.cycleMismatches()
            + " differ; "
            + tally.comparedValues()
            + " values compared, "
            + tally.valueMismatches()
            + " differ");
    tally.first().ifPresent(mismatch -> lines.add(mismatch.line()));
    return new CheckOutcome(
        check,
        tally.first().isEmpty() ? Status.PASSED : Status.FAILED,
        List.of(Tool.require(program).version()),
        lines,
        tally.toMap());
  }

  private CheckOutcome reset() throws IOException {
    try (TemporaryFolder work = TemporaryFolder.create("setun-reset")) {
      PortTrace inputs =
          RandomInputs.afterReset(
              verilog.ports(), RESET_CYCLES, RESET_CYCLES + CYCLES_AFTER_RESET, SEED);
      ResetCheck found =
          ResetCheck.run(
              new IcarusReplay(work.path(), options.limit()), verilog, inputs, RESET_CYCLES);
      return ResetOutcome.of(found);
    }
  }

  private CheckOutcome elaboration() {
    YosysCheck cells = YosysCheck.run(verilog, options.limit());
    return new CheckOutcome(
        ToolCheck.YOSYS,
        Status.PASSED,
        List.of(Tool.require("yosys").version()),
        List.of(
            "yosys: no loop, no second driver, no undriven wire; "
                + cells.total()
                + " word-level cells"),
        Map.of("yosysCells", cells.cells()));
  }
}
