package dev.setun.kernels.ternary;

import dev.setun.kernels.numerics.CompiledAlone;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// [Lut3] for 256-bit vectors without a shuffle of shorts: the tables are bytes.
///
/// An entry x a + y b + z c, raised by 384 to 0..768, is kept as its low five bits in one table and
/// the others, 0 to 24, in a second. Each is looked up for 32 rows, and eight lookups of either fit
/// a byte: 8 x 31 = 248. Then the bytes are added to sums of 16 bits, those of odd rows shifted
/// down, and those of even rows with the odd ones above them, which are taken off at the end.
///
/// A unit is 24 weights, eight indices of five bits, in six bytes of each row, two bits a weight:
/// in each three bytes three indices, and a fourth in the three bits left of the first and two of
/// the second.
final class ByteTables implements TileKernel {
  private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_256;
  private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_256;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_256;

  /// Rows of a vector; also entries that a table has room for.
  private static final int LANES = BYTES.length();

  private static final int HALF = LANES / 2;
  private static final int ROWS = PackedWeights.VECTORS_PER_TILE * LANES;
  private static final int WORDS = 3;
  private static final int LOOKUPS = 8;
  private static final int WEIGHTS = 3 * LOOKUPS;
  private static final int RAISED = 384;
  private static final int LOW_BITS = 5;

  /// Words of the two tables of a lookup.
  private static final int TABLES = LANES;

  /// 80 lookups of at most 768 fit 16 bits without a sign.
  private static final int UNITS_PER_CHUNK = 10;

  private static final ShortVector FIRST_EVEN = weights(9, 0);
  private static final ShortVector SECOND_EVEN = weights(3, 0);
  private static final ShortVector THIRD_EVEN = weights(1, 0);
  private static final ShortVector FIRST_ODD = weights(9, 1);
  private static final ShortVector SECOND_ODD = weights(3, 1);
  private static final ShortVector THIRD_ODD = weights(1, 1);

  private static ShortVector weights(int power, int from) {
    short[] lanes = new short[HALF];
    for (int i = 0; i < HALF; i++) {
      lanes[i] = (short) ((2 * i + from) / power % 3 - 1);
    }
    return ShortVector.fromArray(SHORTS, lanes, 0);
  }

  @Override
  public String name() {
    return "byte-tables-" + BYTES.vectorBitSize();
  }

  @Override
  public int lanes() {
    return LANES;
  }

  @Override
  public int weightsPerUnit() {
    return WEIGHTS;
  }

  @Override
  public int wordsPerUnit() {
    return WORDS;
  }

  @Override
  public int unitsPerChunk() {
    return UNITS_PER_CHUNK;
  }

  @Override
  public int preparedPerUnit() {
    return LOOKUPS * TABLES;
  }

  /// Three bytes of three indices and a bit more, twice.
  @Override
  public void pack(byte[] weights, int from, int units, short[] into, int at, int stride) {
    int to = at;
    for (int unit = 0; unit < units; unit++) {
      int first = from + unit * WEIGHTS;
      long bytes = threeBytes(weights, first) | threeBytes(weights, first + WEIGHTS / 2) << 24;
      for (int word = 0; word < WORDS; word++) {
        into[to] = (short) (bytes >>> word * Short.SIZE);
        to += stride;
      }
    }
  }

  private static long threeBytes(byte[] weights, int at) {
    int fourth = Lut3.index(weights, at + 9);
    return Lut3.index(weights, at)
        | (fourth & 7) << 5
        | Lut3.index(weights, at + 3) << 8
        | (fourth >> 3) << 13
        | Lut3.index(weights, at + 6) << 16;
  }

  /// The first half of the words of a vector becomes their low bytes, the other half their high
  /// bytes. Lane 4 i + j of these holds row 8 o(j) + i, o = 0, 2, 1, 3: where [#addTo] finds it.
  @Override
  public void arrange(short[] words, int at) {
    byte[] low = new byte[LANES];
    byte[] high = new byte[LANES];
    for (int row = 0; row < LANES; row++) {
      int from = row < HALF ? 2 * row : 2 * (row - HALF) + 1;
      int part = row / 8;
      int lane = 4 * (row % 8) + (part == 1 ? 2 : part == 2 ? 1 : part);
      low[lane] = (byte) words[at + from];
      high[lane] = (byte) (words[at + from] >> 8);
    }
    for (int i = 0; i < HALF; i++) {
      words[at + i] = pair(low, 2 * i);
      words[at + HALF + i] = pair(high, 2 * i);
    }
  }

