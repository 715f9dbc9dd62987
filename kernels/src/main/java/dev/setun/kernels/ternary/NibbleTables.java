package dev.setun.kernels.ternary;

import dev.setun.kernels.numerics.CompiledAlone;
import java.util.Arrays;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// Two weights by one lookup, for vectors of 128 bits, whose shuffle of bytes is one instruction on
/// SSE and NEON.
///
/// Two ternary weights of a row are one of nine, four bits: f0 + 3 f1 with f = w + 1. An entry x a
/// + y b, in -256..256, is kept as its low five bits in one table of 16 bytes and the others,
///   raised by 8 to 0..16, in a second. Each is looked up for 16 rows, and eight lookups of either
///   fit a byte: 8 x 31 = 248. Then the bytes of even and of odd rows are added to sums of 16 bits.
///
/// A unit is 16 weights in two words of each row. The first half of the words of a vector is then
/// the low bytes of the rows, the other half their high bytes. Byte 4 i + j of these holds row 4
/// o(j) + i, o = 0, 2, 1, 3: where [#addTo] finds it.
final class NibbleTables implements TileKernel {
  /// Rows of a vector.
  static final int LANES = 16;

  static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_128;

  /// Weights of a unit.
  static final int WEIGHTS = 16;

  static final int WORDS = 2;

  private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_128;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_128;
  private static final int HALF = LANES / 2;
  private static final int ROWS = PackedWeights.VECTORS_PER_TILE * LANES;
  private static final int LOOKUPS = WEIGHTS / 2;
  private static final int LOW_BITS = 5;
  private static final int RAISED = 256;
  private static final short BYTE = 0xff;

  /// Words of the two tables of a lookup.
  private static final int TABLES = LANES;

  /// 120 lookups of at most 31 + 32 x 16 fit 16 bits without a sign.
  private static final int UNITS_PER_CHUNK = 15;

  /// Where a row of a vector is among its bytes.
  static int place(int row) {
    int part = row / 4;
    return 4 * (row % 4) + (part == 1 ? 2 : part == 2 ? 1 : part);
  }

