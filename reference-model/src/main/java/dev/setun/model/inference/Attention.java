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
                attend(seen, queries, at, rows, scores, attended, at, on.numerics());
              }
            });
    return attended;
  }

  /// The key/value head that a query head uses.
  int keyValueHead(int head) {
    return head / (config.heads() / config.keyValueHeads());
  }

  /// One head of one token.
  ///
  /// @param seen positions up to the token's own
  /// @param query from `queryFrom`, head size
  /// @param rows turned to the head's keys and values
  /// @param scores room for one value a position
  /// @param attended written from `to`, head size
  void attend(
      int seen,
      float[] query,
      int queryFrom,
      HeadRows rows,
      float[] scores,
      float[] attended,
      int to,
      Numerics numerics) {
    int headSize = config.headSize();
    int stride = rows.stride();
    float[] keys = rows.keys();
    float inverseRoot = 1.0f / (float) Math.sqrt(headSize);
    for (int position = 0; position < seen; position++) {
      int key = rows.from() + position * stride;
      scores[position] = numerics.score(query, queryFrom, keys, key, headSize, inverseRoot);
    }
    numerics.softmax(scores, 0, seen);
    numerics.weightedSum(scores, seen, rows.values(), rows.from(), stride, attended, to, headSize);
  }
}
