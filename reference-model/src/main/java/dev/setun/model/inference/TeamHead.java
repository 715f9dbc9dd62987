package dev.setun.model.inference;

import dev.setun.model.DenseMatrix;
import dev.setun.model.RowDots;
import dev.setun.model.RowScreen;
import java.util.Arrays;
import java.util.Optional;

/// The head as jobs of a [Team]: all logits, or only the largest.
///
/// With a screen, the k largest logits are found exactly without most rows: a row whose upper bound
/// is below k products cannot be one of them, and the others are multiplied in full. The first
/// token after loading does without it, since it may still be in the making.
final class TeamHead {
  /// To find more than this part of all ids, the screen is no help.
  private static final int FEW = 64;

  /// After so many rows of a mapped file are its pages given back. For each page that is read the
  /// system maps its neighbours too, so that these are some hundred megabytes.
  private static final long ROWS_LEFT_RESIDENT = 2048;

  /// Rows that are multiplied in full are gathered before: several at once are faster.
  private static final int PICKED_AT_ONCE = 256;

  private static final Sampler GREEDY = new Sampler.Greedy();

  private final Team team;
  private final RowDots rows;
  private final Optional<RowScreen> screen;
  private final DenseMatrix matrix;
  private final int vocabulary;
  private final Team.Job multiply = this::multiply;
  private final Team.Job bound = this::bound;
  private final Team.Job rescore = this::rescore;
  private final Team.Job boundMany = this::boundMany;
  private final Team.Job rescoreMany = this::rescoreMany;
  private final float[] low;
  private final float[] high;
  private final int[][] pickedOfThread;
  private final int[] bestOfThread;
  private final float[] floorOfThread;
  private final long[] rescoredOfThread;
  private float[] x = new float[0];
  private int xFrom;
  private float[] logits = new float[0];
  private int logitsFrom;
  private float floor;
  private Largest[] largestOfThread = new Largest[0];
  private long screened;
  private boolean isFirst = true;

  /// So that the first screened token gives back what the first token and the screen's making read.
  private long rescoredAtRelease = -ROWS_LEFT_RESIDENT - 1;

  TeamHead(Team team, RowDots rows, Optional<RowScreen> screen, DenseMatrix matrix) {
    this.team = team;
    this.rows = rows;
    this.screen = screen;
    this.matrix = matrix;
    this.vocabulary = matrix.rows();
    this.low = new float[vocabulary];
    this.high = new float[screen.isPresent() ? vocabulary : 0];
    this.pickedOfThread = new int[team.threads()][PICKED_AT_ONCE];
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
    if (screen.isEmpty() || isFirst) {
      isFirst = false;
      team.run(multiply);
      return GREEDY.next(low);
    }
    screen.get().take(hidden, from);
    team.run(bound);
    floor = Float.NEGATIVE_INFINITY;
    for (float each : floorOfThread) {
      floor = Math.max(floor, each);
    }
    team.run(rescore);
    screened += vocabulary;
    releaseRescored();
    int best = -1;
    for (int id : bestOfThread) {
      if (id >= 0 && (best < 0 || low[id] > low[best])) {
        best = id;
      }
    }
    return best;
  }

  /// Logits that are right for all ids that can be among the `count` largest, ties included, and
  /// negative infinity or right for the others; until the next call.
  float[] largest(float[] hidden, int from, int count) {
    x = hidden;
    xFrom = from;
    logits = low;
    logitsFrom = 0;
    if (screen.isEmpty() || isFirst || count > vocabulary / FEW) {
      isFirst = false;
      team.run(multiply);
      return low;
    }
    if (largestOfThread.length == 0 || largestOfThread[0].capacity() != count) {
      largestOfThread = new Largest[team.threads()];
      Arrays.setAll(largestOfThread, _ -> new Largest(count));
    }
    screen.get().take(hidden, from);
    team.run(boundMany);
    for (int thread = 1; thread < largestOfThread.length; thread++) {
      largestOfThread[0].addAll(largestOfThread[thread]);
    }
    floor = largestOfThread[0].smallest();
    team.run(rescoreMany);
    screened += vocabulary;
    releaseRescored();
    return low;
  }

