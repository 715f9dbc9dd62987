package dev.setun.workbench.cli;

import dev.setun.kernels.measure.KernelBench;
import dev.setun.model.family.ModelFamilies;
import dev.setun.model.family.ModelFamily;
import dev.setun.traces.Overwrite;
import dev.setun.traces.RunFolder;
import dev.setun.workbench.report.KernelReport;
import dev.setun.workbench.report.RunWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `setun bench kernels`: CPU kernels beside the read bandwidth and a C kernel, whole decode and
/// prefill of a synthesized model.
@Command(
    name = "kernels",
    description =
        "CPU kernels beside the read bandwidth and a C kernel, and a synthesized model (docs/"
            + "kernels.md). Takes minutes and 4 GB with the default shape.")
final class BenchKernelsCommand implements Callable<Integer> {
  @Mixin private OutputOptions output = new OutputOptions();

  @Option(names = "--shape", description = "A ternary family (default: ${DEFAULT-VALUE}).")
  private String shape = "bitnet-2b4t";

  @Option(names = "--layers", description = "Only so many layers; 0 is all (default: 0).")
  private int layers;

  @Option(
      names = {"-t", "--threads"},
      description = "Threads (default: ${DEFAULT-VALUE}).")
  private int threads = Math.min(2, Runtime.getRuntime().availableProcessors());

  @Option(names = "--rounds", description = "Of each comparison (default: ${DEFAULT-VALUE}).")
  private int rounds = 20;

  @Option(
      names = "--warm-up",
      description = "Seconds before each comparison (default: ${DEFAULT-VALUE}).")
  private double warmUpSeconds = 1.5;

  @Option(
      names = "--context",
      description = "Tokens before those decoded (default: ${DEFAULT-VALUE}).")
  private int context = 512;

  @Option(
      names = "--bandwidth-mib",
      description = "Memory read in a round of a bandwidth (default: ${DEFAULT-VALUE}).")
  private int bandwidthMib = 256;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "DIR",
      description = "Also write summary.json and a page with a roofline, report.html, to a folder.")
  private Optional<Path> out = Optional.empty();

  @Option(names = "--force", description = "Replace the files of an earlier run in the folder.")
  private boolean force;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    ModelFamily family = ModelFamilies.named(shape);
    var options =
        new KernelBench.Options(
            family,
            layers == 0 ? family.layers() : layers,
            threads,
            rounds,
            warmUpSeconds,
            context,
            (long) bandwidthMib << 20);
    Optional<RunFolder> folder = Optional.empty();
    if (out.isPresent()) {
      Overwrite overwrite = force ? Overwrite.REPLACE : Overwrite.REFUSE;
      folder = Optional.of(RunFolder.claim(out.get(), overwrite));
    }
    var progress = new Progress();
    Map<String, Object> report = new KernelBench(options, progress::step).run();
    progress.end();
    report.forEach((key, value) -> print("", key, value));
    if (folder.isPresent()) {
      write(folder.get(), report);
    }
    output.result(report);
    return ExitCode.DONE.code();
  }

  private void write(RunFolder folder, Map<String, Object> report) throws IOException {
    var writer = new RunWriter(folder);
    List<String> arguments = spec.root().commandLine().getParseResult().originalArgs();
    writer.writeRun("bench kernels", arguments, 0, Map.of());
    writer.writeSummary(report, KernelReport.of(shape, report));
    writer.finish();
  }

  /// One line a figure; what has a median and quartiles is one figure.
  private void print(String indent, String key, Object value) {
    switch (value) {
      case Map<?, ?> rate when rate.containsKey("median") ->
          output.text(
              indent
                  + key
                  + " "
                  + number(rate.get("median"))
                  + " ("
                  + number(rate.get("low"))
                  + " .. "
                  + number(rate.get("high"))
                  + ")");
      case Map<?, ?> section -> {
        output.text(indent + key);
        section.forEach((name, each) -> print(indent + "  ", String.valueOf(name), each));
      }
      default -> output.text(indent + key + " " + number(value));
    }
  }

  private static String number(@Nullable Object value) {
    return value instanceof Double real
        ? String.format(Locale.ROOT, real < 10 ? "%.3f" : "%.1f", real)
        : String.valueOf(value);
  }
}
