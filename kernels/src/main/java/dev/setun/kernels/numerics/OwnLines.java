package dev.setun.kernels.numerics;

/// Arrays that one thread writes again and again.
///
/// A collector moves what the threads of a team have in use to one place. Where the array of one
/// thread ended and that of another began in a line of the cache, each would wait for the other at
/// every write. So each array here has some lines more than what is asked for, which nobody uses.
public final class OwnLines {
  /// Two lines, since some machines fetch them in pairs.
  private static final int SPARE_BYTES = 128;

  private OwnLines() {}

  /// At least `length` bytes.
  public static byte[] bytes(int length) {
    return new byte[Math.addExact(length, SPARE_BYTES)];
  }

  /// At least `length` shorts.
  public static short[] shorts(int length) {
    return new short[Math.addExact(length, SPARE_BYTES / Short.BYTES)];
  }

  /// At least `length` ints.
  public static int[] ints(int length) {
    return new int[Math.addExact(length, SPARE_BYTES / Integer.BYTES)];
  }

  /// At least `length` floats.
  public static float[] floats(int length) {
    return new float[Math.addExact(length, SPARE_BYTES / Float.BYTES)];
  }
}
