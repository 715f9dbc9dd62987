package dev.setun.workbench.cli;

import dev.setun.model.fuzz.FormatFuzzer;
import dev.setun.model.fuzz.FuzzPlan;
import dev.setun.model.fuzz.FuzzReport;
import dev.setun.model.fuzz.FuzzTarget;
import dev.setun.traces.InputException;
import dev.setun.traces.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `setun model fuzz`: mutated files of every format must end in a model or in one line.
@Command(
    name = "fuzz",
    description = "Feeds mutated files of every format to the readers and counts what came of it.")
final class FuzzCommand implements Callable<Integer> {
  @Mixin private OutputOptions output = new OutputOptions();

  @Option(
      names = {"-n", "--inputs"},
      description = "Inputs for each format (default: ${DEFAULT-VALUE}).")
  private long inputs = 1_000_000;

  @Option(
      names = "--format",
      description = "Only this one; may be given several times (default: every format).")
  private List<String> formats = List.of();

  @Option(names = "--seed", description = "Seed of the mutations (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = {"-t", "--threads"},
      description = "Threads (default: all processors).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Override
  public Integer call() {
    if (inputs < 1 || threads < 1) {
      throw new InputException(
          "--inputs, --threads", "expected 1 or more, found " + inputs + ", " + threads);
    }
    Progress progress = new Progress();
    List<FuzzReport> reports = new ArrayList<>();
    List<Supplier<FuzzTarget>> targets = targets();
    for (Supplier<FuzzTarget> target : targets) {
      progress.step("fuzzing format " + (reports.size() + 1) + " of " + targets.size());
      FuzzReport report = FormatFuzzer.run(target, new FuzzPlan(inputs, seed, threads));
      progress.end();
      output.text(line(report));
      reports.add(report);
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("inputs", reports.stream().mapToLong(FuzzReport::inputs).sum());
    result.put("clean", reports.stream().allMatch(FuzzReport::clean));
    result.put("targets", reports.stream().map(FuzzReport::json).toList());
    output.result(result);
    return (reports.stream().allMatch(FuzzReport::clean) ? ExitCode.DONE : ExitCode.MISMATCH)
        .code();
  }

  private List<Supplier<FuzzTarget>> targets() {
    List<String> known = FormatFuzzer.targets().stream().map(each -> each.get().name()).toList();
    for (String format : formats) {
      if (!known.contains(format)) {
        throw new InputException("--format", "expected one of " + known + ", found " + format);
      }
    }
    return IntStream.range(0, known.size())
        .filter(number -> formats.isEmpty() || formats.contains(known.get(number)))
        .mapToObj(FormatFuzzer.guided()::get)
        .toList();
  }

  private static String line(FuzzReport report) {
    StringBuilder text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%-16s %,12d inputs: %,d read, %,d refused in %,d ways, %,d places of the code, %d crashes, %d over 1 s, %d over-allocated (%.0f s)",
                report.target(),
                report.inputs(),
                report.accepted(),
                report.rejected(),
                report.places(),
                report.code(),
                report.crashes(),
                report.slow(),
                report.overAllocated(),
                report.seconds()));
    report
        .findings()
        .forEach(finding ->
            text.append("\n  ")
                .append(
                    Json.compact(
                        Json.object()
                            .put("problem", finding.problem())
                            .put("hex", finding.hex()))));
    return text.toString();
  }
}
