package dev.setun.workbench.cli;

import dev.setun.kernels.KernelChoice;
import dev.setun.kernels.KernelChoice.Verdict;
import dev.setun.kernels.KernelProvider;
import dev.setun.kernels.check.ShapeCheck;
import dev.setun.kernels.check.Shapes;
import dev.setun.kernels.check.Shapes.Which;
import dev.setun.traces.InputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `setun kernels check`: every kernel against the definition of the linear, on all shapes.
@Command(
    name = "check",
    description =
        "Compares every kernel that runs here with the definition of the linear, on all shapes up"
            + " to a size, with extreme, sparse and random values, one token and several. Exits 1"
            + " if a value differs.")
final class KernelsCheckCommand implements Callable<Integer> {
  @Mixin private OutputOptions output = new OutputOptions();

  @Option(
      names = "--shapes",
      description = "The most rows and columns (default: ${DEFAULT-VALUE}, minutes).")
  private int limit = 300;

  @Option(
      names = "--sample",
      description = "Only small shapes, shapes at boundaries and some others.")
  private boolean sample;

  @Override
  public Integer call() {
    if (limit < 1 || limit > Shapes.MOST) {
      throw new InputException("--shapes", "expected 1.." + Shapes.MOST + ", found " + limit);
    }
    KernelProvider provider = KernelProvider.ofThisJvm();
    var shapes = new Shapes(limit, sample ? Which.SAMPLE : Which.ALL);
    List<Map<String, Object>> rows = new ArrayList<>();
    long mismatches = 0;
    for (KernelChoice choice : provider.explain()) {
      if (choice.verdict() == Verdict.UNAVAILABLE) {
        output.text(choice.toString());
      } else {
        long start = System.nanoTime();
        ShapeCheck.Result result = check(provider, choice, shapes);
        rows.add(row(result, (System.nanoTime() - start) / 1e9));
        mismatches += result.mismatches();
      }
    }
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("kernels", rows);
    report.put("valueMismatches", mismatches);
    output.result(report);
    return (mismatches == 0 ? ExitCode.DONE : ExitCode.MISMATCH).code();
  }

  private static ShapeCheck.Result check(
      KernelProvider provider, KernelChoice choice, Shapes shapes) {
    var progress = new Progress();
    try {
      return new ShapeCheck(shapes, share -> progress.accept(choice.kernel().label(), share))
          .of(provider.named(choice.kernel()));
    } finally {
      progress.end();
    }
  }

  private Map<String, Object> row(ShapeCheck.Result result, double seconds) {
    output.text(
        String.format(
            Locale.ROOT,
            "%s: %,d shapes, %,d products, %,d values, %,d differ, %.0f s",
            result.kernel(),
            result.shapes(),
            result.products(),
            result.values(),
            result.mismatches(),
            seconds));
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("kernel", result.kernel());
    row.put("shapes", result.shapes());
    row.put("products", result.products());
    row.put("values", result.values());
    row.put("mismatches", result.mismatches());
    result
        .firstMismatch()
        .ifPresent(first -> {
          output.text("  " + first);
          row.put("firstMismatch", first);
        });
    row.put("seconds", seconds);
    return row;
  }
}
