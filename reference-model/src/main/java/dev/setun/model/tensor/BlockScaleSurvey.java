package dev.setun.model.tensor;

import dev.setun.model.TernaryMatrix;

/// Whether all blocks that have a weight other than 0 have the same scale (spec trap 7).
///
/// @param uniform whether they do
/// @param first the first of those scales, 0 if there is no such block
/// @param other the first that differs, `first` if none does
/// @param otherRow the row of `other`
record BlockScaleSurvey(boolean uniform, float first, float other, int otherRow) {
  static BlockScaleSurvey of(TernaryMatrix weights, TernaryScale.PerBlock scales) {
    byte[] trits = new byte[weights.columns()];
    boolean found = false;
    short first = 0;
    for (int row = 0; row < weights.rows(); row++) {
      boolean unpacked = false;
      for (int block = 0; block < scales.blocksPerRow(); block++) {
        short bits = scales.bits(row, block);
        if (found && bits == first) {
          continue;
        }
        // Only a block with another scale has to be looked into: it may have nothing but zeros.
        if (!unpacked) {
          weights.unpackRow(row, trits);
          unpacked = true;
        }
        if (isZero(trits, block * TernaryBlocks.BLOCK_COLUMNS)) {
          continue;
        }
        if (found) {
          return new BlockScaleSurvey(
              false, HalfFloats.ofBinary16(first), HalfFloats.ofBinary16(bits), row);
        }
        found = true;
        first = bits;
      }
    }
    float scale = HalfFloats.ofBinary16(first);
    return new BlockScaleSurvey(true, scale, scale, 0);
  }

  /// Whether the 256 weights from `start` are all 0.
  static boolean isZero(byte[] trits, int start) {
    for (int i = start; i < start + TernaryBlocks.BLOCK_COLUMNS; i++) {
      if (trits[i] != 0) {
        return false;
      }
    }
    return true;
  }
}
