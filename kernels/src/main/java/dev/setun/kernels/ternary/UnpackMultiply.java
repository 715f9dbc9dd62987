package dev.setun.kernels.ternary;

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
  private static final int FIELD = 3;

  @Override
  public String name() {
    return "unpack2-" + SHORTS.vectorBitSize();
  }

  @Override
  public int lanes() {
    return LANES;
  }

  @Override
  public int weightsPerWord() {
    return WEIGHTS;
  }

  @Override
  public int wordsPerChunk() {
    return WORDS_PER_CHUNK;
  }

  @Override
  public int preparedPerWord() {
    return WEIGHTS;
  }

  @Override
  public short pack(byte[] weights, int from) {
    int word = 0;
    for (int i = 0; i < WEIGHTS; i++) {
      word |= (weights[from + i] + 1) << 2 * i;
    }
    return (short) word;
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
      byte[] activations, int from, int count, int words, short[] prepared, int preparedAt) {
    for (int i = 0; i < count; i++) {
      prepared[preparedAt + i] = activations[from + i];
    }
    for (int i = count; i < words * WEIGHTS; i++) {
      prepared[preparedAt + i] = 0;
    }
  }

  @Override
  public void addOneToken(
      short[] prepared,
      short[] packed,
      int packedAt,
      int words,
      int tiles,
      int[] sums,
      int sumsAt) {
    for (int tile = 0; tile < tiles; tile++) {
      int at = packedAt + tile * words * ROWS;
      ShortVector a = ShortVector.zero(SHORTS);
      ShortVector b = a;
      ShortVector c = a;
      ShortVector d = a;
      for (int word = 0; word < words; word++) {
        ShortVector v = ShortVector.fromArray(SHORTS, packed, at);
        ShortVector w = ShortVector.fromArray(SHORTS, packed, at + LANES);
        ShortVector x = ShortVector.fromArray(SHORTS, packed, at + 2 * LANES);
        ShortVector y = ShortVector.fromArray(SHORTS, packed, at + 3 * LANES);
        for (int i = 0; i < WEIGHTS; i++) {
          ShortVector q = ShortVector.broadcast(SHORTS, prepared[word * WEIGHTS + i]);
          a = a.add(field(v, i).mul(q));
          b = b.add(field(w, i).mul(q));
          c = c.add(field(x, i).mul(q));
          d = d.add(field(y, i).mul(q));
        }
        at += ROWS;
      }
      Sums.addTile(a, b, c, d, sums, sumsAt + tile * ROWS);
    }
  }

  private static ShortVector field(ShortVector words, int i) {
    return words.lanewise(VectorOperators.LSHR, 2 * i).and((short) FIELD);
  }

  /// Two vectors of rows by four tokens: eight sums and what feeds them fit sixteen registers.
  @Override
  public void addFourTokens(
      short[] prepared,
      short[] packed,
      int packedAt,
      int words,
      int tiles,
      int[] sums,
      int sumsAt,
      int sumsStride) {
    int stride = words * WEIGHTS;
    for (int half = 0; half < 2 * tiles; half++) {
      int at = packedAt + (half >> 1) * words * ROWS + (half & 1) * 2 * LANES;
      ShortVector a0 = ShortVector.zero(SHORTS);
      ShortVector a1 = a0;
      ShortVector a2 = a0;
      ShortVector a3 = a0;
      ShortVector b0 = a0;
      ShortVector b1 = a0;
      ShortVector b2 = a0;
      ShortVector b3 = a0;
      for (int word = 0; word < words; word++) {
        ShortVector v = ShortVector.fromArray(SHORTS, packed, at);
        ShortVector w = ShortVector.fromArray(SHORTS, packed, at + LANES);
        for (int i = 0; i < WEIGHTS; i++) {
          int k = word * WEIGHTS + i;
          ShortVector first = field(v, i);
          ShortVector second = field(w, i);
          ShortVector q = ShortVector.broadcast(SHORTS, prepared[k]);
          a0 = a0.add(first.mul(q));
          b0 = b0.add(second.mul(q));
          q = ShortVector.broadcast(SHORTS, prepared[k + stride]);
          a1 = a1.add(first.mul(q));
          b1 = b1.add(second.mul(q));
          q = ShortVector.broadcast(SHORTS, prepared[k + 2 * stride]);
          a2 = a2.add(first.mul(q));
          b2 = b2.add(second.mul(q));
          q = ShortVector.broadcast(SHORTS, prepared[k + 3 * stride]);
          a3 = a3.add(first.mul(q));
          b3 = b3.add(second.mul(q));
        }
        at += ROWS;
      }
      int into = sumsAt + half * 2 * LANES;
      Sums.addPair(a0, b0, sums, into);
      Sums.addPair(a1, b1, sums, into + sumsStride);
      Sums.addPair(a2, b2, sums, into + 2 * sumsStride);
      Sums.addPair(a3, b3, sums, into + 3 * sumsStride);
    }
  }
}
