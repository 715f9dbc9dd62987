package dev.setun.kernels.measure;

import dev.setun.kernels.Kernel;
import dev.setun.kernels.KernelProvider;
import dev.setun.model.BackendException;
import dev.setun.model.LinearBackend;
import dev.setun.model.Model;
import dev.setun.model.family.ModelFamily;
import dev.setun.model.inference.Team;
import java.lang.foreign.Arena;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// `setun bench kernels`: read bandwidth, kernels, all linears of a model, whole decode and
/// prefill, a C kernel of our own beside them. What is put in relation is measured in turns.
///
/// @param options what is measured and for how long
/// @param step told what is being measured
public record KernelBench(Options options, Consumer<String> step) {
  private static final long SEED = 1958;
  private static final int TOKENS_OF_LINEARS = 128;

  /// What is measured.
  ///
  /// @param family whose shape the synthesized model has
  /// @param layers of it; fewer than the family's make a quick run whose model fits a cache more
  ///   easily
  /// @param threads 1..64
  /// @param rounds of each comparison, at least 3
  /// @param warmUpSeconds before each comparison
  /// @param context tokens before the decoded ones
  /// @param bandwidthBytes read in one round of a bandwidth; more than any cache holds
  public record Options(
      ModelFamily family,
      int layers,
      int threads,
      int rounds,
      double warmUpSeconds,
      int context,
      long bandwidthBytes) {
    private static final long DEFAULT_BANDWIDTH_BYTES = 1L << 28;

    public Options {
      range("--layers", layers, 1, family.layers());
      range("--threads", threads, 1, 64);
      range("--rounds", rounds, 3, 1000);
      range("--context", context, 1, family.maxPositions() - 8 * rounds - 64);
      range("bandwidth bytes", bandwidthBytes, 1 << 16, 1L << 33);
    }

    /// Whether [Goals] says something about such a run.
    boolean isTheShapeOfTheGoals() {
      return family.name().equals("bitnet-2b4t") && layers == family.layers() && threads == 2;
    }

    /// Of the usual amount of memory that is streamed through: less in a quick run.
    double streamedShare() {
      return Math.min(1, (double) bandwidthBytes / DEFAULT_BANDWIDTH_BYTES);
    }

    private static void range(String what, long value, long least, long most) {
      if (value < least || value > most) {
        throw new BackendException(what, "expected " + least + ".." + most + ", found " + value);
      }
    }
  }

  /// Measures everything.
  ///
  /// @return the report, keys in a fixed order; a figure that cannot be had here is missing and a
  ///   reason stands beside it
  public Map<String, Object> run() {
    Map<String, Object> report = new LinkedHashMap<>();
    try (Arena arena = Arena.ofShared();
        Team team = new Team(options.threads())) {
      report.put("kernel", KernelProvider.ofThisJvm().best().name());
      report.put("threads", options.threads());
      step.accept("read bandwidth");
      BandwidthSection bandwidth = BandwidthSection.of(team, options);
      report.put("readBandwidthGBps", bandwidth.best());
      report.put("readBandwidth", bandwidth.all());
      Optional<NativeYardstick> yardstick = yardstick(report, arena);
      step.accept("synthesizing " + options.family().name());
      Model model = SyntheticModel.of(options.family(), options.layers(), arena, SEED);
      LinearBackend backend = KernelProvider.ofThisJvm().best();
      linears(report, team, model, backend, bandwidth, yardstick, arena);
      step.accept("whole model");
      var whole = new ModelSection(options, model, backend, step);
      whole.measure(report);
      // What a run of a model does comes first, kernels and heads that such a run does not mix come
      // later, and the one kernel whose vectors are never as wide as the others' last: C2 compiles
      // by what it has seen, and two widths at the same calls make it allocate vectors.
      step.accept("each kernel");
      Map<String, Object> kernels = KernelSection.of(options, each -> each != Kernel.BYTE_TABLES);
      report.put("kernels", kernels);
      step.accept("heads");
      report.put("heads", HeadSection.of(options, team, bandwidth.reader(team)));
      report.put("decodeWithFullHead", whole.fullHeads());
      step.accept(Kernel.BYTE_TABLES.label());
      kernels.putAll(KernelSection.of(options, each -> each == Kernel.BYTE_TABLES));
      if (options.isTheShapeOfTheGoals()) {
        report.put("goals", Goals.of(report));
      }
    }
    return report;
  }

  private static Optional<NativeYardstick> yardstick(Map<String, Object> report, Arena arena) {
    try {
      NativeYardstick yardstick = NativeYardstick.compile(arena);
      report.put("nativeYardstick", yardstick.kind());
      return Optional.of(yardstick);
    } catch (NativeYardstick.Unavailable e) {
      report.put("nativeYardstickSkipped", String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private void linears(
      Map<String, Object> report,
      Team team,
      Model model,
      LinearBackend backend,
      BandwidthSection bandwidth,
      Optional<NativeYardstick> yardstick,
      Arena arena) {
    step.accept("all linears, decode");
    var linears = new Linears(team, Linears.of(model), backend, 1);
    try (Arena own = Arena.ofShared()) {
      Optional<NativeLinears> others =
          linears.matrices().stream().allMatch(NativeYardstick::takes)
              ? yardstick.map(each -> new NativeLinears(each, team, linears, own))
              : Optional.empty();
      report.put(
          "decodeLinears", LinearSection.decode(options, linears, bandwidth.reader(team), others));
    }
    step.accept("all linears, prefill");
    report.put(
        "prefillLinears",
        LinearSection.prefill(options, team, linears.withTokens(TOKENS_OF_LINEARS), yardstick));
  }

  /// A step of the bench found values that differ from the definition.
  static void requireRight(String what, List<Integer> wrongRows) {
    for (int row : wrongRows) {
      if (row >= 0) {
        throw new IllegalStateException(what + ": row " + row + " differs from the definition");
      }
    }
  }
}
