package dev.setun.model.inference;

import dev.setun.model.ModelConfig;
import dev.setun.traces.InputException;
import java.util.Arrays;

/// Keys (after the rotary embedding) and values of all positions so far, for each layer position x
/// width: binary32 values in the precision that the profile keeps, or those rounded to binary16.
final class KeyValueCache {
  /// One that holds nothing.
  static final KeyValueCache NONE = new KeyValueCache();

  private final int width;
  private final int maxPositions;
  private final CachePrecision precision;
  private final float[][] keys;
  private final float[][] values;
  private final short[][] halfKeys;
  private final short[][] halfValues;
  private int positions;
  private int room;

  private KeyValueCache() {
    this.width = 0;
    this.maxPositions = 0;
    this.precision = CachePrecision.F32;
    this.keys = new float[0][];
    this.values = new float[0][];
    this.halfKeys = new short[0][];
    this.halfValues = new short[0][];
  }

  KeyValueCache(ModelConfig config, CachePrecision precision) {
    this.width = config.keyValueWidth();
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
      room = Math.min(maxPositions, Math.max(needed, 2 * positions));
      int length = Math.multiplyExact(room, width);
      for (int layer = 0; layer < keys.length; layer++) {
        switch (precision) {
          case F32 -> {
            keys[layer] = Arrays.copyOf(keys[layer], length);
            values[layer] = Arrays.copyOf(values[layer], length);
          }
          case F16 -> {
            halfKeys[layer] = Arrays.copyOf(halfKeys[layer], length);
            halfValues[layer] = Arrays.copyOf(halfValues[layer], length);
          }
        }
      }
    }
  }

  /// Puts the keys and values of `tokens` new positions behind those that are there.
  void store(int layer, float[] newKeys, float[] newValues, int tokens) {
    for (int token = 0; token < tokens; token++) {
      store(layer, token, newKeys, token * width, newValues, token * width);
    }
  }

  /// Puts the key and the value of one new position into their place.
  ///
  /// @param token 0 for the first position behind those that all layers have stored
  void store(int layer, int token, float[] key, int keyFrom, float[] value, int valueFrom) {
    int to = (positions + token) * width;
    switch (precision) {
      case F32 -> {
        System.arraycopy(key, keyFrom, keys[layer], to, width);
        System.arraycopy(value, valueFrom, values[layer], to, width);
      }
      case F16 -> {
        narrow(key, keyFrom, halfKeys[layer], to);
        narrow(value, valueFrom, halfValues[layer], to);
      }
    }
  }

  private void narrow(float[] x, int from, short[] half, int to) {
    for (int i = 0; i < width; i++) {
      half[to + i] = Float.floatToFloat16(x[from + i]);
    }
  }

  /// Counts the positions that all layers have stored.
  void advance(int tokens) {
    positions += tokens;
  }

  /// Bytes of the keys and values so far.
  long byteSize() {
    return 2L * precision.bytes() * keys.length * positions * width;
  }

  /// Position x width; longer than the positions that are stored. Of [CachePrecision#F32].
  float[] keys(int layer) {
    return keys[layer];
  }

  /// Position x width; longer than the positions that are stored. Of [CachePrecision#F32].
  float[] values(int layer) {
    return values[layer];
  }

  /// Position x width; longer than the positions that are stored. Of [CachePrecision#F16].
  short[] halfKeys(int layer) {
    return halfKeys[layer];
  }

  /// Position x width; longer than the positions that are stored. Of [CachePrecision#F16].
  short[] halfValues(int layer) {
    return halfValues[layer];
  }
}
