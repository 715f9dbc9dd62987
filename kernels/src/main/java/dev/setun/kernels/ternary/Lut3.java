package dev.setun.kernels.ternary;

import java.util.Arrays;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// LUT3: three weights are one index, three activations are one table of 27 shorts, so that one
/// shuffle and one addition do three multiply-accumulates in every lane.
///
/// With 512-bit vectors the table fills one vector and a lookup is `vpermw`; with 256-bit vectors
/// it fills two and a lookup is `vpermi2w`, which AVX2 does not have. The width is that of the
/// machine's preferred species and a constant of the class: C2 compiles vector code only for
/// constant species.
final class Lut3 implements TileKernel {
  private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED;
  private static final int LANES = SHORTS.length();
  private static final int ROWS = PackedWeights.VECTORS_PER_TILE * LANES;
  private static final int TABLE = W9.TABLE_LENGTH;
  private static final boolean ONE_VECTOR_TABLE = LANES == TABLE;

  /// Where the second vector of a table begins; the first again if there is no second.
  private static final int HIGH = ONE_VECTOR_TABLE ? 0 : LANES;

  private static final ShortVector FIRST_LOW = weights(9, 0);
  private static final ShortVector SECOND_LOW = weights(3, 0);
  private static final ShortVector THIRD_LOW = weights(1, 0);
  private static final ShortVector FIRST_HIGH = weights(9, HIGH);
  private static final ShortVector SECOND_HIGH = weights(3, HIGH);
  private static final ShortVector THIRD_HIGH = weights(1, HIGH);

  private static ShortVector weights(int power, int from) {
    short[] lanes = new short[LANES];
    for (int i = 0; i < LANES; i++) {
      lanes[i] = W9.weight(from + i, power);
    }
    return ShortVector.fromArray(SHORTS, lanes, 0);
  }

  /// Whether the preferred species has lanes for a table in one vector or in two.
  static boolean fits() {
    return LANES == TABLE || LANES == TABLE / 2;
  }

  @Override
  public String name() {
    return "lut3-" + SHORTS.vectorBitSize();
  }

  @Override
  public int lanes() {
    return LANES;
  }

  @Override
  public int weightsPerWord() {
    return W9.WEIGHTS;
  }

  @Override
  public int wordsPerChunk() {
    return W9.WORDS_PER_CHUNK;
  }

  @Override
  public int preparedPerWord() {
    return W9.TABLES_PER_WORD;
  }

  @Override
  public short pack(byte[] weights, int from) {
    return W9.pack(weights, from);
  }

  @Override
  public int start(byte[] activations, int from, int count) {
    return 0;
  }

  @Override
  public void prepare(
      byte[] activations, int from, int count, int words, short[] prepared, int token, int group) {
    int whole = count / 3;
    for (int i = 0; i < whole; i++) {
      int at = from + 3 * i;
      int tableAt = (i * group + token) * TABLE;
      writeTable(activations[at], activations[at + 1], activations[at + 2], prepared, tableAt);
    }
    for (int i = whole; i < 3 * words; i++) {
      int left = count - 3 * i;
      byte x = left > 0 ? activations[from + 3 * i] : 0;
      byte y = left > 1 ? activations[from + 3 * i + 1] : 0;
      writeTable(x, y, (byte) 0, prepared, (i * group + token) * TABLE);
    }
  }

  private static void writeTable(byte x, byte y, byte z, short[] into, int at) {
    if (!ONE_VECTOR_TABLE) {
      FIRST_HIGH.mul(x).add(SECOND_HIGH.mul(y)).add(THIRD_HIGH.mul(z)).intoArray(into, at + HIGH);
    }
    FIRST_LOW.mul(x).add(SECOND_LOW.mul(y)).add(THIRD_LOW.mul(z)).intoArray(into, at);
  }

  private static ShortVector lookUp(ShortVector index, ShortVector low, ShortVector high) {
    return ONE_VECTOR_TABLE ? index.selectFrom(low) : index.selectFrom(low, high);
  }

  @Override
  public void addOneToken(
      short[] prepared,
      short[] packed,
      int packedAt,
      int words,
      int tiles,
      int[] sums,
      int sumsAt,
      short[] partial) {
    for (int tile = 0; tile < tiles; tile++) {
      sumTile(prepared, packed, packedAt + tile * words * ROWS, words, partial);
      Sums.addVectors(partial, 0, PackedWeights.VECTORS_PER_TILE, sums, sumsAt + tile * ROWS);
    }
  }

