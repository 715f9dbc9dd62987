package dev.setun.kernels.ternary;

/// The word of the LUT3 kernels: nine weights of a row as three 5-bit indices.
///
/// Weights (a, b, c) have the index 9 (a + 1) + 3 (b + 1) + (c + 1), 0 to 26; the first three
/// weights are in bits 0..4, the next in 5..9, the last in 10..14; bit 15 is not used. For
/// activations (x, y, z) the table holds a x + b y + c z at that index. An activation lies in
/// -128..127, so an entry lies in -384..384 and a sum of [#SAFE_LOOKUPS] entries fits 16 bits.
final class W9 {
  /// Weights in a word.
  static final int WEIGHTS = 9;

  /// Bits of an index.
  static final int INDEX_BITS = 5;

  /// Entries that a table has room for; 27 are used.
  static final int TABLE_LENGTH = 1 << INDEX_BITS;

  /// Shorts of the three tables of a word.
  static final int TABLES_PER_WORD = 3 * TABLE_LENGTH;

  private static final int LARGEST_ENTRY = 3 * 128;

  /// 85: 85 x 384 = 32,640 and 86 x 384 would pass 32,767.
  static final int SAFE_LOOKUPS = Short.MAX_VALUE / LARGEST_ENTRY;

  /// Words of a chunk: three lookups each.
  static final int WORDS_PER_CHUNK = SAFE_LOOKUPS / 3;

  private W9() {}

  static short pack(byte[] weights, int from) {
    int word = 0;
    for (int third = 2; third >= 0; third--) {
      int at = from + 3 * third;
      int index = 9 * (weights[at] + 1) + 3 * (weights[at + 1] + 1) + weights[at + 2] + 1;
      word = word << INDEX_BITS | index;
    }
    return (short) word;
  }

  /// The weight that entry `index` of a table gives the activation with this `power`: 9 for the
  /// first of three, 3, 1. Entries 27 to 31 are never read.
  static short weight(int index, int power) {
    return (short) (index / power % 3 - 1);
  }
}
