package dev.setun.model.inference;

import dev.setun.model.ModelConfig;

/// The keys and values of one key/value head as binary32, for one thread: parts of the cache itself
/// where it is binary32, else a copy that is widened here and grows with the context.
final class HeadRows {
  private static final int FLOATS_OF_A_LINE = 16;

  private final int headSize;

  /// For each key/value head, what was widened last: of which cache and layer, how many positions.
  private final Widened[] widened;

  private float[] keys = new float[0];
  private float[] values = new float[0];
  private int from;

  /// So that reading is not left out.
  private float read;

  private static final class Widened {
    private KeyValueCache cache = KeyValueCache.NONE;
    private int layer;
    private int positions;
    private float[] keys = new float[0];
    private float[] values = new float[0];
  }

  HeadRows(ModelConfig config) {
    this.headSize = config.headSize();
    this.widened = new Widened[config.keyValueHeads()];
    for (int head = 0; head < widened.length; head++) {
      widened[head] = new Widened();
    }
  }

  /// Turns to a head; the rest of this speaks of it until the next call.
  ///
  /// @param seen positions that are needed
  void turnTo(KeyValueCache cache, int layer, int head, int seen) {
    if (cache.precision() == CachePrecision.F32) {
      keys = cache.keys(layer);
      values = cache.values(layer);
      from = cache.headFrom(head);
      return;
    }
    Widened own = widened[head];
    if (own.cache != cache || own.layer != layer) {
      own.cache = cache;
      own.layer = layer;
      own.positions = 0;
    }
    // What is stored for a position never changes.
    if (own.positions < seen) {
      own.keys = grown(own.keys, own.positions, seen, cache);
      own.values = grown(own.values, own.positions, seen, cache);
      int first = cache.headFrom(head);
      widen(cache.halfKeys(layer), first, own.positions, seen, own.keys);
      widen(cache.halfValues(layer), first, own.positions, seen, own.values);
      own.positions = seen;
    }
    keys = own.keys;
    values = own.values;
    from = 0;
  }

  /// Reads a value of each cache line of the values in order. A weighted sum reads them with
  /// strides ([dev.setun.model.numerics.Numerics#weightedSums]), which is slow from memory and not
  /// from a cache; with one token they come from memory. What was widened just now needs none of
  /// it.
  void readAhead(KeyValueCache cache, int seen) {
    if (cache.precision() == CachePrecision.F32) {
      float sum = 0;
      for (int i = from; i < from + seen * headSize; i += FLOATS_OF_A_LINE) {
        sum += values[i];
      }
      read = sum;
    }
  }

  /// Room for all positions that the cache has room for, so that it grows as seldom.
  private float[] grown(float[] rows, int kept, int seen, KeyValueCache cache) {
    if (rows.length >= seen * headSize) {
      return rows;
    }
    float[] larger = new float[Math.max(seen, cache.room()) * headSize];
    System.arraycopy(rows, 0, larger, 0, kept * headSize);
    return larger;
  }

  private void widen(short[] half, int from, int first, int end, float[] rows) {
    for (int i = first * headSize; i < end * headSize; i++) {
      rows[i] = Float.float16ToFloat(half[from + i]);
    }
  }

  /// The keys: position x head size from [#from] on.
  float[] keys() {
    return keys;
  }

  /// The values, at the places of the keys.
  float[] values() {
    return values;
  }

  int from() {
    return from;
  }
}
