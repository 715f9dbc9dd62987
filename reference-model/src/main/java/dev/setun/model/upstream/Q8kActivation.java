package dev.setun.model.upstream;

import dev.setun.model.tensor.Rounding;

/// An activation row as ggml's `quantize_row_q8_K_ref` makes it for TQ1_0, TQ2_0 and Q6_K weights
/// (spec 2.2): per 256 elements, with max the first element of largest magnitude, iscale = fl(-127
/// / max), q = min(127, rne(fl(iscale * x))), d = fl(1 / iscale). The largest element always
/// becomes -127, so d has the opposite sign of max.
///
/// @param scales d of each block, 0 for a block of zeros
/// @param codes q, not copied
public record Q8kActivation(float[] scales, byte[] codes) {
  /// Elements of one block.
  public static final int BLOCK = 256;

  /// @param row a multiple of 256 values
  public static Q8kActivation of(float[] row) {
    if (row.length % BLOCK != 0) {
      throw new IllegalArgumentException("expected a multiple of 256 values, found " + row.length);
    }
    float[] scales = new float[row.length / BLOCK];
    byte[] codes = new byte[row.length];
    for (int block = 0; block < scales.length; block++) {
      scales[block] = quantiseBlock(row, block * BLOCK, codes);
    }
    return new Q8kActivation(scales, codes);
  }

  private static float quantiseBlock(float[] row, int start, byte[] codes) {
    float largest = 0;
    for (int i = start; i < start + BLOCK; i++) {
      if (Math.abs(row[i]) > Math.abs(largest)) {
        largest = row[i];
      }
    }
    if (largest == 0) {
      return 0;
    }
    float inverse = -127 / largest;
    for (int i = start; i < start + BLOCK; i++) {
      codes[i] = (byte) Math.min(127, Rounding.halfEven(inverse * row[i]));
    }
    return 1 / inverse;
  }

  /// Sums of 16 consecutive codes, which upstream stores with a block (`bsums`).
  public short[] sums() {
    short[] sums = new short[codes.length / 16];
    for (int i = 0; i < codes.length; i++) {
      sums[i / 16] += codes[i];
    }
    return sums;
  }
}
