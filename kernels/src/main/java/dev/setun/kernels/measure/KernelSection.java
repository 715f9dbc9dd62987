package dev.setun.kernels.measure;

import dev.setun.kernels.Kernel;
import dev.setun.kernels.KernelChoice;
import dev.setun.kernels.KernelChoice.Verdict;
import dev.setun.kernels.KernelProvider;
import dev.setun.kernels.load.Preparation;
import dev.setun.kernels.ternary.VectorKernels;
import dev.setun.model.LinearBackend;
import dev.setun.model.TernaryMatrix;
import dev.setun.model.inference.Team;
import java.lang.foreign.Arena;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// Each kernel that runs here on one linear of hidden x hidden, GMAC/s: one token with the weights
/// in a cache and from memory, and many tokens; on one thread and on all.
final class KernelSection {
  /// How much faster the tables of `unpack2` are with many tokens than its multiplications.
  static final String TABLES_OVER_MULTIPLYING = "tablesOverMultiplying";

  private static final int TOKENS = 64;

  /// Linears that are streamed: more than any cache holds, even at 1.67 bits a weight.
  private static final long STREAMED_WEIGHTS = 1L << 30;

  /// What a squared ReLU leaves in the trained model `bard`.
  private static final int ZERO_PERCENT = 74;

  private static final long SEED = 7;

  private KernelSection() {}

  static Map<String, Object> of(KernelBench.Options options, Predicate<Kernel> which) {
    Map<String, Object> all = new LinkedHashMap<>();
    KernelProvider provider = KernelProvider.ofThisJvm();
    try (Arena arena = Arena.ofShared()) {
      int width = options.family().hidden();
      TernaryMatrix matrix = SyntheticModel.ternary(width, width, arena, SEED);
      for (KernelChoice choice : provider.explain()) {
        if (choice.verdict() != Verdict.UNAVAILABLE
            && choice.kernel().vector()
            && which.test(choice.kernel())) {
          for (int threads : threads(options)) {
            try (Team team = new Team(threads)) {
              String name = choice.kernel().label() + ", threads " + threads;
              all.put(name, figures(team, choice, matrix, options));
            }
          }
        }
      }
    }
    return all;
  }

  /// One and all.
  private static List<Integer> threads(KernelBench.Options options) {
    return options.threads() == 1 ? List.of(1) : List.of(1, options.threads());
  }

  private static Map<String, Object> figures(
      Team team, KernelChoice choice, TernaryMatrix matrix, KernelBench.Options options) {
    var backend = KernelProvider.ofThisJvm().named(choice.kernel());
    double weights = (double) matrix.rows() * matrix.columns();
    int copies = (int) Math.max(1, options.streamedShare() * STREAMED_WEIGHTS / weights);
    var cached = new Linears(team, List.of(matrix), backend, 1);
    var many = cached.withTokens(TOKENS);
    var streamed = new Linears(team, Collections.nCopies(copies, matrix), backend, 1);
    var sparse = streamed.withZeros(ZERO_PERCENT);
    var sparseMany = many.withZeros(ZERO_PERCENT);
    KernelBench.requireRight(
        choice.kernel().label(),
        List.of(
            cached.firstWrongRow(0, 5),
            many.firstWrongRow(0, 101),
            sparseMany.firstWrongRow(0, 101)));
    List<Runnable> tasks =
        List.of(cached::run, many::run, streamed::run, sparse::run, sparseMany::run);
    List<Timing> timings = Rounds.of(options.rounds(), options.warmUpSeconds(), tasks);
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("decodeInCache", timings.get(0).rate(cached.multiplyAccumulates() * 1e-9));
    result.put("tokens" + TOKENS, timings.get(1).rate(many.multiplyAccumulates() * 1e-9));
    result.put("decodeStreamed", timings.get(2).rate(streamed.multiplyAccumulates() * 1e-9));
    result.put("decodeStreamedSparse", timings.get(3).rate(sparse.multiplyAccumulates() * 1e-9));
    result.put(
        "tokens" + TOKENS + "Sparse", timings.get(4).rate(sparseMany.multiplyAccumulates() * 1e-9));
    result.put("streamedGBps", timings.get(2).rate(streamed.bytes() * 1e-9));
    if (choice.kernel() == Kernel.UNPACK2) {
      result.putAll(besideMultiplying(team, matrix, many, options));
    }
    return result;
  }

  /// The tables of `unpack2` for many tokens beside its multiplications, which it has for few.
  private static Map<String, Object> besideMultiplying(
      Team team, TernaryMatrix matrix, Linears many, KernelBench.Options options) {
    LinearBackend alone = VectorKernels.unpackMultiplyAlone(Preparation.quiet());
    var multiplied = new Linears(team, List.of(matrix), alone, 1).withTokens(TOKENS);
    KernelBench.requireRight(alone.name(), List.of(multiplied.firstWrongRow(0, 101)));
    List<Runnable> tasks = List.of(many::run, multiplied::run);
    List<Timing> timings = Rounds.of(options.rounds(), options.warmUpSeconds(), tasks);
    double tables = timings.get(0).medianSeconds();
    Map<String, Object> result = new LinkedHashMap<>();
    result.put(
        "tokens" + TOKENS + "Multiplied",
        timings.get(1).rate(multiplied.multiplyAccumulates() * 1e-9));
    result.put(TABLES_OVER_MULTIPLYING, timings.get(1).medianSeconds() / tables);
    return result;
  }
}
