package dev.setun.accel.machine;

/// Values of wide ports as longs, the least significant 64 bits first, as ports are recorded.
final class BitVectors {
  private BitVectors() {}

  /// Longs that `bits` bits take.
  static int words(int bits) {
    return (bits + 63) / 64;
  }

  /// Up to 64 bits of `vector` from bit `from`; bits beyond its end are 0.
  static long extract(long[] vector, int from, int bits) {
    int word = from >>> 6;
    int shift = from & 63;
    long value = vector[word] >>> shift;
    if (shift != 0 && word + 1 < vector.length) {
      value |= vector[word + 1] << (64 - shift);
    }
    return bits == 64 ? value : value & ((1L << bits) - 1);
  }

  /// Ors the low `bits` bits of `value`, the others being 0, into `vector` from bit `at`.
  static void insert(long[] vector, int at, int bits, long value) {
    int word = at >>> 6;
    int shift = at & 63;
    vector[word] |= value << shift;
    if (shift + bits > 64) {
      vector[word + 1] |= value >>> (64 - shift);
    }
  }

  /// Copies `bits` bits from bit `fromBit` of one vector to bit `toBit` of another, where the
  /// target bits are 0.
  static void copy(long[] from, int fromBit, long[] to, int toBit, int bits) {
    for (int done = 0; done < bits; done += 64) {
      int chunk = Math.min(64, bits - done);
      insert(to, toBit + done, chunk, extract(from, fromBit + done, chunk));
    }
  }
}
