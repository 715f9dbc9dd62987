package dev.setun.kernels.measure;

import dev.setun.kernels.Kernel;
import dev.setun.kernels.KernelChoice;
import dev.setun.kernels.KernelChoice.Verdict;
import dev.setun.kernels.KernelProvider;
import dev.setun.model.TernaryLinear;
import dev.setun.model.TernaryMatrix;
import dev.setun.model.family.ModelFamily;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/// A short measurement of every kernel that runs here on one linear, one thread, the same weights
/// again and again, so that they are in a cache where they fit one.
///
/// @param shape of the linear
/// @param results one for each vector kernel that runs here, in the order of [Kernel]
public record KernelTrial(Shape shape, List<Result> results) {
  private static final int TOKENS = 32;
  private static final int FEWEST_CALLS = 3;
  private static final long SEED = 1958;

  /// What a kernel is run on until the JVM has compiled it, and how often: C2 begins after ten
  /// thousand calls or rounds of a loop, and then takes its time.
  private static final Shape WARMING = new Shape(256, 256);

  private static final int WARMING_CALLS = 20_000;

  public KernelTrial {
    results = List.copyOf(results);
  }

  /// The linear.
  ///
  /// @param rows N, at least 1
  /// @param columns K, at least 1
  public record Shape(int rows, int columns) {
    public Shape {
      if (rows < 1 || columns < 1) {
        throw new IllegalArgumentException(
            "expected at least 1 x 1, found " + rows + " x " + columns);
      }
    }

    /// The shapes of a layer as a pass multiplies it, linears of the same inputs stacked; each
    /// once.
    public static List<Shape> of(ModelFamily family) {
      Set<Shape> shapes = new LinkedHashSet<>();
      shapes.add(new Shape(family.queryWidth() + 2 * family.keyValueWidth(), family.hidden()));
      shapes.add(new Shape(family.hidden(), family.queryWidth()));
      shapes.add(new Shape(2 * family.feedForward(), family.hidden()));
      shapes.add(new Shape(family.hidden(), family.feedForward()));
      return List.copyOf(shapes);
    }

    @Override
    public String toString() {
      return rows + " x " + columns;
    }
  }

  /// What one kernel reached.
  ///
  /// @param decodeGmac 10^9 multiply-accumulates a second with one token
  /// @param prefillGmac the same with 32 tokens
  public record Result(Kernel kernel, double decodeGmac, double prefillGmac) {}

  /// Measures.
  ///
  /// @param seconds for each kernel and phase: half of them without a clock
  public static KernelTrial of(Shape shape, double seconds) {
    KernelProvider provider = KernelProvider.ofThisJvm();
    TernaryMatrix weights = random(shape);
    List<Result> results = new ArrayList<>();
    for (KernelChoice choice : provider.explain()) {
      if (choice.verdict() != Verdict.UNAVAILABLE && choice.kernel().vector()) {
        TernaryLinear linear = provider.named(choice.kernel()).prepare(weights);
        results.add(
            new Result(choice.kernel(), rate(linear, 1, seconds), rate(linear, TOKENS, seconds)));
      }
    }
    return new KernelTrial(shape, results);
  }

  /// Lets the JVM compile every kernel that runs here: the first shape would else be measured in
  /// the interpreter.
  public static void warmUp() {
    KernelProvider provider = KernelProvider.ofThisJvm();
    TernaryMatrix weights = random(WARMING);
    for (KernelChoice choice : provider.explain()) {
      if (choice.verdict() != Verdict.UNAVAILABLE && choice.kernel().vector()) {
        TernaryLinear linear = provider.named(choice.kernel()).prepare(weights);
        calls(linear, 1, WARMING_CALLS);
        calls(linear, TOKENS, WARMING_CALLS / TOKENS);
      }
    }
  }

  private static void calls(TernaryLinear linear, int tokens, int count) {
    byte[] activations = new byte[tokens * linear.columns()];
    int[] sums = new int[tokens * linear.rows()];
    for (int i = 0; i < count; i++) {
      linear.multiply(activations, tokens, sums);
    }
  }

  private static TernaryMatrix random(Shape shape) {
    var random = new SplittableRandom(SEED);
    byte[] trits = new byte[Math.multiplyExact(shape.rows(), shape.columns())];
    for (int i = 0; i < trits.length; i++) {
      trits[i] = (byte) random.nextInt(-1, 2);
    }
    return TernaryMatrix.of(shape.rows(), shape.columns(), trits);
  }

  private static double rate(TernaryLinear linear, int tokens, double seconds) {
    byte[] activations = new byte[tokens * linear.columns()];
    new SplittableRandom(SEED).nextBytes(activations);
    int[] sums = new int[tokens * linear.rows()];
    run(linear, activations, tokens, sums, seconds / 2);
    long fastest = run(linear, activations, tokens, sums, seconds / 2);
    return (double) tokens * linear.rows() * linear.columns() / fastest;
  }

  /// @return nanoseconds of the fastest call
  private static long run(
      TernaryLinear linear, byte[] activations, int tokens, int[] sums, double seconds) {
    long end = System.nanoTime() + (long) (seconds * 1e9);
    long fastest = Long.MAX_VALUE;
    for (int i = 0; i < FEWEST_CALLS || System.nanoTime() < end; i++) {
      long start = System.nanoTime();
      linear.multiply(activations, tokens, sums);
      fastest = Math.min(fastest, System.nanoTime() - start);
    }
    return fastest;
  }
}
