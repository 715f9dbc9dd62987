package dev.setun.kernels.ternary;

/// What one thread needs while it multiplies; grows to the largest linear it has seen and is then
/// reused, so that a warm call allocates nothing.
final class Scratch {
  private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(Scratch::new);

  private short[] prepared = new short[0];
  private short[] partial = new short[0];
  private int[] lastTile = new int[0];

  private Scratch() {}

  static Scratch ofThisThread() {
    return OF_THREAD.get();
  }

  /// At least `length` shorts of any content.
  short[] prepared(int length) {
    if (prepared.length < length) {
      prepared = new short[length];
    }
    return prepared;
  }

  /// At least `length` shorts of any content, others than [#prepared].
  short[] partial(int length) {
    if (partial.length < length) {
      partial = new short[length];
    }
    return partial;
  }

  /// At least `length` ints of any content.
  int[] lastTile(int length) {
    if (lastTile.length < length) {
      lastTile = new int[length];
    }
    return lastTile;
  }
}
