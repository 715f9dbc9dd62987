package dev.setun.model.tensor;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Eight weights at once, as the bytes of a `long`, the first in the lowest: what a model of
/// billions of weights is unpacked with when it is loaded.
final class Eight {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long SIGNS = 0x8080808080808080L;
  private static final long ABOVE_ONE = 0x7e7e7e7e7e7e7e7eL;

  private Eight() {}

  /// The codes in the low two bits of each byte, less 1; the other bits do not count.
  static long weights(long codes) {
    // With the sign bit set no byte borrows from the next one.
    return (codes & 3 * ONES | SIGNS) - ONES ^ SIGNS;
  }

  static long get(byte[] weights, int at) {
    return (long) LONGS.get(weights, at);
  }

  static void put(byte[] into, int at, long weights) {
    LONGS.set(into, at, weights);
  }

  /// Whether a byte is above 1, which is what a code for no weight gives.
  static boolean hasMoreThanOne(long weights) {
    long negative = (weights >>> 7 & ONES) * 0xff;
    return (weights & ABOVE_ONE & ~negative) != 0;
  }
}
