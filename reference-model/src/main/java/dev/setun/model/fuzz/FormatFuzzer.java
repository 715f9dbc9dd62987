package dev.setun.model.fuzz;

import dev.setun.model.gguf.Dialect;
import dev.setun.model.tensor.I2s;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;

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
    Set<Long> code = new HashSet<>();
    for (FuzzWorker worker : workers) {
      places.addAll(worker.places());
      code.addAll(worker.code());
    }
    List<FuzzReport> reports = workers.stream().map(FuzzWorker::report).toList();
    return new FuzzReport(
        reports.getFirst().target(),
        reports.stream().mapToLong(FuzzReport::inputs).sum(),
        reports.stream().mapToLong(FuzzReport::accepted).sum(),
        reports.stream().mapToLong(FuzzReport::rejected).sum(),
        places.size(),
        code.size(),
        reports.stream().mapToLong(FuzzReport::crashes).sum(),
        reports.stream().mapToLong(FuzzReport::slow).sum(),
        reports.stream().mapToLong(FuzzReport::overAllocated).sum(),
        reports.stream().mapToLong(FuzzReport::largestAllocationBytes).max().orElse(0),
        seconds,
        reports.stream().flatMap(report -> report.findings().stream()).toList());
  }

  /// As [#targets], with readers that say which code an input reached, so that inputs that reach
  /// other code are kept and changed further.
  public static List<Supplier<FuzzTarget>> guided() {
    return IntStream.range(0, targets().size())
        .<Supplier<FuzzTarget>>mapToObj(number -> () -> GuidedTarget.of(number))
        .toList();
  }

  /// The formats that can be fuzzed.
  public static List<Supplier<FuzzTarget>> targets() {
    return List.of(
        () -> new GgufTarget(GgufTarget.Depth.CONTAINER, Dialect.BY_CONTENT, I2s.X86_128),
        () -> new GgufTarget(GgufTarget.Depth.CONTAINER, Dialect.BITNET_CPP, I2s.ARM_64),
        () -> new GgufTarget(GgufTarget.Depth.CONTAINER, Dialect.LLAMA_CPP, I2s.X86_128),
        () -> new GgufTarget(GgufTarget.Depth.MODEL, Dialect.BY_CONTENT, I2s.X86_128),
        SafetensorsTarget::new,
        FolderTarget::new,
        TokenizerTarget::new,
        SentencePieceTarget::new);
  }
}