  /// All lookups of four vectors of rows (a to d) for one token, in one pass: with one token the
  /// weights may come from memory, and are best read in one go.
  private static void sumTile(
      short[] prepared, short[] packed, int packedAt, int words, short[] partial) {
    int at = packedAt;
    ShortVector a = ShortVector.zero(SHORTS);
    ShortVector b = ShortVector.zero(SHORTS);
    ShortVector c = ShortVector.zero(SHORTS);
    ShortVector d = ShortVector.zero(SHORTS);
    for (int word = 0; word < words; word++) {
      ShortVector v = ShortVector.fromArray(SHORTS, packed, at);
      ShortVector w = ShortVector.fromArray(SHORTS, packed, at + LANES);
      ShortVector x = ShortVector.fromArray(SHORTS, packed, at + 2 * LANES);
      ShortVector y = ShortVector.fromArray(SHORTS, packed, at + 3 * LANES);
      int tableAt = word * W9.TABLES_PER_WORD;
      ShortVector low = ShortVector.fromArray(SHORTS, prepared, tableAt);
      ShortVector high = ShortVector.fromArray(SHORTS, prepared, tableAt + HIGH);
      a = a.add(lookUp(v, low, high));
      b = b.add(lookUp(w, low, high));
      c = c.add(lookUp(x, low, high));
      d = d.add(lookUp(y, low, high));
      low = ShortVector.fromArray(SHORTS, prepared, tableAt + TABLE);
      high = ShortVector.fromArray(SHORTS, prepared, tableAt + TABLE + HIGH);
      a = a.add(lookUp(next(v, 1), low, high));
      b = b.add(lookUp(next(w, 1), low, high));
      c = c.add(lookUp(next(x, 1), low, high));
      d = d.add(lookUp(next(y, 1), low, high));
      low = ShortVector.fromArray(SHORTS, prepared, tableAt + 2 * TABLE);
      high = ShortVector.fromArray(SHORTS, prepared, tableAt + 2 * TABLE + HIGH);
      a = a.add(lookUp(next(v, 2), low, high));
      b = b.add(lookUp(next(w, 2), low, high));
      c = c.add(lookUp(next(x, 2), low, high));
      d = d.add(lookUp(next(y, 2), low, high));
      at += ROWS;
    }
    a.intoArray(partial, 0);
    b.intoArray(partial, LANES);
    c.intoArray(partial, 2 * LANES);
    d.intoArray(partial, 3 * LANES);
  }

  /// The vector whose low five bits are the words' index number `third`; selectFrom ignores the
  /// rest.
  private static ShortVector next(ShortVector words, int third) {
    return words.lanewise(VectorOperators.LSHR, (short) (third * W9.INDEX_BITS));
  }

  /// The three indices of the words are three passes; between them the sums wait in `partial`.
  @Override
  public void addFourTokens(
      short[] prepared,
      short[] packed,
      int packedAt,
      int words,
      int tiles,
      int[] sums,
      int sumsAt,
      int sumsStride,
      short[] partial) {
    for (int half = 0; half < 2 * tiles; half++) {
      int at = packedAt + (half >> 1) * words * ROWS + (half & 1) * 2 * LANES;
      Arrays.fill(partial, 0, TileKernel.PARTIAL_VECTORS * LANES, (short) 0);
      addIndices(prepared, 0, packed, at, words, partial);
      addIndices(prepared, 1, packed, at, words, partial);
      addIndices(prepared, 2, packed, at, words, partial);
      for (int token = 0; token < 4; token++) {
        int into = sumsAt + half * 2 * LANES + token * sumsStride;
        Sums.addVectors(partial, token * 2 * LANES, 2, sums, into);
      }
    }
  }

  /// The lookups of index number `third` of each word for two vectors of rows (a, b) and four
  /// tokens (0 to 3). Eight sums and one level of loop are what C2 keeps in registers: in a body
  /// twice as long it stops inlining, where two loops share the sums it allocates them.
  private static void addIndices(
      short[] prepared, int third, short[] packed, int packedAt, int words, short[] partial) {
    ShortVector a0 = ShortVector.fromArray(SHORTS, partial, 0);
    ShortVector b0 = ShortVector.fromArray(SHORTS, partial, LANES);
    ShortVector a1 = ShortVector.fromArray(SHORTS, partial, 2 * LANES);
    ShortVector b1 = ShortVector.fromArray(SHORTS, partial, 3 * LANES);
    ShortVector a2 = ShortVector.fromArray(SHORTS, partial, 4 * LANES);
    ShortVector b2 = ShortVector.fromArray(SHORTS, partial, 5 * LANES);
    ShortVector a3 = ShortVector.fromArray(SHORTS, partial, 6 * LANES);
    ShortVector b3 = ShortVector.fromArray(SHORTS, partial, 7 * LANES);
    int at = packedAt;
    int tableAt = third * 4 * TABLE;
    for (int word = 0; word < words; word++) {
      ShortVector v = next(ShortVector.fromArray(SHORTS, packed, at), third);
      ShortVector w = next(ShortVector.fromArray(SHORTS, packed, at + LANES), third);
      ShortVector low = ShortVector.fromArray(SHORTS, prepared, tableAt);
      ShortVector high = ShortVector.fromArray(SHORTS, prepared, tableAt + HIGH);
      a0 = a0.add(lookUp(v, low, high));
      b0 = b0.add(lookUp(w, low, high));
      low = ShortVector.fromArray(SHORTS, prepared, tableAt + TABLE);
      high = ShortVector.fromArray(SHORTS, prepared, tableAt + TABLE + HIGH);
      a1 = a1.add(lookUp(v, low, high));
      b1 = b1.add(lookUp(w, low, high));
      low = ShortVector.fromArray(SHORTS, prepared, tableAt + 2 * TABLE);
      high = ShortVector.fromArray(SHORTS, prepared, tableAt + 2 * TABLE + HIGH);
      a2 = a2.add(lookUp(v, low, high));
      b2 = b2.add(lookUp(w, low, high));
      low = ShortVector.fromArray(SHORTS, prepared, tableAt + 3 * TABLE);
      high = ShortVector.fromArray(SHORTS, prepared, tableAt + 3 * TABLE + HIGH);
      a3 = a3.add(lookUp(v, low, high));
      b3 = b3.add(lookUp(w, low, high));
      at += ROWS;
      tableAt += 4 * W9.TABLES_PER_WORD;
    }
    a0.intoArray(partial, 0);
    b0.intoArray(partial, LANES);
    a1.intoArray(partial, 2 * LANES);
    b1.intoArray(partial, 3 * LANES);
    a2.intoArray(partial, 4 * LANES);
    b2.intoArray(partial, 5 * LANES);
    a3.intoArray(partial, 6 * LANES);
    b3.intoArray(partial, 7 * LANES);
  }
}
