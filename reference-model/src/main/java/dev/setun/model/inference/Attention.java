package dev.setun.model.inference;

import dev.setun.model.ModelConfig;
import dev.setun.model.numerics.Numerics;

/// Causal attention with grouped key/value heads (spec 1.2): a = softmax(q k^T / sqrt(head size))
/// v, over the positions up to the token's own.
///
/// @param config the shape; query head h uses key/value head h / (heads / keyValueHeads)
record Attention(ModelConfig config) {
  /// @param queries tokens x heads x head size, rotated, in the precision of the cache
  /// @param cache keys and values of all positions, those of the tokens included
  /// @return a, tokens x heads x head size
  float[] apply(
      int layer,
      float[] queries,
      int tokens,
      int firstPosition,
      KeyValueCache cache,
      Execution on) {
    float[] attended = new float[queries.length];
    on.workers()
        .split(
            tokens * config.heads(),
            1,
            (from, to) -> {
              float[] scores = new float[firstPosition + tokens];
              HeadRows rows = new HeadRows(config);
              for (int pair = from; pair < to; pair++) {
                int token = pair / config.heads();
                int head = pair % config.heads();
                int at = pair * config.headSize();
                int seen = firstPosition + token + 1;
                rows.turnTo(cache, layer, keyValueHead(head), seen);
                attend(seen, queries, at, 1, rows, scores, attended, at, on.numerics());
              }
            });
    return attended;
  }

  /// The key/value head that a query head uses.
  int keyValueHead(int head) {
    return head / (config.heads() / config.keyValueHeads());
  }

  /// Query heads that use the same key/value head.
  int headsOfOneKey() {
    return config.heads() / config.keyValueHeads();
  }

  /// Some heads of one token that use the same key/value head.
  ///
  /// @param seen positions up to the token's own
  /// @param queries heads x head size from `queriesFrom`
  /// @param heads at least 1
  /// @param rows turned to the heads' keys and values
  /// @param scores room for heads x seen values
  /// @param attended heads x head size, written from `to`
  void attend(
      int seen,
      float[] queries,
      int queriesFrom,
      int heads,
      HeadRows rows,
      float[] scores,
      float[] attended,
      int to,
      Numerics numerics) {
    int headSize = config.headSize();
    float f = 1.0f / (float) Math.sqrt(headSize);
    numerics.scores(
        queries, queriesFrom, heads, rows.keys(), rows.from(), seen, headSize, f, scores);
    for (int head = 0; head < heads; head++) {
      numerics.softmax(scores, head * seen, seen);
    }
    numerics.weightedSums(scores, heads, rows.values(), rows.from(), seen, attended, to, headSize);
  }
}
