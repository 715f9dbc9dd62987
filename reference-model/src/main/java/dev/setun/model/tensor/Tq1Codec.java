package dev.setun.model.tensor;

import dev.setun.model.bytes.LittleEndian;
import java.lang.foreign.MemorySegment;

/// One block of TQ1_0: 52 bytes with 256 trits, five a byte, the last sixteen four a byte.
///
/// A byte is the fraction 0.t0t1t2t3t4 in base 3, rounded up to 1/256: trit n is the integer part
/// of three times what is left after n multiplications by three.
final class Tq1Codec {
  private static final int FIRST_BYTES = 32;
  private static final int SECOND_BYTES = 16;
  private static final int LAST_BYTES = 4;

  private Tq1Codec() {}

  static void unpackBlock(MemorySegment data, long offset, byte[] into, int start) {
    unpackGroup(data, offset, FIRST_BYTES, 5, into, start);
    unpackGroup(data, offset + 32, SECOND_BYTES, 5, into, start + 160);
    unpackGroup(data, offset + 48, LAST_BYTES, 4, into, start + 240);
  }

  /// Trit n of byte m is element m + n * bytes of the group.
  private static void unpackGroup(
      MemorySegment data, long offset, int bytes, int trits, byte[] into, int start) {
    for (int m = 0; m < bytes; m++) {
      int fraction = LittleEndian.unsignedByte(data, offset + m);
      for (int n = 0; n < trits; n++) {
        int scaled = fraction * 3;
        into[start + m + n * bytes] = (byte) ((scaled >> 8) - 1);
        fraction = scaled & 0xff;
      }
    }
  }

  static void packBlock(byte[] trits, int start, MemorySegment data, long offset) {
    packGroup(trits, start, FIRST_BYTES, 5, data, offset);
    packGroup(trits, start + 160, SECOND_BYTES, 5, data, offset + 32);
    packGroup(trits, start + 240, LAST_BYTES, 4, data, offset + 48);
  }

  private static void packGroup(
      byte[] trits, int start, int bytes, int count, MemorySegment data, long offset) {
    for (int m = 0; m < bytes; m++) {
      int number = 0;
      for (int n = 0; n < 5; n++) {
        number = number * 3 + (n < count ? trits[start + m + n * bytes] + 1 : 0);
      }
      LittleEndian.putByte(data, offset + m, (number * 256 + 242) / 243);
    }
  }
}
