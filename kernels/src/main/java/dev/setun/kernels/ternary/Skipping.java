package dev.setun.kernels.ternary;

import java.util.concurrent.atomic.LongAdder;

/// How many multiply-accumulates of a backend were not done since their activation is zero.
final class Skipping {
  private final LongAdder all = new LongAdder();
  private final LongAdder done = new LongAdder();

  /// @param columns K, of all tokens together
  /// @param nonzero those of them that are not zero
  void count(long columns, long nonzero, int rows) {
    all.add(columns * rows);
    done.add(nonzero * rows);
  }

  /// The share of those asked for that were not done; 0 before the first.
  double share() {
    long asked = all.sum();
    return asked == 0 ? 0 : (double) (asked - done.sum()) / asked;
  }
}
