package dev.setun.accel.design;

import java.math.BigInteger;

/// The DRAM behind the ports. Behavioural: a latency, a sustained rate and a read queue, no banks,
/// rows or refresh.
///
/// @param kind device family, selects the energy per bit
/// @param sustainedBytesPerSecond rate at which read data arrives, 1..10^13
/// @param latencyNs from the start of a linear to its first beat, 0..100000
/// @param queueBeats weight beats that the controller holds when the accelerator is not ready,
///   1..4096
public record MemorySpec(
    DramKind kind, long sustainedBytesPerSecond, int latencyNs, int queueBeats) {
  public MemorySpec {
    Check.range("memory.sustainedBytesPerSecond", sustainedBytesPerSecond, 1, 10_000_000_000_000L);
    Check.range("memory.latencyNs", latencyNs, 0, 100_000);
    Check.range("memory.queueBeats", queueBeats, 1, 4096);
  }

  /// The latency in whole cycles of a clock, rounded up.
  public long latencyCycles(long clockHz) {
    return Math.ceilDiv(Math.multiplyExact((long) latencyNs, clockHz), 1_000_000_000L);
  }

  /// Cycles of a clock that `bytes` bytes take at the sustained rate, rounded up, without latency.
  ///
  /// @param bytes 0 or more
  public long transferCycles(long bytes, long clockHz) {
    BigInteger[] cycles =
        BigInteger.valueOf(bytes)
            .multiply(BigInteger.valueOf(clockHz))
            .divideAndRemainder(BigInteger.valueOf(sustainedBytesPerSecond));
    return cycles[0].longValueExact() + cycles[1].signum();
  }
}
