package dev.setun.model.inference;

import dev.setun.model.ModelConfig;
import dev.setun.traces.InputException;
import java.util.Arrays;

/// Keys (after the rotary embedding) and values of all positions so far, for each layer position x
/// width: binary32 values in the precision that the profile keeps.
final class KeyValueCache {
  private final ModelConfig config;
  private final float[][] keys;
  private final float[][] values;
  private int positions;

  KeyValueCache(ModelConfig config) {
    this.config = config;
    this.keys = new float[config.layers()][0];
    this.values = new float[config.layers()][0];
  }

  /// Positions that all layers have stored.
  int positions() {
    return positions;
  }

  /// Makes room for more positions.
  ///
  /// @throws InputException if the model's context is too short
  void reserve(int tokens) {
    int needed = positions + tokens;
    if (needed > config.maxPositions()) {
      throw new InputException(
          "context", "expected at most " + config.maxPositions() + " tokens, found " + needed);
    }
    int width = config.keyValueWidth();
    if (keys[0].length < Math.multiplyExact(needed, width)) {
      int positionsOfRoom = Math.min(config.maxPositions(), Math.max(needed, 2 * positions));
      int room = Math.multiplyExact(positionsOfRoom, width);
      for (int layer = 0; layer < keys.length; layer++) {
        keys[layer] = Arrays.copyOf(keys[layer], room);
        values[layer] = Arrays.copyOf(values[layer], room);
      }
    }
  }

  /// Puts the keys and values of `tokens` new positions behind those that are there.
  void store(int layer, float[] newKeys, float[] newValues, int tokens) {
    int width = config.keyValueWidth();
    System.arraycopy(newKeys, 0, keys[layer], positions * width, tokens * width);
    System.arraycopy(newValues, 0, values[layer], positions * width, tokens * width);
  }

  /// Puts the key and the value of one new position into their place.
  ///
  /// @param token 0 for the first position behind those that all layers have stored
  void store(int layer, int token, float[] key, int keyFrom, float[] value, int valueFrom) {
    int width = config.keyValueWidth();
    System.arraycopy(key, keyFrom, keys[layer], (positions + token) * width, width);
    System.arraycopy(value, valueFrom, values[layer], (positions + token) * width, width);
  }

  /// Counts the positions that all layers have stored.
  void advance(int tokens) {
    positions += tokens;
  }

  /// Bytes of the keys and values so far.
  long byteSize() {
    return 2L * Float.BYTES * config.layers() * positions * config.keyValueWidth();
  }

  /// Position x width; longer than the positions that are stored.
  float[] keys(int layer) {
    return keys[layer];
  }

  /// Position x width; longer than the positions that are stored.
  float[] values(int layer) {
    return values[layer];
  }
}
