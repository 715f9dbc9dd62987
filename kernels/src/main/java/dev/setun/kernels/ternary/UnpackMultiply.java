package dev.setun.kernels.ternary;

import dev.setun.kernels.numerics.CompiledAlone;
import java.util.Arrays;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// Two-bit weights, unpacked and multiplied: for vectors of any width, where no shuffle of a
/// 27-entry table of shorts is cheap.
///
/// A word holds eight fields w + 1 (0 to 2), the first weight in the lowest bits, so that shift and
/// mask give a factor without a sign to extend; the surplus, the sum of the activations, is taken
/// off at the start. A product lies in -256..254, so [#WORDS_PER_CHUNK] x 8 = 128 of them lie in
/// -32,768..32,512 and fit 16 bits.
final class UnpackMultiply implements TileKernel {
  private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED;
  private static final int LANES = SHORTS.length();
  private static final int ROWS = PackedWeights.VECTORS_PER_TILE * LANES;
  private static final int WEIGHTS = 8;
  private static final int WORDS_PER_CHUNK = 16;
  private static final short FIELD = 3;

  @Override
  public String name() {
    return "unpack2-" + SHORTS.vectorBitSize();
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
    return 1;
  }

  @Override
  public int unitsPerChunk() {
    return WORDS_PER_CHUNK;
  }

  @Override
  public int preparedPerUnit() {
    return WEIGHTS;
  }

  @Override
  public void pack(byte[] weights, int from, int units, short[] into, int at, int stride) {
    int to = at;
    for (int unit = 0; unit < units; unit++) {
      int word = 0;
      for (int i = 0; i < WEIGHTS; i++) {
        word |= (weights[from + unit * WEIGHTS + i] + 1) << (2 * i);
      }
      into[to] = (short) word;
      to += stride;
    }
  }

  @Override
  public int start(byte[] activations, int from, int count) {
    int surplus = 0;
    for (int i = from; i < from + count; i++) {
      surplus += activations[i];
    }
    return -surplus;
  }

  @Override
  public void prepare(
      byte[] activations, int from, int count, int units, short[] prepared, int token, int group) {
    for (int i = 0; i < units * WEIGHTS; i++) {
      prepared[i * group + token] = i < count ? activations[from + i] : 0;
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
      int at = packedAt + tile * units * ROWS;
      Arrays.fill(scratch, 0, ROWS, (short) 0);
      for (int field = 0; field < WEIGHTS; field++) {
        addFieldOneToken(prepared, field, packed, at, units, scratch);
      }
      Sums.addVectors(scratch, 0, PackedWeights.VECTORS_PER_TILE, sums, sumsAt + tile * ROWS);
    }
  }

  @CompiledAlone
  private static void addFieldOneToken(
      short[] prepared, int field, short[] packed, int packedAt, int words, short[] partial) {
    if (words < 1) {
      throw new IllegalArgumentException("expected words, found " + words);
    }
    ShortVector a = ShortVector.fromArray(SHORTS, partial, 0);
    ShortVector b = ShortVector.fromArray(SHORTS, partial, LANES);
    ShortVector c = ShortVector.fromArray(SHORTS, partial, 2 * LANES);
    ShortVector d = ShortVector.fromArray(SHORTS, partial, 3 * LANES);
    int at = packedAt;
    int k = field;
    short shift = (short) (2 * field);
    ShortVector mask = ShortVector.broadcast(SHORTS, FIELD);
    for (int word = 0; word < words; word++) {
      ShortVector q = ShortVector.broadcast(SHORTS, prepared[k]);
      ShortVector v = ShortVector.fromArray(SHORTS, packed, at);
      ShortVector w = ShortVector.fromArray(SHORTS, packed, at + LANES);
      ShortVector x = ShortVector.fromArray(SHORTS, packed, at + 2 * LANES);
      ShortVector y = ShortVector.fromArray(SHORTS, packed, at + 3 * LANES);
      a = a.add(v.lanewise(VectorOperators.LSHR, shift).and(mask).mul(q));
      b = b.add(w.lanewise(VectorOperators.LSHR, shift).and(mask).mul(q));
      c = c.add(x.lanewise(VectorOperators.LSHR, shift).and(mask).mul(q));
      d = d.add(y.lanewise(VectorOperators.LSHR, shift).and(mask).mul(q));
      at += ROWS;
      k += WEIGHTS;
    }
    a.intoArray(partial, 0);
    b.intoArray(partial, LANES);
    c.intoArray(partial, 2 * LANES);
    d.intoArray(partial, 3 * LANES);
  }

  /// The weights of two vectors of rows are unpacked once for four tokens, a quarter of the fields
  /// a pass; between passes the sums wait in scratch.
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
    for (int half = 0; half < 2 * tiles; half++) {
      int at = packedAt + (half >> 1) * units * ROWS + (half & 1) * 2 * LANES;
      Arrays.fill(scratch, 0, 4 * 2 * LANES, (short) 0);
      for (int field = 0; field < WEIGHTS; field++) {
        addFieldFourTokens(prepared, field, packed, at, units, scratch);
      }
      for (int token = 0; token < 4; token++) {
        int into = sumsAt + half * 2 * LANES + token * sumsStride;
        Sums.addVectors(scratch, token * 2 * LANES, 2, sums, into);
      }
    }
  }

  @CompiledAlone
  private static void addFieldFourTokens(
      short[] prepared, int field, short[] packed, int packedAt, int words, short[] partial) {
    ShortVector a0 = ShortVector.fromArray(SHORTS, partial, 0);
    ShortVector b0 = ShortVector.fromArray(SHORTS, partial, LANES);
    ShortVector a1 = ShortVector.fromArray(SHORTS, partial, 2 * LANES);
    ShortVector b1 = ShortVector.fromArray(SHORTS, partial, 3 * LANES);
    ShortVector a2 = ShortVector.fromArray(SHORTS, partial, 4 * LANES);
    ShortVector b2 = ShortVector.fromArray(SHORTS, partial, 5 * LANES);
    ShortVector a3 = ShortVector.fromArray(SHORTS, partial, 6 * LANES);
    ShortVector b3 = ShortVector.fromArray(SHORTS, partial, 7 * LANES);
    int at = packedAt;
    int k = 4 * field;
    short shift = (short) (2 * field);
    ShortVector mask = ShortVector.broadcast(SHORTS, FIELD);
    for (int word = 0; word < words; word++) {
      ShortVector v = ShortVector.fromArray(SHORTS, packed, at);
      ShortVector w = ShortVector.fromArray(SHORTS, packed, at + LANES);
      v = v.lanewise(VectorOperators.LSHR, shift).and(mask);
      w = w.lanewise(VectorOperators.LSHR, shift).and(mask);
      ShortVector q = ShortVector.broadcast(SHORTS, prepared[k]);
      a0 = a0.add(v.mul(q));
      b0 = b0.add(w.mul(q));
      q = ShortVector.broadcast(SHORTS, prepared[k + 1]);
      a1 = a1.add(v.mul(q));
      b1 = b1.add(w.mul(q));
      q = ShortVector.broadcast(SHORTS, prepared[k + 2]);
      a2 = a2.add(v.mul(q));
      b2 = b2.add(w.mul(q));
      q = ShortVector.broadcast(SHORTS, prepared[k + 3]);
      a3 = a3.add(v.mul(q));
      b3 = b3.add(w.mul(q));
      at += ROWS;
      k += 4 * WEIGHTS;
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
