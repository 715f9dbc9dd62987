package dev.setun.model.tensor;

import dev.setun.model.bytes.LittleEndian;
import java.lang.foreign.MemorySegment;

/// One block of TQ2_0: two halves of 128 elements in 32 bytes; byte m of a half holds its elements
/// m, m + 32, m + 64 and m + 96, the first in the low bits.
final class Tq2Codec {
  private Tq2Codec() {}

  static void unpackBlock(MemorySegment data, long offset, byte[] into, int start) {
    for (int half = 0; half < 2; half++) {
      for (int m = 0; m < 32; m++) {
        int codes = LittleEndian.unsignedByte(data, offset + 32 * half + m);
        int first = start + 128 * half + m;
        into[first] = (byte) ((codes & 3) - 1);
        into[first + 32] = (byte) ((codes >> 2 & 3) - 1);
        into[first + 64] = (byte) ((codes >> 4 & 3) - 1);
        into[first + 96] = (byte) ((codes >> 6) - 1);
      }
    }
  }

  static void packBlock(byte[] trits, int start, MemorySegment data, long offset) {
    for (int half = 0; half < 2; half++) {
      for (int m = 0; m < 32; m++) {
        int first = start + 128 * half + m;
        int codes =
            trits[first] + 1
                | trits[first + 32] + 1 << 2
                | trits[first + 64] + 1 << 4
                | trits[first + 96] + 1 << 6;
        LittleEndian.putByte(data, offset + 32 * half + m, codes);
      }
    }
  }
}
