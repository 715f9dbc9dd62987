package dev.setun.model.inference;

import dev.setun.model.ModelConfig;

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
                attend(layer, queries, pair, firstPosition, cache, scores, attended, on);
              }
            });
    return attended;
  }

  /// One head of one token.
  ///
  /// @param pair token * heads + head
  /// @param scores room for one value a position
  private void attend(
      int layer,
      float[] queries,
      int pair,
      int firstPosition,
      KeyValueCache cache,
      float[] scores,
      float[] attended,
      Execution on) {
    int headSize = config.headSize();
    int width = config.keyValueWidth();
    int head = pair % config.heads();
    int seen = firstPosition + pair / config.heads() + 1;
    int keyValueFrom = head / (config.heads() / config.keyValueHeads()) * headSize;
    float[] keys = cache.keys(layer);
    float inverseRoot = 1.0f / (float) Math.sqrt(headSize);
    for (int position = 0; position < seen; position++) {
      int key = position * width + keyValueFrom;
      scores[position] =
          on.numerics().score(queries, pair * headSize, keys, key, headSize, inverseRoot);
    }
    on.numerics().softmax(scores, 0, seen);
    int to = pair * headSize;
    float[] values = cache.values(layer);
    on.numerics().weightedSum(scores, seen, values, keyValueFrom, width, attended, to, headSize);
  }
}