  private static short pair(byte[] bytes, int at) {
    return (short) (bytes[at] & 0xFF | bytes[at + 1] << 8);
  }

  @Override
  public int start(byte[] activations, int from, int count) {
    return 0;
  }

  /// The tables of a token lie together.
  @Override
  public void prepare(
      byte[] activations, int from, int count, int units, short[] prepared, int token, int group) {
    int to = token * units * LOOKUPS * TABLES;
    for (int lookup = 0; lookup < units * LOOKUPS; lookup++) {
      int k = 3 * lookup;
      writeTables(
          k < count ? activations[from + k] : 0,
          k + 1 < count ? activations[from + k + 1] : 0,
          k + 2 < count ? activations[from + k + 2] : 0,
          prepared,
          to);
      to += TABLES;
    }
  }

  private static void writeTables(byte x, byte y, byte z, short[] into, int at) {
    ShortVector even =
        FIRST_EVEN.mul(x).add(SECOND_EVEN.mul(y)).add(THIRD_EVEN.mul(z)).add((short) RAISED);
    ShortVector odd =
        FIRST_ODD.mul(x).add(SECOND_ODD.mul(y)).add(THIRD_ODD.mul(z)).add((short) RAISED);
    short mask = (1 << LOW_BITS) - 1;
    even.and(mask).or(odd.and(mask).lanewise(VectorOperators.LSHL, Byte.SIZE)).intoArray(into, at);
    even.lanewise(VectorOperators.LSHR, LOW_BITS)
        .or(odd.lanewise(VectorOperators.LSHR, LOW_BITS).lanewise(VectorOperators.LSHL, Byte.SIZE))
        .intoArray(into, at + HALF);
  }

  @Override
  public void addOneToken(
      short[] prepared,
      short[] packed,
      int packedAt,
      int units,
      int tiles,
      int[] sums,
      int sumsAt,
      short[] scratch) {
    addToken(prepared, 0, packed, packedAt, units, tiles, sums, sumsAt, scratch);
  }

  private static void addToken(
      short[] prepared,
      int preparedAt,
      short[] packed,
      int packedAt,
      int units,
      int tiles,
      int[] sums,
      int sumsAt,
      short[] scratch) {
    for (int tile = 0; tile < tiles; tile++) {
      for (int vector = 0; vector < ROWS; vector += LANES) {
        int at = packedAt + tile * units * WORDS * ROWS + vector;
        sumVector(prepared, preparedAt, packed, at, units, scratch);
        addTo(scratch, sums, sumsAt + tile * ROWS + vector);
      }
    }
  }

