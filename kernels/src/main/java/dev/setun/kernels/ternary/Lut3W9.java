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

/// [Lut3] with nine weights a word, 1.78 bits each: bit 15 is not used.
final class Lut3W9 implements TileKernel {
  @Override
  public String name() {
    return "lut3-w9-" + SHORTS.vectorBitSize();
  }

  @Override
  public int lanes() {
    return LANES;
  }

  @Override
  public int weightsPerUnit() {
    return WEIGHTS_PER_WORD;
  }

  @Override
  public int wordsPerUnit() {
    return 1;
  }

  @Override
  public int unitsPerChunk() {
    return Lut3.SAFE_LOOKUPS / PASSES;
  }

  @Override
  public int preparedPerUnit() {
    return PASSES * TABLE;
  }

  @Override
  public void pack(byte[] weights, int from, int units, short[] into, int at, int stride) {
    int to = at;
    for (int unit = 0; unit < units; unit++) {
      into[to] = (short) Lut3.word(weights, from + unit * WEIGHTS_PER_WORD);
      to += stride;
    }
  }

  @Override
  public int start(byte[] activations, int from, int count) {
    return 0;
  }

  @Override
  public void prepare(
      byte[] activations, int from, int count, int units, short[] prepared, int token, int group) {
    for (int unit = 0; unit < units; unit++) {
      for (int pass = 0; pass < PASSES; pass++) {
        int at = from + unit * WEIGHTS_PER_WORD + 3 * pass;
        int into = ((pass * units + unit) * group + token) * TABLE;
        Lut3.writeTable(activations, at, from + count, prepared, into);
      }
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
      sumTile(prepared, packed, packedAt + tile * units * ROWS, units, scratch);
      Sums.addVectors(scratch, 0, PackedWeights.VECTORS_PER_TILE, sums, sumsAt + tile * ROWS);
    }
  }

  /// All lookups of four vectors of rows (a to d) for one token, in one go: with one token the
  /// weights may come from memory, and are best read once.
  @CompiledAlone
  private static void sumTile(
      short[] prepared, short[] packed, int packedAt, int words, short[] into) {
    int at = packedAt;
    int second = words * TABLE;
    int third = 2 * second;
    ShortVector a = ShortVector.zero(SHORTS);
    ShortVector b = ShortVector.zero(SHORTS);
    ShortVector c = ShortVector.zero(SHORTS);
    ShortVector d = ShortVector.zero(SHORTS);
    for (int word = 0; word < words; word++) {
      ShortVector v = ShortVector.fromArray(SHORTS, packed, at);
      ShortVector w = ShortVector.fromArray(SHORTS, packed, at + LANES);
      ShortVector x = ShortVector.fromArray(SHORTS, packed, at + 2 * LANES);
      ShortVector y = ShortVector.fromArray(SHORTS, packed, at + 3 * LANES);
      int tableAt = word * TABLE;
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
    }
    a.intoArray(into, 0);
    b.intoArray(into, LANES);
    c.intoArray(into, 2 * LANES);
    d.intoArray(into, 3 * LANES);
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
    for (int tile = 0; tile < tiles; tile++) {
      int at = packedAt + tile * units * ROWS;
      Lut3Pass.clear(scratch);
      for (int pass = 0; pass < PASSES; pass++) {
        Lut3Pass.add(prepared, pass * units * 4 * TABLE, pass, packed, at, units, scratch);
      }
      Lut3Pass.widen(scratch, sums, sumsAt + tile * ROWS, sumsStride);
    }
  }
}
