package dev.setun.kernels.ternary;

import static dev.setun.kernels.ternary.Lut3.LANES;
import static dev.setun.kernels.ternary.Lut3.ONE;
import static dev.setun.kernels.ternary.Lut3.PASSES;
import static dev.setun.kernels.ternary.Lut3.ROWS;
import static dev.setun.kernels.ternary.Lut3.SHORTS;
import static dev.setun.kernels.ternary.Lut3.TABLE;
import static dev.setun.kernels.ternary.Lut3.WEIGHTS_PER_WORD;

import dev.setun.kernels.numerics.CompiledAlone;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;

/// [Lut3] with 48 weights in five words, 1.67 bits each: what [Lut3W9] leaves of five words, bit 15
/// of each, is a sixteenth index.
///
/// Bit j of that index is in word j, so it can be gathered while the words pass: shift right by
/// one, put the new bit in at the top.
final class Lut3W48 implements TileKernel {
  private static final int WORDS = 5;
  private static final int WEIGHTS = WORDS * WEIGHTS_PER_WORD + 3;
  private static final int LOOKUPS = WORDS * PASSES + 1;
  private static final short SPARE = (short) 0x8000;

  /// What is below the gathered bits.
  private static final short SPARE_SHIFT = Short.SIZE - WORDS;

  /// Where the gathered indices of a tile lie in the scratch: behind the sums of four tokens.
  private static final int SPARES_AT = 4 * ROWS;

  @Override
  public String name() {
    return "lut3-w48-" + SHORTS.vectorBitSize();
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
    return Lut3.SAFE_LOOKUPS / LOOKUPS;
  }

  @Override
  public int preparedPerUnit() {
    return LOOKUPS * TABLE;
  }

  @Override
  public void pack(byte[] weights, int from, int units, short[] into, int at, int stride) {
    int to = at;
    int first = from;
    for (int unit = 0; unit < units; unit++) {
      int spare = Lut3.index(weights, first + WORDS * WEIGHTS_PER_WORD);
      for (int word = 0; word < WORDS; word++) {
        int top = (spare >> word & 1) << Short.SIZE - 1;
        into[to] = (short) (Lut3.word(weights, first + word * WEIGHTS_PER_WORD) | top);
        to += stride;
      }
      first += WEIGHTS;
    }
  }

  @Override
  public int start(byte[] activations, int from, int count) {
    return 0;
  }