  /// All lookups of a chunk for one vector of rows: sums of even rows, then of odd ones.
  @CompiledAlone
  private static void sumVector(
      short[] tables, int tablesAt, short[] packed, int packedAt, int units, short[] into) {
    ShortVector low = ShortVector.zero(SHORTS);
    ShortVector lowOdd = ShortVector.zero(SHORTS);
    ShortVector high = ShortVector.zero(SHORTS);
    ShortVector highOdd = ShortVector.zero(SHORTS);
    int at = packedAt;
    int table = tablesAt;
    for (int unit = 0; unit < units; unit++) {
      ByteVector a = ByteVector.zero(BYTES);
      ByteVector b = ByteVector.zero(BYTES);
      for (int half = 0; half < 2; half++) {
        // Bytes 0 to 2, then 3 to 5; a word has two, HALF apart.
        ShortVector v = ShortVector.fromArray(SHORTS, packed, at + (half == 0 ? 0 : ROWS + HALF));
        ShortVector w = ShortVector.fromArray(SHORTS, packed, at + (half == 0 ? HALF : 2 * ROWS));
        ShortVector x =
            ShortVector.fromArray(SHORTS, packed, at + (half == 0 ? ROWS : 2 * ROWS + HALF));
        ByteVector index = v.reinterpretAsBytes();
        a =
            a.add(
                index.selectFrom(
                    ShortVector.fromArray(SHORTS, tables, table).reinterpretAsBytes()));
        b =
            b.add(
                index.selectFrom(
                    ShortVector.fromArray(SHORTS, tables, table + HALF).reinterpretAsBytes()));
        index = w.reinterpretAsBytes();
        a =
            a.add(
                index.selectFrom(
                    ShortVector.fromArray(SHORTS, tables, table + TABLES).reinterpretAsBytes()));
        b =
            b.add(
                index.selectFrom(
                    ShortVector.fromArray(SHORTS, tables, table + TABLES + HALF)
                        .reinterpretAsBytes()));
        index = x.reinterpretAsBytes();
        a =
            a.add(
                index.selectFrom(
                    ShortVector.fromArray(SHORTS, tables, table + 2 * TABLES)
                        .reinterpretAsBytes()));
        b =
            b.add(
                index.selectFrom(
                    ShortVector.fromArray(SHORTS, tables, table + 2 * TABLES + HALF)
                        .reinterpretAsBytes()));
        ByteVector top = v.lanewise(VectorOperators.LSHR, 5).reinterpretAsBytes().and((byte) 0x07);
        index = w.lanewise(VectorOperators.LSHR, 2).reinterpretAsBytes().and((byte) 0x18).or(top);
        a =
            a.add(
                index.selectFrom(
                    ShortVector.fromArray(SHORTS, tables, table + 3 * TABLES)
                        .reinterpretAsBytes()));
        b =
            b.add(
                index.selectFrom(
                    ShortVector.fromArray(SHORTS, tables, table + 3 * TABLES + HALF)
                        .reinterpretAsBytes()));
        table += 4 * TABLES;
      }
      ShortVector bytes = a.reinterpretAsShorts();
      low = low.add(bytes);
      lowOdd = lowOdd.add(bytes.lanewise(VectorOperators.LSHR, Byte.SIZE));
      bytes = b.reinterpretAsShorts();
      high = high.add(bytes);
      highOdd = highOdd.add(bytes.lanewise(VectorOperators.LSHR, Byte.SIZE));
      at += WORDS * ROWS;
    }
    low = low.sub(lowOdd.lanewise(VectorOperators.LSHL, Byte.SIZE));
    high = high.sub(highOdd.lanewise(VectorOperators.LSHL, Byte.SIZE));
    short surplus = (short) (units * LOOKUPS * RAISED);
    low.add(high.lanewise(VectorOperators.LSHL, LOW_BITS)).sub(surplus).intoArray(into, 0);
    lowOdd.add(highOdd.lanewise(VectorOperators.LSHL, LOW_BITS)).sub(surplus).intoArray(into, HALF);
  }

  /// Adds the 32 sums of 16 bits to the 32-bit ones, in the order of [#arrange].
  private static void addTo(short[] part, int[] sums, int at) {
    for (int odd = 0; odd < 2; odd++) {
      IntVector pairs = ShortVector.fromArray(SHORTS, part, odd * HALF).reinterpretAsInts();
      int to = at + odd * HALF;
      pairs
          .lanewise(VectorOperators.LSHL, 16)
          .lanewise(VectorOperators.ASHR, 16)
          .add(IntVector.fromArray(INTS, sums, to))
          .intoArray(sums, to);
      pairs
          .lanewise(VectorOperators.ASHR, 16)
          .add(IntVector.fromArray(INTS, sums, to + INTS.length()))
          .intoArray(sums, to + INTS.length());
    }
  }

  @Override
  public void addFourTokens(
      short[] prepared,
      short[] packed,
      int packedAt,
      int units,
      int tiles,
      int[] sums,
      int sumsAt,
      int sumsStride,
      short[] scratch) {
    for (int token = 0; token < 4; token++) {
      int tables = token * units * LOOKUPS * TABLES;
      int to = sumsAt + token * sumsStride;
      addToken(prepared, tables, packed, packedAt, units, tiles, sums, to, scratch);
    }
  }
}
