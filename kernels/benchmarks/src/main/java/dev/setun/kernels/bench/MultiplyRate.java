package dev.setun.kernels.bench;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// Counts multiply-accumulates beside the operations. JMH divides by the time in microseconds, so
/// what is counted is thousands.
@AuxCounters(AuxCounters.Type.OPERATIONS)
@State(Scope.Thread)
public class MultiplyRate {
  private static final double KILO = 1e-3;

  /// Thousands of multiply-accumulates; reported per microsecond, which is 10^9 a second.
  public double gmacPerSecond;

  void add(long multiplyAccumulates) {
    gmacPerSecond += multiplyAccumulates * KILO;
  }
}