  @Override
  public void prepare(
      byte[] activations, int from, int count, int units, short[] prepared, int token, int group) {
    int end = from + count;
    int words = units * WORDS;
    for (int unit = 0; unit < units; unit++) {
      int first = from + unit * WEIGHTS;
      for (int word = 0; word < WORDS; word++) {
        for (int pass = 0; pass < PASSES; pass++) {
          int into = ((pass * words + unit * WORDS + word) * group + token) * TABLE;
          int at = first + word * WEIGHTS_PER_WORD + 3 * pass;
          Lut3.writeTable(activations, at, end, prepared, into);
        }
      }
      int into = ((PASSES * words + unit) * group + token) * TABLE;
      Lut3.writeTable(activations, first + WORDS * WEIGHTS_PER_WORD, end, prepared, into);
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
    for (int tile = 0; tile < tiles; tile++) {
      sumTile(prepared, packed, packedAt + tile * units * WORDS * ROWS, units, scratch);
      Sums.addVectors(scratch, 0, PackedWeights.VECTORS_PER_TILE, sums, sumsAt + tile * ROWS);
    }
  }

  /// All lookups of four vectors of rows (a to d) for one token. A loop over the words: unrolled by
  /// hand it is longer than what C2 inlines, and several times slower.
  @CompiledAlone
  private static void sumTile(
      short[] prepared, short[] packed, int packedAt, int units, short[] into) {
    int at = packedAt;
    int tableAt = 0;
    int second = units * WORDS * TABLE;
    int third = 2 * second;
    ShortVector top = ShortVector.broadcast(SHORTS, SPARE);
    ShortVector a = ShortVector.zero(SHORTS);
    ShortVector b = ShortVector.zero(SHORTS);
    ShortVector c = ShortVector.zero(SHORTS);
    ShortVector d = ShortVector.zero(SHORTS);
    for (int unit = 0; unit < units; unit++) {
      ShortVector spareA = ShortVector.zero(SHORTS);
      ShortVector spareB = ShortVector.zero(SHORTS);
      ShortVector spareC = ShortVector.zero(SHORTS);
      ShortVector spareD = ShortVector.zero(SHORTS);
      for (int word = 0; word < WORDS; word++) {
        ShortVector v = ShortVector.fromArray(SHORTS, packed, at);
        ShortVector w = ShortVector.fromArray(SHORTS, packed, at + LANES);
        ShortVector x = ShortVector.fromArray(SHORTS, packed, at + 2 * LANES);
        ShortVector y = ShortVector.fromArray(SHORTS, packed, at + 3 * LANES);
        spareA = spareA.lanewise(VectorOperators.LSHR, 1).or(v.and(top));
        spareB = spareB.lanewise(VectorOperators.LSHR, 1).or(w.and(top));
        spareC = spareC.lanewise(VectorOperators.LSHR, 1).or(x.and(top));
        spareD = spareD.lanewise(VectorOperators.LSHR, 1).or(y.and(top));
        ShortVector low = ShortVector.fromArray(SHORTS, prepared, tableAt);
        ShortVector high = ONE ? low : ShortVector.fromArray(SHORTS, prepared, tableAt + LANES);
        a = a.add(ONE ? v.selectFrom(low) : v.selectFrom(low, high));
        b = b.add(ONE ? w.selectFrom(low) : w.selectFrom(low, high));
        c = c.add(ONE ? x.selectFrom(low) : x.selectFrom(low, high));
        d = d.add(ONE ? y.selectFrom(low) : y.selectFrom(low, high));
        low = ShortVector.fromArray(SHORTS, prepared, second + tableAt);
        high = ONE ? low : ShortVector.fromArray(SHORTS, prepared, second + tableAt + LANES);
        v = v.lanewise(VectorOperators.LSHR, Lut3.INDEX_BITS);
        a = a.add(ONE ? v.selectFrom(low) : v.selectFrom(low, high));
        w = w.lanewise(VectorOperators.LSHR, Lut3.INDEX_BITS);
        b = b.add(ONE ? w.selectFrom(low) : w.selectFrom(low, high));
        x = x.lanewise(VectorOperators.LSHR, Lut3.INDEX_BITS);
        c = c.add(ONE ? x.selectFrom(low) : x.selectFrom(low, high));
        y = y.lanewise(VectorOperators.LSHR, Lut3.INDEX_BITS);
        d = d.add(ONE ? y.selectFrom(low) : y.selectFrom(low, high));
        low = ShortVector.fromArray(SHORTS, prepared, third + tableAt);
        high = ONE ? low : ShortVector.fromArray(SHORTS, prepared, third + tableAt + LANES);
        v = v.lanewise(VectorOperators.LSHR, Lut3.INDEX_BITS);
        a = a.add(ONE ? v.selectFrom(low) : v.selectFrom(low, high));
        w = w.lanewise(VectorOperators.LSHR, Lut3.INDEX_BITS);
        b = b.add(ONE ? w.selectFrom(low) : w.selectFrom(low, high));
        x = x.lanewise(VectorOperators.LSHR, Lut3.INDEX_BITS);
        c = c.add(ONE ? x.selectFrom(low) : x.selectFrom(low, high));
        y = y.lanewise(VectorOperators.LSHR, Lut3.INDEX_BITS);
        d = d.add(ONE ? y.selectFrom(low) : y.selectFrom(low, high));
        at += ROWS;
        tableAt += TABLE;
      }
      int spareAt = third + second + unit * TABLE;
      ShortVector low = ShortVector.fromArray(SHORTS, prepared, spareAt);
      ShortVector high = ONE ? low : ShortVector.fromArray(SHORTS, prepared, spareAt + LANES);
      spareA = spareA.lanewise(VectorOperators.LSHR, SPARE_SHIFT);
      a = a.add(ONE ? spareA.selectFrom(low) : spareA.selectFrom(low, high));
      spareB = spareB.lanewise(VectorOperators.LSHR, SPARE_SHIFT);
      b = b.add(ONE ? spareB.selectFrom(low) : spareB.selectFrom(low, high));
      spareC = spareC.lanewise(VectorOperators.LSHR, SPARE_SHIFT);
      c = c.add(ONE ? spareC.selectFrom(low) : spareC.selectFrom(low, high));
      spareD = spareD.lanewise(VectorOperators.LSHR, SPARE_SHIFT);
      d = d.add(ONE ? spareD.selectFrom(low) : spareD.selectFrom(low, high));
    }
    a.intoArray(into, 0);
    b.intoArray(into, LANES);
    c.intoArray(into, 2 * LANES);
    d.intoArray(into, 3 * LANES);
  }

  private static ShortVector gather(ShortVector spare, ShortVector words, ShortVector top) {
    return spare.lanewise(VectorOperators.LSHR, 1).or(words.and(top));
  }

  private static ShortVector gathered(ShortVector spare) {
    return spare.lanewise(VectorOperators.LSHR, SPARE_SHIFT);
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
    int words = units * WORDS;
    int perPass = words * 4 * TABLE;
    for (int tile = 0; tile < tiles; tile++) {
      int at = packedAt + tile * words * ROWS;
      Lut3Pass.clear(scratch);
      for (int pass = 0; pass < PASSES; pass++) {
        Lut3Pass.add(prepared, pass * perPass, pass, packed, at, words, scratch);
      }
      for (int from = 0; from < units * ROWS; from += LANES) {
        gatherUnit(packed, at + from / ROWS * WORDS * ROWS + from % ROWS, scratch, from);
      }
      Lut3Pass.add(prepared, PASSES * perPass, 0, scratch, SPARES_AT, units, scratch);
      Lut3Pass.widen(scratch, sums, sumsAt + tile * ROWS, sumsStride);
    }
  }

  /// The sixteenth index of one unit for one vector of rows.
  private static void gatherUnit(short[] packed, int at, short[] scratch, int into) {
    ShortVector top = ShortVector.broadcast(SHORTS, SPARE);
    ShortVector spare = ShortVector.zero(SHORTS);
    for (int word = 0; word < WORDS; word++) {
      spare = gather(spare, ShortVector.fromArray(SHORTS, packed, at + word * ROWS), top);
    }
    gathered(spare).intoArray(scratch, SPARES_AT + into);
  }
}
