package dev.setun.model.inference;

import dev.setun.model.RowDots;
import dev.setun.model.RowScreen;
import java.util.Optional;

/// The head as jobs of a [Team]: all logits, or only the largest.
///
/// With a screen, the largest logit is found exactly without most rows: a row whose upper bound is
/// below the largest lower bound cannot have it, and the others are multiplied in full.
final class TeamHead {
  private final Team team;
  private final RowDots rows;
  private final Optional<RowScreen> screen;
  private final int vocabulary;
  private final Team.Job multiply = this::multiply;
  private final Team.Job bound = this::bound;
  private final Team.Job rescore = this::rescore;
  private final float[] low;
  private final float[] high;
  private final int[] bestOfThread;
  private final float[] floorOfThread;
  private final long[] rescoredOfThread;
  private float[] x = new float[0];
  private int xFrom;
  private float[] logits = new float[0];
  private int logitsFrom;
  private float floor;
  private long screened;

  TeamHead(Team team, RowDots rows, Optional<RowScreen> screen, int vocabulary) {
    this.team = team;
    this.rows = rows;
    this.screen = screen;
    this.vocabulary = vocabulary;
    this.low = new float[vocabulary];
    this.high = new float[screen.isPresent() ? vocabulary : 0];
    this.bestOfThread = new int[team.threads()];
    this.floorOfThread = new float[team.threads()];
    this.rescoredOfThread = new long[team.threads()];
  }

  /// All logits of one token.
  void logits(float[] hidden, int from, float[] into, int intoFrom) {
    x = hidden;
    xFrom = from;
    logits = into;
    logitsFrom = intoFrom;
    team.run(multiply);
    logits = low;
  }

  /// The id with the largest logit, the lowest one on ties (numerics.md: greedy).
  int greedy(float[] hidden, int from) {
    x = hidden;
    xFrom = from;
    logits = low;
    logitsFrom = 0;
    if (screen.isEmpty()) {
      team.run(multiply);
      floor = Float.NEGATIVE_INFINITY;
      return new Sampler.Greedy().next(low);
    }
    screen.get().take(hidden, from);
    team.run(bound);
    floor = Float.NEGATIVE_INFINITY;
    for (float each : floorOfThread) {
      floor = Math.max(floor, each);
    }
    team.run(rescore);
    screened += vocabulary;
    int best = -1;
    for (int id : bestOfThread) {
      if (id >= 0 && (best < 0 || low[id] > low[best])) {
        best = id;
      }
    }
    return best;
  }

  /// Rows multiplied in full as a share of the rows that were screened; 0 if none were.
  double rescoredShare() {
    long rescored = 0;
    for (long each : rescoredOfThread) {
      rescored += each;
    }
    return screened == 0 ? 0 : (double) rescored / screened;
  }

  private int first(int thread, int threads) {
    return (int) ((long) vocabulary * thread / threads);
  }

  private void multiply(int thread, int threads) {
    int to = first(thread + 1, threads);
    rows.dots(x, xFrom, first(thread, threads), to, logits, logitsFrom);
  }

  private void bound(int thread, int threads) {
    int from = first(thread, threads);
    int to = first(thread + 1, threads);
    screen.orElseThrow().bounds(from, to, low, high);
    float largest = Float.NEGATIVE_INFINITY;
    for (int id = from; id < to; id++) {
      largest = Math.max(largest, low[id]);
    }
    floorOfThread[thread] = largest;
  }

  /// The best id of a thread's rows, -1 if none can be the best; its logit is then in `low`.
  private void rescore(int thread, int threads) {
    int to = first(thread + 1, threads);
    int best = -1;
    for (int id = first(thread, threads); id < to; id++) {
      if (high[id] >= floor) {
        rows.dots(x, xFrom, id, id + 1, low, 0);
        rescoredOfThread[thread]++;
        if (best < 0 || low[id] > low[best]) {
          best = id;
        }
      }
    }
    bestOfThread[thread] = best;
  }
}
