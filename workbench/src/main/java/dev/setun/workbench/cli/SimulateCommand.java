package dev.setun.workbench.cli;

import dev.setun.accel.design.Design;
import dev.setun.accel.design.Designs;
import dev.setun.accel.system.SystemRun;
import dev.setun.accel.system.SystemSimulator;
import dev.setun.accel.workload.Phase;
import dev.setun.accel.workload.TransformerShape;
import dev.setun.accel.workload.Workload;
import dev.setun.traces.RunFolder;
import dev.setun.workbench.report.InputHashes;
import dev.setun.workbench.report.ReportData;
import dev.setun.workbench.report.RunWriter;
import dev.setun.workbench.report.SimulationReport;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `setun simulate`: time, energy and area of a phase on a design.
@Command(
    name = "simulate",
    description = "Times one decoded token or a prompt on a design, with energy and area.")
final class SimulateCommand implements Callable<Integer> {
  /// What part of an inference is timed.
  enum PhaseKind {
    DECODE,
    PREFILL
  }

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Mixin private ModelOption modelOption = new ModelOption();
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private RunFolderOption runFolder = new RunFolderOption();

  @Option(
      names = "--workload",
      paramLabel = "NAME",
      completionCandidates = WorkloadNames.class,
      description = "A shape instead of a model: ${COMPLETION-CANDIDATES}.")
  private Optional<String> workload = Optional.empty();

  @Option(
      names = {"-d", "--design"},
      paramLabel = "DESIGN",
      description = "A YAML file or a shipped design (default: ${DEFAULT-VALUE}).")
  private String design = "edge-16x16";

  @Option(names = "--phase", description = "decode or prefill (default: decode).")
  private PhaseKind phase = PhaseKind.DECODE;

  @Option(names = "--context", description = "decode: tokens before (default: ${DEFAULT-VALUE}).")
  private int context = 128;

  @Option(
      names = "--prompt",
      description = "prefill: tokens of the prompt (default: ${DEFAULT-VALUE}).")
  private int prompt = 128;

  @Override
  public Integer call() throws IOException {
    Design chosen = Designs.load(design);
    TransformerShape shape =
        workload.isPresent()
            ? TransformerShape.named(workload.get())
            : ModelOption.shape(modelOption.load());
    SystemRun run = new SystemSimulator(chosen).run(Workload.of(shape, phase()));
    RunFolder folder = runFolder.claim("simulate");
    Map<String, Object> summary = new LinkedHashMap<>(SimulationReport.summary(run));
    summary.put("runFolder", folder.path().toString());
    write(run, folder, summary);
    print(run, folder);
    output.result(summary);
    return ExitCode.DONE.code();
  }

  private Phase phase() {
    return switch (phase) {
      case DECODE -> new Phase.Decode(context);
      case PREFILL -> new Phase.Prefill(prompt);
    };
  }

  private void write(SystemRun run, RunFolder folder, Map<String, Object> summary)
      throws IOException {
    String lead =
        run.workload().model() + " " + run.workload().phase() + " on " + run.design().name();
    ReportData report = new ReportData("Setun: simulation", lead);
    SimulationReport.describe(run, report);
    RunWriter writer = new RunWriter(folder);
    Map<String, String> hashes =
        workload.isPresent()
            ? InputHashes.of(run.design())
            : InputHashes.of(run.design(), modelOption.name());
    writer.writeRun(
        "simulate", spec.root().commandLine().getParseResult().originalArgs(), 0, hashes);
    writer.writeDesign(run.design());
    writer.writeSimulation(run);
    writer.writeSummary(summary, report);
    writer.finish();
  }

  private void print(SystemRun run, RunFolder folder) {
    output.text(
        run.workload().model() + " " + run.workload().phase() + " on " + run.design().name());
    output.text(
        line(
            "latency",
            "%,d cycles, %.6f s, %.2f tokens/s",
            run.latencyCycles(),
            run.latencySeconds(),
            run.tokensPerSecond()));
    output.text(
        line(
            "energy",
            "%.4g pJ [%.4g .. %.4g], estimated",
            run.energy().total().nominalPj(),
            run.energy().total().lowPj(),
            run.energy().total().highPj()));
    output.text(
        line(
            "area",
            "%.4g mm2 [%.4g .. %.4g], estimated",
            run.area().total().nominalMm2(),
            run.area().total().lowMm2(),
            run.area().total().highMm2()));
    output.text(line("DRAM", "%,d bytes", run.dramBytes()));
    run.cycles()
        .cycles()
        .forEach((cause, cycles) -> output.text(line("  " + cause.label(), "%,d cycles", cycles)));
    run.assumptions().forEach(text -> output.text("- " + text));
    output.text("written to " + folder.path());
  }

  private static String line(String what, String format, Object... values) {
    return String.format(Locale.ROOT, "%-24s ", what) + String.format(Locale.ROOT, format, values);
  }
}
