package dev.setun.model.inference;

import dev.setun.model.ModelConfig;
import dev.setun.traces.InputException;

/// Keys (after the rotary embedding) and values of all positions so far, for each layer key/value
/// head x position x head size, so that what a head reads lies in one piece: binary32 values in the
/// precision that the profile keeps, or those rounded to binary16.
final class KeyValueCache {
  /// One that holds nothing.
  static final KeyValueCache NONE = new KeyValueCache();

  private final int headSize;
  private final int heads;
  private final int maxPositions;
  private final CachePrecision precision;
  private final float[][] keys;
  private final float[][] values;
  private final short[][] halfKeys;
  private final short[][] halfValues;
  private int positions;
  private int room;

  private KeyValueCache() {
    this.headSize = 0;
    this.heads = 0;
    this.maxPositions = 0;
    this.precision = CachePrecision.F32;
    this.keys = new float[0][];
    this.values = new float[0][];
    this.halfKeys = new short[0][];
    this.halfValues = new short[0][];
  }

  KeyValueCache(ModelConfig config, CachePrecision precision) {
    this.headSize = config.headSize();
    this.heads = config.keyValueHeads();
    this.maxPositions = config.maxPositions();
    this.precision = precision;
    this.keys = new float[config.layers()][0];
    this.values = new float[config.layers()][0];
    this.halfKeys = new short[config.layers()][0];
    this.halfValues = new short[config.layers()][0];
  }

  CachePrecision precision() {
    return precision;
  }

  /// Positions that all layers have stored.
  int positions() {
    return positions;
  }

  /// Positions that there is room for.
  int room() {
    return room;
  }

  /// Makes room for more positions.
  ///
  /// @throws InputException if the model's context is too short
  void reserve(int tokens) {
    int needed = positions + tokens;
    if (needed > maxPositions) {
      throw new InputException(
          "context", "expected at most " + maxPositions + " tokens, found " + needed);
    }
    if (room < needed) {
      int larger = Math.min(maxPositions, Math.max(needed, 2 * positions));
      int length = Math.multiplyExact(larger, heads * headSize);
      for (int layer = 0; layer < keys.length; layer++) {
        switch (precision) {
          case F32 -> {
            keys[layer] = moved(keys[layer], new float[length], larger);
            values[layer] = moved(values[layer], new float[length], larger);
          }
          case F16 -> {
            halfKeys[layer] = moved(halfKeys[layer], new short[length], larger);
            halfValues[layer] = moved(halfValues[layer], new short[length], larger);
          }
        }
      }
      room = larger;
    }
  }

  /// @param from an array with the room of before
  /// @param to one of the same kind with `larger` room
  private <T> T moved(T from, T to, int larger) {
    for (int head = 0; head < heads; head++) {
      System.arraycopy(
          from, head * room * headSize, to, head * larger * headSize, positions * headSize);
    }
    return to;
  }

  /// Puts the keys and values of `tokens` new positions behind those that are there.
  void store(int layer, float[] newKeys, float[] newValues, int tokens) {
    int width = heads * headSize;
    for (int token = 0; token < tokens; token++) {
      store(layer, token, newKeys, token * width, newValues, token * width);
    }
  }

  /// Puts the key and the value of one new position, all heads of each, into their place.
  ///
  /// @param token 0 for the first position behind those that all layers have stored
  void store(int layer, int token, float[] key, int keyFrom, float[] value, int valueFrom) {
    for (int head = 0; head < heads; head++) {
      int to = headFrom(head) + (positions + token) * headSize;
      int from = head * headSize;
      switch (precision) {
        case F32 -> {
          System.arraycopy(key, keyFrom + from, keys[layer], to, headSize);
          System.arraycopy(value, valueFrom + from, values[layer], to, headSize);
        }
        case F16 -> {
          narrow(key, keyFrom + from, halfKeys[layer], to);
          narrow(value, valueFrom + from, halfValues[layer], to);
        }
      }
    }
  }

  private void narrow(float[] x, int from, short[] half, int to) {
    for (int i = 0; i < headSize; i++) {
      half[to + i] = Float.floatToFloat16(x[from + i]);
    }
  }

  /// Where the positions of a head begin, in each of the arrays below.
  int headFrom(int head) {
    return head * room * headSize;
  }

  /// Counts the positions that all layers have stored.
  void advance(int tokens) {
    positions += tokens;
  }

  /// Bytes of the keys and values so far.
  long byteSize() {
    return 2L * precision.bytes() * keys.length * positions * heads * headSize;
  }

  /// Head x position x head size, with room for more positions than are stored. Of
  /// [CachePrecision#F32].
  float[] keys(int layer) {
    return keys[layer];
  }

  /// Head x position x head size, with room for more positions than are stored. Of
  /// [CachePrecision#F32].
  float[] values(int layer) {
    return values[layer];
  }

  /// Head x position x head size, with room for more positions than are stored. Of
  /// [CachePrecision#F16].
  short[] halfKeys(int layer) {
    return halfKeys[layer];
  }

  /// Head x position x head size, with room for more positions than are stored. Of
  /// [CachePrecision#F16].
  short[] halfValues(int layer) {
    return halfValues[layer];
  }
}
