package dev.setun.workbench.pack;

import dev.setun.kernels.load.Recipe;
import dev.setun.traces.Sha256;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/// Weights whose packing is the numbers that a seed gives.
///
/// @param layout of the packing
/// @param length shorts
record Weights(String layout, int length, long seed) {
  short[] values() {
    short[] values = new short[length];
    fill(values);
    return values;
  }

  private void fill(short[] values) {
    var random = new Random(seed);
    for (int i = 0; i < values.length; i++) {
      // Like a kernel that sets bit by bit: right only where there was nothing.
      values[i] |= (short) random.nextInt();
    }
  }

  private byte[] digest() {
    var digest = new Sha256();
    digest.update(seed);
    return digest.digest();
  }

  /// @param packed is told the layout of what is packed
  Recipe<short[]> recipe(Consumer<String> packed) {
    return new Recipe<>(
        layout,
        this::digest,
        () -> new short[length],
        values -> List.of(MemorySegment.ofArray(values)),
        values -> {
          packed.accept(layout);
          fill(values);
        },
        () -> {});
  }
}
