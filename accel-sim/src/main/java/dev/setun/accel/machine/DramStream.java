package dev.setun.accel.machine;

import dev.setun.accel.design.Design;
import dev.setun.traces.InputException;
import java.math.BigInteger;

/// A sequential read from DRAM: a latency, then a sustained rate, through a finite read queue.
/// Behavioural: no banks, rows or refresh; the rate is meant to include what they cost.
///
/// The rate is exact. In every cycle from `latencyCycles` on, `creditPerCycle` is earned, and each
/// beat costs `creditPerBeat`; a beat that is paid for enters the queue if there is room and can be
/// taken in the same cycle. While the queue is full only the credit of part of a beat is kept. The
/// first beat is valid `latencyCycles` cycles after `start`.
///
/// @param latencyCycles cycles from `start` to the first beat, 0 or more
/// @param creditPerCycle what is earned in a cycle, 1..2^52
/// @param creditPerBeat what a beat costs, 1..2^52; the rate is creditPerCycle / creditPerBeat
///   beats a cycle
/// @param queueBeats beats that the queue holds, at least 1
public record DramStream(
    long latencyCycles, long creditPerCycle, long creditPerBeat, int queueBeats)
    implements StreamSource {
  private static final long LARGEST_CREDIT = 1L << 52;

  public DramStream {
    if (latencyCycles < 0
        || creditPerCycle < 1
        || creditPerCycle > LARGEST_CREDIT
        || creditPerBeat < 1
        || creditPerBeat > LARGEST_CREDIT
        || queueBeats < 1) {
      throw new InputException(
          "DRAM stream",
          "expected a latency of at least 0, credits in 1..2^52 and a queue of at least 1, found "
              + latencyCycles
              + ", "
              + creditPerCycle
              + ", "
              + creditPerBeat
              + ", "
              + queueBeats);
    }
  }

  /// The weight stream of a design: `memory` behind `ports.weightBits`.
  public static DramStream ofWeights(Design design) {
    BigInteger earned = BigInteger.valueOf(design.memory().sustainedBytesPerSecond()).shiftLeft(3);
    BigInteger cost =
        BigInteger.valueOf(design.clockHz())
            .multiply(BigInteger.valueOf(design.ports().weightBits()));
    BigInteger unit = earned.gcd(cost);
    return new DramStream(
        design.memory().latencyCycles(design.clockHz()),
        earned.divide(unit).longValueExact(),
        cost.divide(unit).longValueExact(),
        design.memory().queueBeats());
  }
}