  private void boundMany(int thread, int threads) {
    int from = first(thread, threads);
    int to = first(thread + 1, threads);
    screen.orElseThrow().bounds(from, to, low, high);
    Largest kept = largestOfThread[thread];
    kept.clear();
    for (int id = from; id < to; id++) {
      kept.add(low[id]);
    }
  }

  private void rescoreMany(int thread, int threads) {
    int[] picked = pickedOfThread[thread];
    int count = 0;
    int to = first(thread + 1, threads);
    for (int id = first(thread, threads); id < to; id++) {
      if (high[id] >= floor) {
        picked[count++] = id;
        if (count == picked.length) {
          multiplyPicked(thread, count);
          count = 0;
        }
      } else {
        low[id] = Float.NEGATIVE_INFINITY;
      }
    }
    multiplyPicked(thread, count);
  }

  private void multiplyPicked(int thread, int count) {
    rows.dotsOf(x, xFrom, pickedOfThread[thread], count, low, 0);
    rescoredOfThread[thread] += count;
  }

  /// Bytes that [#greedy] reads at least.
  long byteSize() {
    return screen.isPresent() ? screen.get().byteSize() : matrix.byteSize();
  }

  /// Rows multiplied in full as a share of the rows that were screened; 0 if none were.
  double rescoredShare() {
    return screened == 0 ? 0 : (double) rescored() / screened;
  }

  private long rescored() {
    long rescored = 0;
    for (long each : rescoredOfThread) {
      rescored += each;
    }
    return rescored;
  }

  /// Keeps the resident part of a head that has a copy small.
  private void releaseRescored() {
    long rescored = rescored();
    if (rescored - rescoredAtRelease > ROWS_LEFT_RESIDENT) {
      matrix.release();
      rescoredAtRelease = rescored;
    }
  }

  private int first(int thread, int threads) {
    int granularity = screen.isPresent() ? screen.get().rowGranularity() : 1;
    long units = Math.ceilDiv(vocabulary, granularity);
    return (int) Math.min(vocabulary, units * thread / threads * granularity);
  }

  private void multiply(int thread, int threads) {
    int to = first(thread + 1, threads);
    rows.dots(x, xFrom, first(thread, threads), to, logits, logitsFrom);
  }

  private void bound(int thread, int threads) {
    int from = first(thread, threads);
    int to = first(thread + 1, threads);
    screen.orElseThrow().bounds(from, to, low, high);
    int best = from;
    for (int id = from; id < to; id++) {
      best = low[id] > low[best] ? id : best;
    }
    if (from < to) {
      rows.dots(x, xFrom, best, best + 1, low, 0);
    }
    // The product itself, which is at least its bound, rules out more rows.
    floorOfThread[thread] = from < to ? low[best] : Float.NEGATIVE_INFINITY;
  }

  /// The best id of a thread's rows, -1 if none can be the best; its logit is then in `low`.
  private void rescore(int thread, int threads) {
    int[] picked = pickedOfThread[thread];
    int count = 0;
    int best = -1;
    int to = first(thread + 1, threads);
    for (int id = first(thread, threads); id < to; id++) {
      if (high[id] >= floor) {
        picked[count++] = id;
        if (count == picked.length) {
          best = bestPicked(thread, count, best);
          count = 0;
        }
      }
    }
    bestOfThread[thread] = bestPicked(thread, count, best);
  }

  /// @param before the best of lower ids, -1 if there is none
  private int bestPicked(int thread, int count, int before) {
    multiplyPicked(thread, count);
    int best = before;
    for (int i = 0; i < count; i++) {
      int id = pickedOfThread[thread][i];
      best = best < 0 || low[id] > low[best] ? id : best;
    }
    return best;
  }
}
