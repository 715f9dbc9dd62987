package dev.setun.model.upstream;

import dev.setun.model.tensor.Rounding;

/// The int8 codes of bitnet.cpp's TL1 and TL2 kernels, `per_tensor_quant` (spec 2.2): s = fl(127 /
/// max|x|), q = rne(fl(x * s)), without a floor of the maximum.
public final class TableActivation {
  private TableActivation() {}

  /// Of a row of zeros the codes are 0 and the scale is infinite, so that every result is 0; what
  /// upstream then makes of its NaN is not defined.
  ///
  /// @param q written from `from`
  /// @return s
  public static float quantise(float[] x, int from, int length, byte[] q) {
    float largest = 0;
    for (int i = from; i < from + length; i++) {
      largest = Math.max(largest, Math.abs(x[i]));
    }
    float scale = 127 / largest;
    for (int i = from; i < from + length; i++) {
      q[i] = (byte) (largest == 0 ? 0 : Rounding.halfEven(x[i] * scale));
    }
    return scale;
  }
}
