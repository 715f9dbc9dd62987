package dev.setun.accel.machine;

import dev.setun.accel.design.Design;
import java.util.Random;

/// A defect put into the machine on purpose, to show that a cross-check finds it.
public sealed interface Fault {
  /// No defect.
  record None() implements Fault {}

  /// One PE takes the next weight for the one it is given: 0 for -1, +1 for 0, -1 for +1.
  record WrongWeight(int row, int lane) implements Fault {}

  /// One row forgets the sum of the first word, k = 0.
  record DroppedSum(int row) implements Fault {}

  /// The counter of one cause stands still, and `cause` shows NONE instead of it.
  record MissedCause(Cause cause) implements Fault {}

  /// FLUSH takes one cycle more than it should.
  record LongFlush() implements Fault {}

  /// A fault chosen by a seed. Those in a row or lane show only in linears that use it.
  static Fault seeded(long seed, Design design) {
    Random random = new Random(seed);
    int row = random.nextInt(design.array().rows());
    return switch (random.nextInt(4)) {
      case 0 -> new WrongWeight(row, random.nextInt(design.array().lanes()));
      case 1 -> new DroppedSum(row);
      case 2 -> new MissedCause(random.nextBoolean() ? Cause.COMPUTE : Cause.DRAIN);
      default -> new LongFlush();
    };
  }
}
