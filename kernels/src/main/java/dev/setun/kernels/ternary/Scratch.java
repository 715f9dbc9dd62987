package dev.setun.kernels.ternary;

import dev.setun.kernels.numerics.OwnLines;

/// What one thread needs while it multiplies; grows to the largest linear it has seen and is then
/// reused, so that a warm call allocates nothing.
final class Scratch {
  private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(Scratch::new);

  /// Prepared activations of one chunk and group of tokens.
  short[] prepared = new short[0];

  /// The vectors of scratch that [TileKernel] asks for.
  short[] partial = new short[0];

  /// Sums of the last tile, which has fewer rows than a tile.
  int[] lastTile = new int[0];

  private Scratch() {}

  /// This thread's scratch with at least the given lengths and any content.
  static Scratch ofThisThread(int preparedLength, int partialLength, int lastTileLength) {
    Scratch scratch = OF_THREAD.get();
    if (scratch.prepared.length < preparedLength) {
      scratch.prepared = OwnLines.shorts(preparedLength);
    }
    if (scratch.partial.length < partialLength) {
      scratch.partial = OwnLines.shorts(partialLength);
    }
    if (scratch.lastTile.length < lastTileLength) {
      scratch.lastTile = OwnLines.ints(lastTileLength);
    }
    return scratch;
  }
}
