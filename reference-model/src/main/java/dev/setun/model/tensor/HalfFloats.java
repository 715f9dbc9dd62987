package dev.setun.model.tensor;

/// binary16 and bfloat16 to and from binary32, as ggml converts them (spec 3.7).
public final class HalfFloats {
  private HalfFloats() {}

  /// The value of a binary16; a signalling NaN becomes quiet, as the F16C instructions make it.
  public static float ofBinary16(short bits) {
    float value = Float.float16ToFloat(bits);
    // Whether float16ToFloat itself quiets depends on whether it was compiled to the instruction.
    return Float.isNaN(value)
        ? Float.intBitsToFloat((bits & 0x8000) << 16 | 0x7fc00000 | (bits & 0x3ff) << 13)
        : value;
  }

  /// Rounded to nearest, ties to even; subnormals kept, too large becomes infinity.
  public static short toBinary16(float value) {
    return Float.floatToFloat16(value);
  }

  /// The value of a bfloat16.
  public static float ofBfloat16(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }

  /// Rounded to nearest, ties to even; a NaN keeps its upper bits and becomes quiet.
  public static short toBfloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    if ((bits & 0x7fffffff) > 0x7f800000) {
      return (short) (bits >>> 16 | 64);
    }
    return (short) (bits + 0x7fff + (bits >>> 16 & 1) >>> 16);
  }

  /// The nearest binary16 value, ties to even.
  public static float roundToBinary16(float value) {
    return ofBinary16(toBinary16(value));
  }

  /// The nearest bfloat16 value, ties to even.
  public static float roundToBfloat16(float value) {
    return ofBfloat16(toBfloat16(value));
  }

  /// The nearest binary16 values, in a new array.
  public static float[] roundedToBinary16(float[] values) {
    float[] rounded = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      rounded[i] = roundToBinary16(values[i]);
    }
    return rounded;
  }

  /// The nearest bfloat16 values, in a new array.
  public static float[] roundedToBfloat16(float[] values) {
    float[] rounded = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      rounded[i] = roundToBfloat16(values[i]);
    }
    return rounded;
  }
}