  @Override
  public String name() {
    return "nibble-tables-" + BYTES.vectorBitSize();
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

  @Override
  public void pack(byte[] weights, int from, int units, short[] into, int at, int stride) {
    int to = at;
    for (int word = 0; word < units * WORDS; word++) {
      int bits = 0;
      for (int nibble = 0; nibble < 4; nibble++) {
        int k = from + word * 8 + nibble * 2;
        bits |= weights[k] + 1 + 3 * (weights[k + 1] + 1) << 4 * nibble;
      }
      into[to] = (short) bits;
      to += stride;
    }
  }

  @Override
  public void arrange(short[] words, int at) {
    byte[] low = new byte[LANES];
    byte[] high = new byte[LANES];
    for (int row = 0; row < LANES; row++) {
      short word = words[at + PackedWeights.lane(row, LANES)];
      low[place(row)] = (byte) word;
      high[place(row)] = (byte) (word >> Byte.SIZE);
    }
    for (int i = 0; i < HALF; i++) {
      words[at + i] = (short) (low[2 * i] & BYTE | low[2 * i + 1] << Byte.SIZE);
      words[at + HALF + i] = (short) (high[2 * i] & BYTE | high[2 * i + 1] << Byte.SIZE);
    }
  }

  /// Takes off what the entries were raised by, those of missing columns too.
  @Override
  public int start(byte[] activations, int from, int count) {
    return -RAISED * LOOKUPS * Math.ceilDiv(count, WEIGHTS);
  }

  /// The tables of a token lie together; an index of nine or more is never looked up.
  @Override
  public void prepare(
      byte[] activations, int from, int count, int units, short[] prepared, int token, int group) {
    int to = token * units * LOOKUPS * TABLES;
    for (int lookup = 0; lookup < units * LOOKUPS; lookup++) {
      int k = 2 * lookup;
      int x = k < count ? activations[from + k] : 0;
      int y = k + 1 < count ? activations[from + k + 1] : 0;
      for (int index = 0; index < 10; index += 2) {
        int even = (index % 3 - 1) * x + (index / 3 - 1) * y;
        int odd = ((index + 1) % 3 - 1) * x + ((index + 1) / 3 - 1) * y;
        prepared[to + index / 2] = (short) (even & 31 | (odd & 31) << Byte.SIZE);
        prepared[to + HALF + index / 2] =
            (short) ((even >> LOW_BITS) + 8 | (odd >> LOW_BITS) + 8 << Byte.SIZE);
      }
      to += TABLES;
    }
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
      int at = sumsAt + token * sumsStride;
      addToken(prepared, tables, packed, packedAt, units, tiles, sums, at, scratch);
    }
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
      Arrays.fill(scratch, 0, ROWS, (short) 0);
      sumTile(prepared, preparedAt, packed, packedAt + tile * units * WORDS * ROWS, units, scratch);
      for (int vector = 0; vector < ROWS; vector += LANES) {
        addTo(scratch, vector, sums, sumsAt + tile * ROWS + vector);
      }
    }
  }

  /// All lookups of a chunk for one tile: for each vector sums of even bytes, then of odd ones.
  @CompiledAlone
  private static void sumTile(
      short[] tables, int tablesAt, short[] packed, int packedAt, int units, short[] into) {
    int unitAt = packedAt;
    int table = tablesAt;
    for (int unit = 0; unit < units; unit++) {
      ByteVector low0 = ByteVector.zero(BYTES);
      ByteVector high0 = ByteVector.zero(BYTES);
      ByteVector low1 = ByteVector.zero(BYTES);
      ByteVector high1 = ByteVector.zero(BYTES);
      ByteVector low2 = ByteVector.zero(BYTES);
      ByteVector high2 = ByteVector.zero(BYTES);
      ByteVector low3 = ByteVector.zero(BYTES);
      ByteVector high3 = ByteVector.zero(BYTES);
      for (int four = 0; four < WEIGHTS / 4; four++) {
        // A word has two bytes of a row, HALF apart.
        int at = unitAt + (four >> 1) * ROWS + (four & 1) * HALF;
        ByteVector firstLow = ShortVector.fromArray(SHORTS, tables, table).reinterpretAsBytes();
        ByteVector firstHigh =
            ShortVector.fromArray(SHORTS, tables, table + HALF).reinterpretAsBytes();
        ByteVector secondLow =
            ShortVector.fromArray(SHORTS, tables, table + TABLES).reinterpretAsBytes();
        ByteVector secondHigh =
            ShortVector.fromArray(SHORTS, tables, table + TABLES + HALF).reinterpretAsBytes();
        ShortVector word0 = ShortVector.fromArray(SHORTS, packed, at);
        ByteVector first0 = word0.reinterpretAsBytes();
        ByteVector second0 = word0.lanewise(VectorOperators.LSHR, 4).reinterpretAsBytes();
        low0 = low0.add(first0.selectFrom(firstLow)).add(second0.selectFrom(secondLow));
        high0 = high0.add(first0.selectFrom(firstHigh)).add(second0.selectFrom(secondHigh));
        ShortVector word1 = ShortVector.fromArray(SHORTS, packed, at + LANES);
        ByteVector first1 = word1.reinterpretAsBytes();
        ByteVector second1 = word1.lanewise(VectorOperators.LSHR, 4).reinterpretAsBytes();
        low1 = low1.add(first1.selectFrom(firstLow)).add(second1.selectFrom(secondLow));
        high1 = high1.add(first1.selectFrom(firstHigh)).add(second1.selectFrom(secondHigh));
        ShortVector word2 = ShortVector.fromArray(SHORTS, packed, at + 2 * LANES);
        ByteVector first2 = word2.reinterpretAsBytes();
        ByteVector second2 = word2.lanewise(VectorOperators.LSHR, 4).reinterpretAsBytes();
        low2 = low2.add(first2.selectFrom(firstLow)).add(second2.selectFrom(secondLow));
        high2 = high2.add(first2.selectFrom(firstHigh)).add(second2.selectFrom(secondHigh));
        ShortVector word3 = ShortVector.fromArray(SHORTS, packed, at + 3 * LANES);
        ByteVector first3 = word3.reinterpretAsBytes();
        ByteVector second3 = word3.lanewise(VectorOperators.LSHR, 4).reinterpretAsBytes();
        low3 = low3.add(first3.selectFrom(firstLow)).add(second3.selectFrom(secondLow));
        high3 = high3.add(first3.selectFrom(firstHigh)).add(second3.selectFrom(secondHigh));
        table += 2 * TABLES;
      }
      ShortVector lows0 = low0.reinterpretAsShorts();
      ShortVector highs0 = high0.reinterpretAsShorts();
      lows0
          .and(BYTE)
          .add(highs0.and(BYTE).lanewise(VectorOperators.LSHL, LOW_BITS))
          .add(ShortVector.fromArray(SHORTS, into, 0))
          .intoArray(into, 0);
      lows0
          .lanewise(VectorOperators.LSHR, Byte.SIZE)
          .add(
              highs0
                  .lanewise(VectorOperators.LSHR, Byte.SIZE)
                  .lanewise(VectorOperators.LSHL, LOW_BITS))
          .add(ShortVector.fromArray(SHORTS, into, HALF))
          .intoArray(into, HALF);
      ShortVector lows1 = low1.reinterpretAsShorts();
      ShortVector highs1 = high1.reinterpretAsShorts();
      lows1
          .and(BYTE)
          .add(highs1.and(BYTE).lanewise(VectorOperators.LSHL, LOW_BITS))
          .add(ShortVector.fromArray(SHORTS, into, LANES))
          .intoArray(into, LANES);
      lows1
          .lanewise(VectorOperators.LSHR, Byte.SIZE)
          .add(
              highs1
                  .lanewise(VectorOperators.LSHR, Byte.SIZE)
                  .lanewise(VectorOperators.LSHL, LOW_BITS))
          .add(ShortVector.fromArray(SHORTS, into, LANES + HALF))
          .intoArray(into, LANES + HALF);
      ShortVector lows2 = low2.reinterpretAsShorts();
      ShortVector highs2 = high2.reinterpretAsShorts();
      lows2
          .and(BYTE)
          .add(highs2.and(BYTE).lanewise(VectorOperators.LSHL, LOW_BITS))
          .add(ShortVector.fromArray(SHORTS, into, 2 * LANES))
          .intoArray(into, 2 * LANES);
      lows2
          .lanewise(VectorOperators.LSHR, Byte.SIZE)
          .add(
              highs2
                  .lanewise(VectorOperators.LSHR, Byte.SIZE)
                  .lanewise(VectorOperators.LSHL, LOW_BITS))
          .add(ShortVector.fromArray(SHORTS, into, 2 * LANES + HALF))
          .intoArray(into, 2 * LANES + HALF);
      ShortVector lows3 = low3.reinterpretAsShorts();
      ShortVector highs3 = high3.reinterpretAsShorts();
      lows3
          .and(BYTE)
          .add(highs3.and(BYTE).lanewise(VectorOperators.LSHL, LOW_BITS))
          .add(ShortVector.fromArray(SHORTS, into, 3 * LANES))
          .intoArray(into, 3 * LANES);
      lows3
          .lanewise(VectorOperators.LSHR, Byte.SIZE)
          .add(
              highs3
                  .lanewise(VectorOperators.LSHR, Byte.SIZE)
                  .lanewise(VectorOperators.LSHL, LOW_BITS))
          .add(ShortVector.fromArray(SHORTS, into, 3 * LANES + HALF))
          .intoArray(into, 3 * LANES + HALF);
      unitAt += WORDS * ROWS;
    }
  }

  /// Adds the 16 sums of 16 bits without a sign to the 32-bit ones, in the order of [#place].
  private static void addTo(short[] part, int partAt, int[] sums, int at) {
    for (int half = 0; half < 2; half++) {
      int to = at + half * HALF;
      IntVector pairs =
          ShortVector.fromArray(SHORTS, part, partAt + half * HALF).reinterpretAsInts();
      pairs.and(0xffff).add(IntVector.fromArray(INTS, sums, to)).intoArray(sums, to);
      pairs
          .lanewise(VectorOperators.LSHR, Short.SIZE)
          .add(IntVector.fromArray(INTS, sums, to + HALF / 2))
          .intoArray(sums, to + HALF / 2);
    }
  }
}
