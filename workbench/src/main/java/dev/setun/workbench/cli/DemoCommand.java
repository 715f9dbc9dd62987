package dev.setun.workbench.cli;

import dev.setun.accel.design.Design;
import dev.setun.accel.design.Designs;
import dev.setun.accel.system.SystemRun;
import dev.setun.accel.system.SystemSimulator;
import dev.setun.accel.workload.Phase;
import dev.setun.accel.workload.Workload;
import dev.setun.hdl.replay.VerilogTop;
import dev.setun.kernels.KernelProvider;
import dev.setun.model.Model;
import dev.setun.model.Models;
import dev.setun.model.inference.Session;
import dev.setun.traces.RunFolder;
import dev.setun.verilog.AcceleratorCircuit;
import dev.setun.workbench.crosscheck.CrossCheck;
import dev.setun.workbench.crosscheck.CrossCheckOptions;
import dev.setun.workbench.crosscheck.CrossCheckResult;
import dev.setun.workbench.crosscheck.ExecutorName;
import dev.setun.workbench.crosscheck.MachineTrace;
import dev.setun.workbench.crosscheck.TemporaryFolder;
import dev.setun.workbench.report.InputHashes;
import dev.setun.workbench.report.ReportData;
import dev.setun.workbench.report.RunWriter;
import dev.setun.workbench.report.SimulationReport;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `setun demo`: the main job, end to end, on the embedded model.
@Command(
    name = "demo",
    description =
        "The main job on the embedded model: generate, cross-check, simulate, Verilog, report.")
final class DemoCommand implements Callable<Integer> {
  private static final String DESIGN = "edge-16x16";
  private static final int TOKENS = 48;
  private static final int TIMED_TOKENS = 128;

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private RunFolderOption runFolder = new RunFolderOption();

  @Override
  public Integer call() throws IOException {
    Progress progress = new Progress();
    Model model = Models.load(Models.BARD);
    Design design = Designs.load(DESIGN);
    RunFolder folder = runFolder.claim("demo");
    CrossCheckResult check = crossCheck(model, design, progress);
    progress.step("timing the simd executor");
    double tokensPerSecond = tokensPerSecond(model, check);
    progress.step("simulating a token");
    SystemRun token =
        new SystemSimulator(design)
            .run(Workload.of(ModelOption.shape(model), new Phase.Decode(check.tokenIds().size())));
    progress.end();
    Map<String, Object> summary = summary(check, tokensPerSecond, token, folder);
    write(model, design, check, tokensPerSecond, token, folder, summary);
    print(check, tokensPerSecond, token, folder);
    output.result(summary);
    return (check.equal() ? ExitCode.DONE : ExitCode.MISMATCH).code();
  }

  private static CrossCheckResult crossCheck(Model model, Design design, Progress progress)
      throws IOException {
    try (TemporaryFolder work = TemporaryFolder.create("setun-demo")) {
      CrossCheckOptions options =
          new CrossCheckOptions(
              CrossCheckCommand.DEFAULT_PROMPT,
              TOKENS,
              1,
              0,
              EnumSet.allOf(ExecutorName.class),
              2,
              1,
              Optional.empty(),
              work.path());
      return new CrossCheck(model, design, options, progress::step).run();
    }
  }

  /// Decode of the simd executor after a warm-up, median of five runs.
  private static double tokensPerSecond(Model model, CrossCheckResult check) {
    int[] prompt = check.tokenIds().stream().mapToInt(Integer::intValue).toArray();
    Session.Options options = Session.Options.reference().with(KernelProvider.ofThisJvm().best());
    double[] rates = new double[6];
    try (Session session = new Session(model, options)) {
      for (int run = 0; run < rates.length; run++) {
        Session context = session.fresh();
        context.logits(prompt);
        long start = System.nanoTime();
        for (int token = 0; token < TIMED_TOKENS; token++) {
          context.logits(prompt[token % prompt.length]);
        }
        rates[run] = TIMED_TOKENS / ((System.nanoTime() - start) / 1e9);
      }
    }
    double[] warm = Arrays.copyOfRange(rates, 1, rates.length);
    Arrays.sort(warm);
    return warm[warm.length / 2];
  }

  private static Map<String, Object> summary(
      CrossCheckResult check, double tokensPerSecond, SystemRun token, RunFolder folder) {
    Map<String, Object> summary = new LinkedHashMap<>(check.toMap());
    summary.put("generatedText", check.generatedText());
    summary.put("tokensPerSecond", tokensPerSecond);
    summary.put("latencyCycles", token.latencyCycles());
    summary.put("energyPj", token.energy().total().nominalPj());
    summary.put("simulation", SimulationReport.summary(token));
    summary.put("runFolder", folder.path().toString());
    return summary;
  }

  private void write(
      Model model,
      Design design,
      CrossCheckResult check,
      double tokensPerSecond,
      SystemRun token,
      RunFolder folder,
      Map<String, Object> summary)
      throws IOException {
    ReportData report =
        new ReportData(
            "Setun: bard on " + DESIGN,
            "A trained ternary model of 3.1 million weights on five executors, and one decoded token on the accelerator "
                + DESIGN
                + ".");
    CrossCheckCommand.describe(check, report, "./setun crosscheck -m bard -d " + DESIGN);
    report.figure("tokens per second of simd", tokensPerSecond, "", "measured, 1 thread");
    report.generated(
        CrossCheckCommand.DEFAULT_PROMPT + check.generatedText(),
        "The prompt and what bard writes after it, greedily.");
    SimulationReport.describe(token, report);
    RunWriter writer = new RunWriter(folder);
    writer.writeRun(
        "demo",
        spec.root().commandLine().getParseResult().originalArgs(),
        1,
        InputHashes.of(design, Models.BARD));
    writer.writeDesign(design);
    writer.writeSimulation(token);
    VerilogTop verilog = AcceleratorCircuit.of(design).verilog();
    for (Map.Entry<String, String> file : verilog.files().entrySet()) {
      folder.writeText("verilog/" + file.getKey(), file.getValue());
    }
    MachineTrace.write(folder, model, design, CrossCheckCommand.DEFAULT_PROMPT);
    writer.writeSummary(summary, report);
    writer.finish();
  }

  private void print(
      CrossCheckResult check, double tokensPerSecond, SystemRun token, RunFolder folder) {
    output.text(CrossCheckCommand.DEFAULT_PROMPT + check.generatedText());
    output.text("");
    CrossCheckCommand.print(check, output);
    output.text("");
    output.text(
        String.format(
            Locale.ROOT,
            "%,d values compared, %,d differ; %,d cycles compared, %,d differ",
            check.comparedValues(),
            check.valueMismatches(),
            check.comparedCycles(),
            check.cycleMismatches()));
    output.text(String.format(Locale.ROOT, "simd: %.0f tokens/s, measured", tokensPerSecond));
    output.text(
        String.format(
            Locale.ROOT,
            "%s: %,d cycles a token, %.4g pJ [%.4g .. %.4g] (estimated)",
            token.design().name(),
            token.latencyCycles(),
            token.energy().total().nominalPj(),
            token.energy().total().lowPj(),
            token.energy().total().highPj()));
    output.text("written to " + folder.path() + " (open report.html)");
  }
}
