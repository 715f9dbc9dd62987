package dev.setun.model.tensor;

import dev.setun.model.bytes.LittleEndian;
import java.lang.foreign.MemorySegment;

/// Q4_0 and Q8_0: 32 elements with one binary16 scale in front.
final class ScaledBlocks {
  static final int COLUMNS = 32;

  private ScaledBlocks() {}

  /// Value d * (code - 8); the low nibbles are the first sixteen elements.
  static void decodeQ4(MemorySegment data, long offset, float[] into, int start) {
    float d = HalfFloats.ofBinary16(LittleEndian.getShort(data, offset));
    for (int i = 0; i < 16; i++) {
      int codes = LittleEndian.unsignedByte(data, offset + 2 + i);
      into[start + i] = ((codes & 15) - 8) * d;
      into[start + i + 16] = ((codes >> 4) - 8) * d;
    }
  }

  /// The signed value of largest magnitude becomes code 0: d = max / -8, code = trunc(x / d + 8.5).
  static void encodeQ4(float[] values, int start, MemorySegment data, long offset) {
    float d = signedMaximum(values, start, COLUMNS) / -8;
    float inverse = d == 0 ? 0 : 1 / d;
    LittleEndian.putShort(data, offset, HalfFloats.toBinary16(d));
    for (int i = 0; i < 16; i++) {
      int low = Math.min(15, (byte) (values[start + i] * inverse + 8.5f));
      int high = Math.min(15, (byte) (values[start + i + 16] * inverse + 8.5f));
      LittleEndian.putByte(data, offset + 2 + i, low | high << 4);
    }
  }

  static void decodeQ8(MemorySegment data, long offset, float[] into, int start) {
    float d = HalfFloats.ofBinary16(LittleEndian.getShort(data, offset));
    for (int i = 0; i < COLUMNS; i++) {
      into[start + i] = LittleEndian.getByte(data, offset + 2 + i) * d;
    }
  }

  /// d = max|x| / 127; codes with the unrounded d, half away from zero.
  static void encodeQ8(float[] values, int start, MemorySegment data, long offset) {
    float d = Math.abs(signedMaximum(values, start, COLUMNS)) / 127;
    float inverse = d == 0 ? 0 : 1 / d;
    LittleEndian.putShort(data, offset, HalfFloats.toBinary16(d));
    for (int i = 0; i < COLUMNS; i++) {
      LittleEndian.putByte(data, offset + 2 + i, Rounding.halfAway(values[start + i] * inverse));
    }
  }

  /// The first of the values of largest magnitude, with its sign.
  static float signedMaximum(float[] values, int start, int count) {
    float largest = 0;
    for (int i = start; i < start + count; i++) {
      if (Math.abs(values[i]) > Math.abs(largest)) {
        largest = values[i];
      }
    }
    return largest;
  }
}
