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
              for (int pair = from; pair < to; pair++) {
                int token = pair / config.heads();
                int head = pair % config.heads();
                int at = pair * config.headSize();
                int seen = firstPosition + token + 1;
                attend(layer, head, seen, queries, at, cache, scores, attended, at, on.numerics());
              }
            });
    return attended;
  }

  /// One head of one token.
  ///
  /// @param seen positions up to the token's own
  /// @param query from `queryFrom`, head size
  /// @param scores room for one value a position
  /// @param attended written from `to`, head size
  void attend(
      int layer,
      int head,
      int seen,
      float[] query,
      int queryFrom,
      KeyValueCache cache,
      float[] scores,
      float[] attended,
      int to,
      Numerics numerics) {
    int headSize = config.headSize();
    int width = config.keyValueWidth();
    int keyValueFrom = head / (config.heads() / config.keyValueHeads()) * headSize;
    float[] keys = cache.keys(layer);
    float inverseRoot = 1.0f / (float) Math.sqrt(headSize);
    for (int position = 0; position < seen; position++) {
      int key = position * width + keyValueFrom;
      scores[position] = numerics.score(query, queryFrom, keys, key, headSize, inverseRoot);
    }
    numerics.softmax(scores, 0, seen);
    float[] values = cache.values(layer);
    numerics.weightedSum(scores, seen, values, keyValueFrom, width, attended, to, headSize);
  }
}
