package dev.setun.kernels.bench;

import dev.setun.kernels.KernelProvider;
import dev.setun.model.LinearBackend;
import dev.setun.model.TernaryLinear;
import dev.setun.model.TernaryMatrix;
import dev.setun.model.inference.Team;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// One ternary linear on a team of threads, which share the rows with one token and the tokens with
/// more: weights that are prepared, activations that are not, so that the building of tables is in
/// the figure.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsPrepend = "--add-modules=jdk.incubator.vector")
public class LinearBenchmark {
  private static final long SEED = 1958;
  private static final long MORE_THAN_ANY_CACHE_WEIGHTS = 1L << 29;

  /// Label of the kernel.
  @Param({"lut3-w48", "lut3-w9", "bit-serial", "byte-tables", "nibble-tables", "unpack2", "scalar"})
  public String kernel = "";

  /// Outputs by inputs: the shapes of 2B4T as a pass multiplies them, then those of `bard`.
  @Param({"2560x2560", "3840x2560", "13824x2560", "2560x6912", "256x256", "768x256", "256x768"})
  public String shape = "";

  /// Tokens: decode and prefill.
  @Param({"1", "64"})
  public int tokens;

  /// Threads of the team.
  @Param({"1", "2"})
  public int threads;

  /// Activations of a hundred that are zero; 74 after the squared ReLU of `bard`.
  @Param({"0", "74"})
  public int zeroPercent;

  /// Where the weights are when they are read: the same matrix each time, or one of so many that
  /// none is in a cache.
  @Param({"cache"})
  public String residence = "";

  private final List<TernaryLinear> linears = new ArrayList<>();
  private byte[] activations = {};
  private int[] accumulators = {};
  private int next;
  private Optional<Team> team = Optional.empty();

  /// Prepares random weights and activations.
  @Setup
  public void prepare() {
    int by = shape.indexOf('x');
    int rows = Integer.parseInt(shape.substring(0, by));
    int columns = Integer.parseInt(shape.substring(by + 1));
    var random = new Random(SEED);
    byte[] trits = new byte[rows * columns];
    for (int i = 0; i < trits.length; i++) {
      trits[i] = (byte) random.nextInt(-1, 2);
    }
    LinearBackend backend = KernelProvider.ofThisJvm().named(kernel);
    long copies =
        switch (residence) {
          case "cache" -> 1;
          case "memory" -> Math.ceilDiv(MORE_THAN_ANY_CACHE_WEIGHTS, trits.length);
          default -> throw new IllegalArgumentException("expected cache or memory: " + residence);
        };
    for (int i = 0; i < copies; i++) {
      linears.add(backend.prepare(TernaryMatrix.of(rows, columns, trits)));
    }
    activations = new byte[tokens * columns];
    random.nextBytes(activations);
    for (int i = 0; zeroPercent > 0 && i < activations.length; i++) {
      activations[i] = random.nextInt(100) < zeroPercent ? 0 : activations[i];
    }
    team = Optional.of(new Team(threads));
    accumulators = new int[tokens * rows];
  }

  /// Ends the threads.
  @TearDown
  public void end() {
    team.ifPresent(Team::close);
  }

  /// One call of the linear.
  @Benchmark
  public int[] multiply(MultiplyRate rate) {
    TernaryLinear linear = linears.get(next);
    next = next + 1 == linears.size() ? 0 : next + 1;
    team.orElseThrow().run((thread, count) -> multiply(linear, thread, count));
    rate.add((long) tokens * linear.rows() * linear.columns());
    return accumulators;
  }

  private void multiply(TernaryLinear linear, int thread, int count) {
    if (tokens == 1) {
      int units = Math.ceilDiv(linear.rows(), linear.rowGranularity());
      linear.multiplyRows(
          activations,
          1,
          accumulators,
          row(linear, units * thread / count),
          row(linear, units * (thread + 1) / count));
    } else {
      linear.multiplyTokens(
          activations, accumulators, tokens * thread / count, tokens * (thread + 1) / count);
    }
  }

  private static int row(TernaryLinear linear, int unit) {
    return Math.min(linear.rows(), unit * linear.rowGranularity());
  }
}
