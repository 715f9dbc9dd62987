package dev.setun.kernels.ternary;

import dev.setun.kernels.numerics.OwnLines;
import java.util.Arrays;

/// What one thread needs for [TokenLinear]; grows to the largest linear it has seen and is then
/// reused, so that a warm call allocates nothing.
final class TokenScratch {
  private static final ThreadLocal<TokenScratch> OF_THREAD =
      ThreadLocal.withInitial(TokenScratch::new);

  /// Activations as shorts, the tokens of each beside each other.
  short[] inputs = new short[0];

  /// The tables of one pass.
  short[] tables = new short[0];

  /// Where a tile's patterns are in them.
  short[] offsets = new short[0];

  /// The planes of one pattern.
  final int[] planes = OwnLines.ints(Byte.SIZE * CarrySave.LANES);

  /// Patterns of [BitPlanes] as those of words.
  short[] fields = new short[0];

  /// 16-bit sums of a block of rows, the tokens of each beside each other.
  short[] sums = new short[0];

  /// The 32-bit ones.
  int[] wide = new int[0];

  private TokenScratch() {}

  static TokenScratch ofThisThread() {
    return OF_THREAD.get();
  }

  /// Gives the arrays at least these lengths, with any content.
  void reserve(int inputLength, int tableLength, int offsetLength, int sumLength) {
    if (inputs.length < inputLength) {
      inputs = OwnLines.shorts(inputLength);
    }
    if (tables.length < tableLength) {
      tables = OwnLines.shorts(tableLength);
    }
    if (offsets.length < offsetLength) {
      offsets = OwnLines.shorts(offsetLength);
      fields = OwnLines.shorts(offsetLength);
    }
    if (sums.length < sumLength) {
      sums = OwnLines.shorts(sumLength);
      wide = OwnLines.ints(sumLength);
    }
  }

  void clear(int sumLength) {
    Arrays.fill(sums, 0, sumLength, (short) 0);
    Arrays.fill(wide, 0, sumLength, 0);
  }
}
