package dev.setun.kernels.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What one thread can read from memory: the bound of every kernel whose weights are not in a
/// cache.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ReadBandwidthBenchmark {
  private static final int LONGS = 1 << 25;

  private final long[] memory = new long[LONGS];

  /// Kilobytes beside the operations, so that a rate per microsecond is 10^9 bytes a second.
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  @State(Scope.Thread)
  public static class Bytes {
    /// Thousands of bytes read.
    public double gigabytesPerSecond;
  }

  /// Touches every page, so that none is the shared page of zeros.
  @Setup
  public void fill() {
    for (int i = 0; i < LONGS; i++) {
      memory[i] = i;
    }
  }

  /// Reads 256 MiB in order.
  @Benchmark
  public long read(Bytes bytes) {
    long sum = 0;
    for (int i = 0; i < LONGS; i++) {
      sum += memory[i];
    }
    bytes.gigabytesPerSecond += LONGS * 8e-3;
    return sum;
  }
}
