package dev.setun.model.upstream;

import dev.setun.model.tensor.HalfFloats;
import dev.setun.model.tensor.Rounding;

/// An activation row as ggml's AVX2 build quantises it for Q8_0 and Q4_0 weights (spec 2.2): per 32
/// elements d = fl(max|x| / 127), kept as a binary16, and q = rne(fl(x * fl(127 / max|x|))). The
/// portable quantiser, which `act.q8_0` is of, differs: it multiplies by fl(1 / d) and rounds half
/// away from zero.
///
/// @param scales d of each block, rounded to binary16
/// @param codes q, not copied
@SuppressWarnings("ArrayRecordComponent") // never compared by value
public record Q8Activation(float[] scales, byte[] codes) {
  /// Elements of one block.
  public static final int BLOCK = 32;

  /// @param row a multiple of 32 values
  public static Q8Activation of(float[] row) {
    if (row.length % BLOCK != 0) {
      throw new IllegalArgumentException("expected a multiple of 32 values, found " + row.length);
    }
    float[] scales = new float[row.length / BLOCK];
    byte[] codes = new byte[row.length];
    for (int block = 0; block < scales.length; block++) {
      float largest = 0;
      for (int i = block * BLOCK; i < (block + 1) * BLOCK; i++) {
        largest = Math.max(largest, Math.abs(row[i]));
      }
      float inverse = largest == 0 ? 0 : 127 / largest;
      for (int i = block * BLOCK; i < (block + 1) * BLOCK; i++) {
        codes[i] = (byte) Rounding.halfEven(row[i] * inverse);
      }
      scales[block] = HalfFloats.ofBinary16(HalfFloats.toBinary16(largest / 127));
    }
    return new Q8Activation(scales, codes);
  }
}
