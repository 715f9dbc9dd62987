package dev.setun.workbench.cli;

import dev.setun.kernels.Kernel;
import dev.setun.kernels.KernelChoice;
import dev.setun.kernels.KernelChoice.Verdict;
import dev.setun.kernels.measure.KernelTrial;
import dev.setun.model.family.ModelFamilies;
import dev.setun.workbench.doctor.Examination;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `setun doctor`: what this machine has, which kernel it uses and why, what is missing.
@Command(
    name = "doctor",
    description =
        "What this machine has for Setun: JVM, vectors, memory, programs; which kernel a linear of"
            + " each shape gets, and why, with a short measurement. Exits 3 if something is missing.")
final class DoctorCommand implements Callable<Integer> {
  @Mixin private OutputOptions output = new OutputOptions();

  @Option(
      names = "--shape",
      description = "A family whose linears are tried (default: ${DEFAULT-VALUE}).")
  private String shape = "bitnet-2b4t";

  @Option(
      names = "--seconds",
      description =
          "For each kernel, shape and phase; 0 measures nothing (default: ${DEFAULT-VALUE}).")
  private double seconds = 0.3;

  @Override
  public Integer call() {
    List<KernelTrial.Shape> shapes = KernelTrial.Shape.of(ModelFamilies.named(shape));
    Examination examination = Examination.ofThisMachine();
    examination.lines().forEach(output::text);
    Map<String, Object> result = examination.toMap();
    Kernel chosen = chosen(examination);
    List<Map<String, Object>> rows = new ArrayList<>();
    for (KernelTrial trial : trials(shapes)) {
      output.text(phase(trial, "decode", chosen, KernelTrial.Result::decodeGmac));
      output.text(phase(trial, "prefill", chosen, KernelTrial.Result::prefillGmac));
      rows.add(row(trial, chosen));
    }
    result.put("shapes", rows);
    result.put("advice", examination.advice());
    result.put("missing", examination.missing());
    examination.advice().forEach(line -> output.text("advice: " + line));
    examination.missing().forEach(line -> output.text("missing: " + line));
    output.result(result);
    return (examination.missing().isEmpty() ? ExitCode.DONE : ExitCode.MISSING).code();
  }

  private static Kernel chosen(Examination examination) {
    return examination.kernels().stream()
        .filter(choice -> choice.verdict() == Verdict.CHOSEN)
        .map(KernelChoice::kernel)
        .findFirst()
        .orElse(Kernel.SCALAR);
  }

  private List<KernelTrial> trials(List<KernelTrial.Shape> shapes) {
    List<KernelTrial> trials = new ArrayList<>();
    if (seconds > 0) {
      var progress = new Progress();
      progress.step("compiling the kernels");
      KernelTrial.warmUp();
      for (KernelTrial.Shape each : shapes) {
        progress.step("kernels on " + each);
        trials.add(KernelTrial.of(each, seconds));
      }
      progress.end();
    }
    return trials;
  }

  private static String phase(
      KernelTrial trial, String phase, Kernel chosen, ToDoubleFunction<KernelTrial.Result> rate) {
    return trial.shape()
        + ", "
        + phase
        + ": "
        + chosen.label()
        + "; in cache, one thread, GMAC/s: "
        + trial.results().stream()
            .map(result ->
                result.kernel().label()
                    + " "
                    + String.format(Locale.ROOT, "%.0f", rate.applyAsDouble(result)))
            .collect(Collectors.joining(", "));
  }

  private static Map<String, Object> row(KernelTrial trial, Kernel chosen) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("rows", trial.shape().rows());
    row.put("columns", trial.shape().columns());
    row.put("kernel", chosen.label());
    row.put("decodeGmacPerSecond", rates(trial, KernelTrial.Result::decodeGmac));
    row.put("prefillGmacPerSecond", rates(trial, KernelTrial.Result::prefillGmac));
    return row;
  }

  private static Map<String, Double> rates(
      KernelTrial trial, ToDoubleFunction<KernelTrial.Result> rate) {
    Map<String, Double> rates = new LinkedHashMap<>();
    trial.results().forEach(each -> rates.put(each.kernel().label(), rate.applyAsDouble(each)));
    return rates;
  }
}
