package dev.setun.kernels.ternary;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorSpecies;

/// LUT3: three weights are one index, three activations are one table of 27 shorts, so that one
/// shuffle and one addition do three multiply-accumulates in every lane. What its two packings
/// share.
///
/// Weights (a, b, c) have the index 9 (a + 1) + 3 (b + 1) + (c + 1), 0 to 26. For activations (x,
/// y, z) the table holds a x + b y + c z at that index. An activation lies in -128..127, so an
/// entry lies in -384..384 and a sum of [#SAFE_LOOKUPS] entries fits 16 bits.
///
/// Both packings put three indices of five bits into a word, from the lowest bits on, which are the
/// lookups of *pass* 0, 1 and 2; the tables of a chunk are stored pass by pass, since four tokens
/// are looked up pass by pass.
///
/// With 512-bit vectors a table fills one vector and a lookup is `vpermw`; with 256-bit vectors it
/// fills two and a lookup is `vpermi2w`, which AVX2 does not have. The width is that of the
/// machine's preferred species and a constant of the class: C2 compiles vector code only for
/// constant species.
final class Lut3 {
  static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED;
  static final int LANES = SHORTS.length();
  static final int ROWS = PackedWeights.VECTORS_PER_TILE * LANES;

  /// Lookups by the three indices of a word.
  static final int PASSES = 3;

  /// Weights by which a word's place in its unit moves: three indices of three weights.
  static final int WEIGHTS_PER_WORD = 9;

  /// Bits of an index.
  static final short INDEX_BITS = 5;

  /// Index of three weights of 0.
  private static final int INDEX_OF_ZEROS = 13;

  private static final long INDEX_MASK = (1 << INDEX_BITS) - 1;
  private static final long INDEX_OF_BYTES = 9 << 16 | 3 << 8 | 1;
  private static final long ONES = 0x0101010101010101L;
  private static final long SIGNS = 0x8080808080808080L;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /// Entries that a table has room for; 27 are used.
  static final int TABLE = 1 << INDEX_BITS;

  private static final int LARGEST_ENTRY = 3 * 128;

  /// 85: 85 x 384 = 32,640 and 86 x 384 would pass 32,767.
  static final int SAFE_LOOKUPS = Short.MAX_VALUE / LARGEST_ENTRY;

  /// Whether a table is one vector. The choice is written out at each lookup: C2 stops inlining
  /// methods that are not of the Vector API in bodies as long as those of the kernels.
  static final boolean ONE = LANES == TABLE;

  /// Where the second vector of a table begins; the first again if there is no second.
  private static final int HIGH = ONE ? 0 : LANES;

  private static final ShortVector FIRST_LOW = weights(9, 0);
  private static final ShortVector SECOND_LOW = weights(3, 0);
  private static final ShortVector THIRD_LOW = weights(1, 0);
  private static final ShortVector FIRST_HIGH = weights(9, HIGH);
  private static final ShortVector SECOND_HIGH = weights(3, HIGH);
  private static final ShortVector THIRD_HIGH = weights(1, HIGH);

  private Lut3() {}

  /// The weight that each entry of a table gives the activation with this `power`: 9 for the first
  /// of three, 3, 1. Entries 27 to 31 are never read.
  private static ShortVector weights(int power, int from) {
    short[] lanes = new short[LANES];
    for (int i = 0; i < LANES; i++) {
      lanes[i] = (short) ((from + i) / power % 3 - 1);
    }
    return ShortVector.fromArray(SHORTS, lanes, 0);
  }

  /// Whether the preferred species has lanes for a table in one vector or in two.
  static boolean fits() {
    return LANES == TABLE || LANES == TABLE / 2;
  }

  /// The index of three weights.
  static int index(byte[] weights, int at) {
    return 9 * weights[at] + 3 * weights[at + 1] + weights[at + 2] + INDEX_OF_ZEROS;
  }

  /// Nine weights as the indices of a word.
  ///
  /// The last eight are read at once, each raised by 1 so that no byte has a sign. A product with
  /// [#INDEX_OF_BYTES] has at byte i + 2 the index of the weights i, i + 1 and i + 2: 9 + 3 + 1
  /// times 2 fits a byte.
  static int word(byte[] weights, int at) {
    long raised = ((long) LONGS.get(weights, at + 1) ^ SIGNS) + ONES ^ SIGNS;
    long indices = raised * INDEX_OF_BYTES;
    return index(weights, at)
        | (int) (indices >>> 32 & INDEX_MASK) << INDEX_BITS
        | (int) (indices >>> 56) << 2 * INDEX_BITS;
  }

  /// Writes the table of the activations at `at` and after; those from `end` on count as zero.
  static void writeTable(byte[] activations, int at, int end, short[] into, int intoAt) {
    if (at + 3 <= end) {
      writeTable(activations[at], activations[at + 1], activations[at + 2], into, intoAt);
    } else {
      byte x = at < end ? activations[at] : 0;
      byte y = at + 1 < end ? activations[at + 1] : 0;
      writeTable(x, y, (byte) 0, into, intoAt);
    }
  }

  private static void writeTable(byte x, byte y, byte z, short[] into, int at) {
    if (!ONE) {
      FIRST_HIGH.mul(x).add(SECOND_HIGH.mul(y)).add(THIRD_HIGH.mul(z)).intoArray(into, at + HIGH);
    }
    FIRST_LOW.mul(x).add(SECOND_LOW.mul(y)).add(THIRD_LOW.mul(z)).intoArray(into, at);
  }
}
