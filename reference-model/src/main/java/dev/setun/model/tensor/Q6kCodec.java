package dev.setun.model.tensor;

import dev.setun.model.bytes.LittleEndian;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Q6_K: 256 elements; 128 bytes with the low four bits of the codes, 64 with the upper two, 16
/// int8 scales of 16 elements each, a binary16 d. Value (d * scale) * (code - 32).
final class Q6kCodec {
  static final int COLUMNS = 256;
  private static final int GROUP = 16;
  private static final int HIGH_BITS = 128;
  private static final int SCALES = 192;
  private static final int D = 208;

  /// Below this a group counts as zero.
  private static final float EPSILON = 1e-15f;

  private Q6kCodec() {}

  static void decode(MemorySegment data, long offset, float[] into, int start) {
    float d = scaleOf(data, offset);
    for (int element = 0; element < COLUMNS; element++) {
      int scale = groupScale(data, offset, element / GROUP);
      into[start + element] = d * scale * code(data, offset, element);
    }
  }

  /// d.
  static float scaleOf(MemorySegment data, long offset) {
    return HalfFloats.ofBinary16(LittleEndian.getShort(data, offset + D));
  }

  static int groupScale(MemorySegment data, long offset, int group) {
    return LittleEndian.getByte(data, offset + SCALES + group);
  }

  /// code - 32, that is -32..31. In each half of 128 elements byte l of the upper bits serves the
  /// elements l, l + 32, l + 64, l + 96; the last two are the high nibbles of the first two.
  static int code(MemorySegment data, long offset, int element) {
    int half = element / 128;
    int quarter = element % 128 / 32;
    int l = element % 32;
    int low =
        LittleEndian.unsignedByte(data, offset + 64 * half + 32 * (quarter & 1) + l)
                >> 4 * (quarter >> 1)
            & 15;
    int high =
        LittleEndian.unsignedByte(data, offset + HIGH_BITS + 32 * half + l) >> 2 * quarter & 3;
    return (low | high << 4) - 32;
  }

  private static void putCode(MemorySegment data, long offset, int element, int code) {
    int half = element / 128;
    int quarter = element % 128 / 32;
    int l = element % 32;
    long lowAt = offset + 64 * half + 32 * (quarter & 1) + l;
    long highAt = offset + HIGH_BITS + 32 * half + l;
    int bits = code + 32;
    LittleEndian.putByte(
        data, lowAt, LittleEndian.getByte(data, lowAt) | (bits & 15) << 4 * (quarter >> 1));
    LittleEndian.putByte(
        data, highAt, LittleEndian.getByte(data, highAt) | bits >> 4 << 2 * quarter);
  }

  /// Fits a scale to each group of 16, then rounds the scales to int8 multiples of a common d whose
  /// largest is -128, then rounds the values with those.
  static void encode(float[] values, int start, MemorySegment data, long offset) {
    data.asSlice(offset, BlockType.Q6_K.blockBytes()).fill((byte) 0);
    float[] scales = new float[GROUP];
    byte[] codes = new byte[COLUMNS];
    for (int group = 0; group < GROUP; group++) {
      scales[group] = fitGroup(values, start + group * GROUP, codes, group * GROUP);
    }
    float largest = ScaledBlocks.signedMaximum(scales, 0, GROUP);
    if (Math.abs(largest) < EPSILON) {
      return;
    }
    float inverse = -128 / largest;
    short d = HalfFloats.toBinary16(1 / inverse);
    LittleEndian.putShort(data, offset + D, d);
    for (int element = 0; element < COLUMNS; element++) {
      int group = element / GROUP;
      int scale = Math.min(127, Rounding.halfEven(inverse * scales[group]));
      LittleEndian.putByte(data, offset + SCALES + group, scale);
      float step = HalfFloats.ofBinary16(d) * scale;
      // A group whose scale rounds to zero keeps the codes of its fit, as upstream leaves them.
      int code = step == 0 ? codes[element] : clampCode(values[start + element] / step);
      putCode(data, offset, element, code);
    }
  }

  /// The scale s among 19 candidates whose codes minimise the sum of x^2 (x - s code)^2, each with
  /// its least-squares s. The candidates map the largest value to -32 - 0.1 k, k = -9..9; k = 0 is
  /// tried first, so it wins ties.
  private static float fitGroup(float[] values, int start, byte[] codes, int firstCode) {
    float largest = ScaledBlocks.signedMaximum(values, start, GROUP);
    if (Math.abs(largest) < EPSILON) {
      Arrays.fill(codes, firstCode, firstCode + GROUP, (byte) -32);
      return 0;
    }
    float bestInverse = -32 / largest;
    Fit first = Fit.of(values, start, bestInverse);
    float scale = first.codeCode() == 0 ? 0 : first.scale();
    float best = scale * first.xCode();
    for (int k = -9; k <= 9; k++) {
      float inverse = -(32 + 0.1f * k) / largest;
      Fit fit = Fit.of(values, start, inverse);
      if (k != 0 && fit.codeCode() > 0 && fit.xCode() * fit.xCode() > best * fit.codeCode()) {
        bestInverse = inverse;
        scale = fit.scale();
        best = scale * fit.xCode();
      }
    }
    for (int i = 0; i < GROUP; i++) {
      codes[firstCode + i] = (byte) clampCode(bestInverse * values[start + i]);
    }
    return scale;
  }

  private static int clampCode(float value) {
    return Math.clamp(Rounding.halfEven(value), -32, 31);
  }

  /// The weighted sums of one candidate: weight x^2, sums of x * code and code * code.
  private record Fit(float xCode, float codeCode) {
    static Fit of(float[] values, int start, float inverse) {
      float xCode = 0;
      float codeCode = 0;
      for (int i = start; i < start + GROUP; i++) {
        int code = clampCode(inverse * values[i]);
        float weight = values[i] * values[i];
        xCode += weight * values[i] * code;
        codeCode += weight * code * code;
      }
      return new Fit(xCode, codeCode);
    }

    float scale() {
      return xCode / codeCode;
    }
  }
}
