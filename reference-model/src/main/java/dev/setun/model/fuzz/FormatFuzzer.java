package dev.setun.model.fuzz;

import dev.setun.traces.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// Runs a [FuzzTarget] over as many inputs as asked. Counts depend on the plan only, since every
/// thread has its own random numbers and its own corpus.
public final class FormatFuzzer {
  /// An input that takes this long will not end.
  private static final long HANG_NANOS = 20_000_000_000L;

  private FormatFuzzer() {}

  /// @param target makes a target for each thread
  public static FuzzReport run(Supplier<FuzzTarget> target, FuzzPlan plan) {
    long startNanos = System.nanoTime();
    List<FuzzWorker> workers = new ArrayList<>();
    for (int i = 0; i < plan.threads(); i++) {
      long share = plan.inputs() / plan.threads() + (i < plan.inputs() % plan.threads() ? 1 : 0);
      FuzzWorker worker = new FuzzWorker(target.get(), share, plan.seed() * 31 + i);
      workers.add(worker);
      Thread.ofPlatform().daemon().name("fuzz-" + i).start(worker);
    }
    workers.forEach(FormatFuzzer::await);
    return total(workers, (System.nanoTime() - startNanos) / 1e9);
  }

  private static void await(FuzzWorker worker) {
    while (!worker.finished()) {
      if (worker.currentNanos() > HANG_NANOS && worker.current().length > 0) {
        throw new IllegalStateException(
            "an input does not end: " + HexFormat.of().formatHex(worker.current()));
      }
      try {
        Thread.sleep(5);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }
  }

  private static FuzzReport total(List<FuzzWorker> workers, double seconds) {
    Set<Long> places = new HashSet<>();
    workers.forEach(worker -> places.addAll(worker.places()));
    List<FuzzReport> reports = workers.stream().map(FuzzWorker::report).toList();
    return new FuzzReport(
        reports.getFirst().target(),
        reports.stream().mapToLong(FuzzReport::inputs).sum(),
        reports.stream().mapToLong(FuzzReport::accepted).sum(),
        reports.stream().mapToLong(FuzzReport::rejected).sum(),
        places.size(),
        reports.stream().mapToLong(FuzzReport::crashes).sum(),
        reports.stream().mapToLong(FuzzReport::slow).sum(),
        reports.stream().mapToLong(FuzzReport::overAllocated).sum(),
        reports.stream().mapToLong(FuzzReport::largestAllocationBytes).max().orElse(0),
        seconds,
        reports.stream().flatMap(report -> report.findings().stream()).toList());
  }

  /// The formats that can be fuzzed.
  public static List<Supplier<FuzzTarget>> targets() {
    return List.of(
        () -> new GgufTarget(GgufTarget.Depth.CONTAINER),
        () -> new GgufTarget(GgufTarget.Depth.MODEL),
        SafetensorsTarget::new);
  }

  /// `INPUTS [SEED [THREADS]]`: runs every format and prints one JSON object for each.
  public static void main(String[] arguments) {
    FuzzPlan plan =
        new FuzzPlan(
            arguments.length > 0 ? Long.parseLong(arguments[0]) : 1_000_000,
            arguments.length > 1 ? Long.parseLong(arguments[1]) : 1,
            arguments.length > 2
                ? Integer.parseInt(arguments[2])
                : Runtime.getRuntime().availableProcessors());
    boolean clean = true;
    for (Supplier<FuzzTarget> target : targets()) {
      FuzzReport report = run(target, plan);
      System.out.println(Json.compact(report.json()));
      clean &= report.clean();
    }
    if (!clean) {
      throw new IllegalStateException("expected no findings, found some");
    }
  }
}
