package dev.setun.kernels.measure;

import java.util.ArrayList;
import java.util.List;

/// Measures several things in turns, so that a machine that slows down slows all of them down.
final class Rounds {
  private static final int FEWEST_WARM_UPS = 2;

  private Rounds() {}

  /// Runs all tasks in turns without a clock until `warmUpSeconds` have passed, then `count` rounds
  /// of them with one.
  ///
  /// @return a timing for each task
  static List<Timing> of(int count, double warmUpSeconds, List<Runnable> tasks) {
    long end = System.nanoTime() + (long) (warmUpSeconds * 1e9);
    for (int i = 0; i < FEWEST_WARM_UPS || System.nanoTime() < end; i++) {
      tasks.forEach(Runnable::run);
    }
    long[][] nanos = new long[tasks.size()][count];
    for (int round = 0; round < count; round++) {
      for (int task = 0; task < nanos.length; task++) {
        long start = System.nanoTime();
        tasks.get(task).run();
        nanos[task][round] = System.nanoTime() - start;
      }
    }
    List<Timing> timings = new ArrayList<>();
    for (long[] each : nanos) {
      timings.add(Timing.of(each));
    }
    return timings;
  }
}
