package dev.setun.model.upstream;

import dev.setun.model.tensor.Rounding;

/// An activation row as bitnet.cpp's `quantize_row_i8_s` makes it for I2_S weights (spec 2.2): per
/// token s = (float) (127 / max(|x|, 1e-5)), the maximum and the quotient in binary64; q =
/// clamp(rne(fl(x * s)), -128, 127).
///
/// @param codes q, not copied
/// @param scale s
/// @param sum sum of q
public record I8sActivation(byte[] codes, float scale, int sum) {
  public static I8sActivation of(float[] row) {
    double largest = 1e-5;
    for (float value : row) {
      largest = Math.max(largest, Math.abs((double) value));
    }
    float scale = (float) (127 / largest);
    byte[] codes = new byte[row.length];
    int sum = 0;
    for (int i = 0; i < row.length; i++) {
      codes[i] = (byte) Math.clamp(Rounding.halfEven(row[i] * scale), -128, 127);
      sum += codes[i];
    }
    return new I8sActivation(codes, scale, sum);
  }
}
