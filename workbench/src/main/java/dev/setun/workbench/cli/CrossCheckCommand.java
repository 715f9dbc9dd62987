package dev.setun.workbench.cli;

import dev.setun.accel.design.Design;
import dev.setun.accel.design.Designs;
import dev.setun.model.Model;
import dev.setun.traces.InputException;
import dev.setun.traces.RunFolder;
import dev.setun.workbench.crosscheck.CrossCheck;
import dev.setun.workbench.crosscheck.CrossCheckOptions;
import dev.setun.workbench.crosscheck.CrossCheckResult;
import dev.setun.workbench.crosscheck.ExecutorName;
import dev.setun.workbench.crosscheck.ExecutorTally;
import dev.setun.workbench.crosscheck.FaultSpec;
import dev.setun.workbench.crosscheck.Mismatch;
import dev.setun.workbench.crosscheck.TemporaryFolder;
import dev.setun.workbench.report.InputHashes;
import dev.setun.workbench.report.ReportData;
import dev.setun.workbench.report.RunWriter;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `setun crosscheck`: all executors, bits and cycles.
@Command(
    name = "crosscheck",
    description = "Runs a model on all executors and compares every bit and every cycle.")
final class CrossCheckCommand implements Callable<Integer> {
  static final String DEFAULT_PROMPT = "ROMEO:\n";

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Mixin private ModelOption modelOption = new ModelOption();
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private RunFolderOption runFolder = new RunFolderOption();

  @Option(
      names = {"-d", "--design"},
      paramLabel = "DESIGN",
      description = "A YAML file or a shipped design (default: ${DEFAULT-VALUE}).")
  private String design = "edge-16x16";

  @Option(
      names = {"-p", "--prompt"},
      description = "The text that the model is given.")
  private String prompt = DEFAULT_PROMPT;

  @Option(
      names = {"-n", "--tokens"},
      description =
          "Tokens to generate on the executors that run whole models (default: ${DEFAULT-VALUE}).")
  private int tokens = 48;

  @Option(
      names = "--hardware-tokens",
      description =
          "The first of them, all linears of which go to machine, circuit and Verilog (default: ${DEFAULT-VALUE}).")
  private int hardwareTokens = 1;

  @Option(
      names = "--executors",
      description = "Which ones (default: ${DEFAULT-VALUE}); the reference always runs.")
  private String executors = "reference,simd,machine,circuit,verilator,icarus";

  @Option(
      names = {"-t", "--threads"},
      description = "Threads of simd (default: ${DEFAULT-VALUE}).")
  private int threads = Math.min(2, Runtime.getRuntime().availableProcessors());

  @Option(names = "--seed", description = "Seed of the random stalls (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--fault",
      paramLabel = "EXECUTOR:SEED",
      description = "Put a defect into an executor, to see that it is found.")
  private Optional<String> fault = Optional.empty();

  @Override
  public Integer call() throws IOException {
    if (tokens < 1 || hardwareTokens < 0) {
      throw new InputException(
          "-n, --hardware-tokens",
          "expected 1 or more and 0 or more tokens, found " + tokens + ", " + hardwareTokens);
    }
    Model model = modelOption.load();
    Design chosen = Designs.load(design);
    try (TemporaryFolder work = TemporaryFolder.create("setun-crosscheck")) {
      CrossCheckOptions options =
          new CrossCheckOptions(
              prompt,
              tokens,
              Math.min(hardwareTokens, tokens),
              Math.min(hardwareTokens, tokens),
              ExecutorName.parseList(executors),
              threads,
              seed,
              fault.map(FaultSpec::parse),
              work.path());
      Progress progress = new Progress();
      CrossCheck check = new CrossCheck(model, chosen, options, progress::step);
      CrossCheckResult result = check.run();
      progress.end();
      finish(chosen, result);
      return (result.equal() ? ExitCode.DONE : ExitCode.MISMATCH).code();
    }
  }

  private void finish(Design chosen, CrossCheckResult result) throws IOException {
    RunFolder folder = runFolder.claim("crosscheck");
    Map<String, Object> summary = new LinkedHashMap<>(result.toMap());
    summary.put("reproduce", reproduce());
    summary.put("runFolder", folder.path().toString());
    ReportData report =
        new ReportData("Setun: cross-check", modelOption.name() + " on " + chosen.name());
    describe(result, report, reproduce());
    RunWriter writer = new RunWriter(folder);
    writer.writeRun(
        "crosscheck",
        spec.root().commandLine().getParseResult().originalArgs(),
        seed,
        InputHashes.of(chosen, modelOption.name()));
    writer.writeDesign(chosen);
    writer.writeSummary(summary, report);
    writer.finish();
    print(result, output);
    if (!result.equal()) {
      output.text("reproduce: " + reproduce());
    }
    output.text("written to " + folder.path());
    output.result(summary);
  }

  /// Adds the cross-check's part to a report.
  static void describe(CrossCheckResult result, ReportData report, String reproduce) {
    report.figure("values compared", result.comparedValues(), "", "with the scalar reference");
    report.mismatchFigure("values that differ", result.valueMismatches());
    report.figure("cycles compared", result.comparedCycles(), "", "every port, with the machine");
    report.mismatchFigure("cycles that differ", result.cycleMismatches());
    result.tallies().forEach(tally -> report.executor(tally.toMap()));
    for (Mismatch mismatch : result.mismatches()) {
      report.mismatch(mismatch.line() + "\nreproduce: " + reproduce);
    }
    result
        .skipped()
        .forEach((executor, reason) -> report.note(executor.label() + " did not run: " + reason));
  }

  /// Prints a table for people.
  static void print(CrossCheckResult result, OutputOptions output) {
    output.text(
        String.format(
            java.util.Locale.ROOT,
            "%-10s %12s %8s %12s %8s  %s",
            "executor",
            "values",
            "differ",
            "cycles",
            "differ",
            "what ran"));
    for (ExecutorTally tally : result.tallies()) {
      output.text(
          String.format(
              java.util.Locale.ROOT,
              "%-10s %,12d %,8d %,12d %,8d  %s",
              tally.executor().label(),
              tally.comparedValues(),
              tally.valueMismatches(),
              tally.comparedCycles(),
              tally.cycleMismatches(),
              tally.detail()));
    }
    result
        .skipped()
        .forEach((executor, reason) -> output.text(executor.label() + ": skipped, " + reason));
    result.mismatches().forEach(mismatch -> output.text("MISMATCH " + mismatch.line()));
  }

  private String reproduce() {
    return "./setun crosscheck -m "
        + quoted(modelOption.name())
        + modelOption.arguments()
        + " -d "
        + quoted(design)
        + " -n "
        + tokens
        + " --hardware-tokens "
        + hardwareTokens
        + " --executors "
        + executors
        + " -t "
        + threads
        + " --seed "
        + seed
        + fault.map(text -> " --fault " + text).orElse("")
        + (prompt.equals(DEFAULT_PROMPT) ? "" : " -p " + quoted(prompt));
  }

  private static String quoted(String text) {
    return text.matches("[A-Za-z0-9_./:-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
