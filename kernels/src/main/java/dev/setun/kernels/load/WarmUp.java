package dev.setun.kernels.load;

import dev.setun.model.inference.Session;

/// What was done before the first token that counts: waiting until all is repacked, and tokens of a
/// context of their own until the JVM had compiled what they run.
///
/// @param seconds of all of it
/// @param tokens computed and thrown away
public record WarmUp(double seconds, int tokens) {
  /// C2 takes some seconds to compile a forward pass; longer is no warm-up any more.
  private static final double MOST_SECONDS = 8;

  /// Tokens one after the other that are no faster than those before.
  private static final int STEADY = 8;

  /// By less than this a token is not faster.
  private static final double NOTICED = 0.97;

  private static final int FEWEST_TOKENS = 24;
  private static final int MOST_TOKENS = 512;

  /// Warms up the weights of a session, whose context stays as it is. The bits of what it computes
  /// later do not depend on it.
  public static WarmUp of(Session session) {
    long start = System.nanoTime();
    Prepared.awaitAll();
    Session scratch = session.fresh();
    int most = Math.min(MOST_TOKENS, session.model().config().maxPositions());
    double fastest = Double.POSITIVE_INFINITY;
    int token = 0;
    int steady = 0;
    int tokens = 0;
    while (tokens < most
        && (tokens < FEWEST_TOKENS || steady < STEADY && secondsSince(start) < MOST_SECONDS)) {
      long before = System.nanoTime();
      token = scratch.greedyAfter(token);
      double seconds = secondsSince(before);
      steady = seconds < fastest * NOTICED ? 0 : steady + 1;
      fastest = Math.min(fastest, seconds);
      tokens++;
    }
    return new WarmUp(secondsSince(start), tokens);
  }

  private static double secondsSince(long nanos) {
    return (System.nanoTime() - nanos) * 1e-9;
  }
}
