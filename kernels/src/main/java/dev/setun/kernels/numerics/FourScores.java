package dev.setun.kernels.numerics;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// Scores of four queries, or two, with many keys on vectors of 16 lanes: a key that is loaded
/// serves four queries, and the stripes of sixteen dots are joined together, lane by lane in the
/// order of numerics.md (striped-sum), instead of one dot after the other.
///
/// The sixteen stripes of a dot are the lanes of one vector. To add the upper half of each half,
/// quarter and so on to the lower one, two vectors become one: a *fold* takes the lanes of x where
/// a mask is clear and those of y where it is set, and adds to them what lies half, a quarter ...
/// away in x and y. After four levels a lane holds one dot.
final class FourScores {
  /// Queries at once.
  private static final int QUERIES = 4;

  private static final int STRIPES = 16;

  /// Keys whose dots are joined at once.
  private static final int KEYS = 16;

  private static final int KEYS_OF_A_STEP = 4;
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_512;
  private static final VectorMask<Float> UPPER_8 = mask(8);
  private static final VectorMask<Float> UPPER_4 = mask(4);
  private static final VectorMask<Float> UPPER_2 = mask(2);
  private static final VectorMask<Float> UPPER_1 = mask(1);
  private static final VectorShuffle<Float> SWAP_8 = swap(8);
  private static final VectorShuffle<Float> SWAP_4 = swap(4);
  private static final VectorShuffle<Float> SWAP_2 = swap(2);
  private static final VectorShuffle<Float> SWAP_1 = swap(1);

  /// Stripes of four queries x sixteen keys: they go through memory so that no method is longer
  /// than what C2 keeps in registers.
  private static final ThreadLocal<float[]> STRIPES_OF_THREAD =
      ThreadLocal.withInitial(() -> OwnLines.floats(QUERIES * KEYS * STRIPES));

  private FourScores() {}

  private static VectorMask<Float> mask(int bit) {
    long lanes = 0;
    for (int lane = 0; lane < STRIPES; lane++) {
      lanes |= (lane & bit) != 0 ? 1L << lane : 0;
    }
    return VectorMask.fromLong(FLOATS, lanes);
  }

  private static VectorShuffle<Float> swap(int bit) {
    return VectorShuffle.fromOp(FLOATS, lane -> lane ^ bit);
  }

  /// Whether this machine has such vectors and a head is whole ones.
  static boolean take(int length) {
    return Stripes.lanes() == STRIPES && length % STRIPES == 0;
  }

  /// See [dev.setun.model.numerics.Numerics#scores].
  ///
  /// @param queries even: fours, and two at the end
  static void of(
      float[] q,
      int qFrom,
      int queries,
      float[] k,
      int kFrom,
      int count,
      int length,
      float f,
      float[] scores) {
    int query = 0;
    while (query < queries) {
      int group = Math.min(QUERIES, queries - query);
      int qAt = qFrom + query * length;
      of(q, qAt, group, k, kFrom, count, length, f, scores, query * count);
      query += group;
    }
  }

  /// @param queries two or four
  private static void of(
      float[] q,
      int qFrom,
      int queries,
      float[] k,
      int kFrom,
      int count,
      int length,
      float f,
      float[] scores,
      int to) {
    float[] stripes = STRIPES_OF_THREAD.get();
    int whole = count - count % KEYS_OF_A_STEP;
    for (int key = 0; key < whole; key += KEYS) {
      int keys = Math.min(KEYS, whole - key);
      for (int i = 0; i < keys; i += KEYS_OF_A_STEP) {
        int kAt = kFrom + (key + i) * length;
        if (queries == QUERIES) {
          dots(q, qFrom, k, kAt, length, stripes, i * STRIPES);
        } else {
          dotsOfTwo(q, qFrom, k, kAt, length, stripes, i * STRIPES);
        }
      }
      for (int i = 0; i < queries; i++) {
        int from = i * KEYS * STRIPES;
        foldHalvesAndQuarters(stripes, from);
        foldRest(stripes, from, f, scores, to + i * count + key, keys);
      }
    }
    for (int i = 0; i < queries; i++) {
      for (int key = whole; key < count; key++) {
        scores[to + i * count + key] =
            Stripes.dot(q, qFrom + i * length, k, kFrom + key * length, length) * f;
      }
    }
  }

  /// Stripes of the dots of four queries (a to d) and four keys (0 to 3).
  @CompiledAlone
  private static void dots(
      float[] q, int qFrom, float[] k, int kFrom, int length, float[] stripes, int to) {
    FloatVector a0 = FloatVector.zero(FLOATS);
    FloatVector a1 = FloatVector.zero(FLOATS);
    FloatVector a2 = FloatVector.zero(FLOATS);
    FloatVector a3 = FloatVector.zero(FLOATS);
    FloatVector b0 = FloatVector.zero(FLOATS);
    FloatVector b1 = FloatVector.zero(FLOATS);
    FloatVector b2 = FloatVector.zero(FLOATS);
    FloatVector b3 = FloatVector.zero(FLOATS);
    FloatVector c0 = FloatVector.zero(FLOATS);
    FloatVector c1 = FloatVector.zero(FLOATS);
    FloatVector c2 = FloatVector.zero(FLOATS);
    FloatVector c3 = FloatVector.zero(FLOATS);
    FloatVector d0 = FloatVector.zero(FLOATS);
    FloatVector d1 = FloatVector.zero(FLOATS);
    FloatVector d2 = FloatVector.zero(FLOATS);
    FloatVector d3 = FloatVector.zero(FLOATS);
    for (int j = 0; j < length; j += STRIPES) {
      FloatVector v0 = FloatVector.fromArray(FLOATS, k, kFrom + j);
      FloatVector v1 = FloatVector.fromArray(FLOATS, k, kFrom + j + length);
      FloatVector v2 = FloatVector.fromArray(FLOATS, k, kFrom + j + 2 * length);
      FloatVector v3 = FloatVector.fromArray(FLOATS, k, kFrom + j + 3 * length);
      FloatVector w = FloatVector.fromArray(FLOATS, q, qFrom + j);
      a0 = w.fma(v0, a0);
      a1 = w.fma(v1, a1);
      a2 = w.fma(v2, a2);
      a3 = w.fma(v3, a3);
      w = FloatVector.fromArray(FLOATS, q, qFrom + j + length);
      b0 = w.fma(v0, b0);
      b1 = w.fma(v1, b1);
      b2 = w.fma(v2, b2);
      b3 = w.fma(v3, b3);
      w = FloatVector.fromArray(FLOATS, q, qFrom + j + 2 * length);
      c0 = w.fma(v0, c0);
      c1 = w.fma(v1, c1);
      c2 = w.fma(v2, c2);
      c3 = w.fma(v3, c3);
      w = FloatVector.fromArray(FLOATS, q, qFrom + j + 3 * length);
      d0 = w.fma(v0, d0);
      d1 = w.fma(v1, d1);
      d2 = w.fma(v2, d2);
      d3 = w.fma(v3, d3);
    }
    a0.intoArray(stripes, to);
    a1.intoArray(stripes, to + STRIPES);
    a2.intoArray(stripes, to + 2 * STRIPES);
    a3.intoArray(stripes, to + 3 * STRIPES);
    b0.intoArray(stripes, to + KEYS * STRIPES);
    b1.intoArray(stripes, to + KEYS * STRIPES + STRIPES);
    b2.intoArray(stripes, to + KEYS * STRIPES + 2 * STRIPES);
    b3.intoArray(stripes, to + KEYS * STRIPES + 3 * STRIPES);
    c0.intoArray(stripes, to + 2 * KEYS * STRIPES);
    c1.intoArray(stripes, to + 2 * KEYS * STRIPES + STRIPES);
    c2.intoArray(stripes, to + 2 * KEYS * STRIPES + 2 * STRIPES);
    c3.intoArray(stripes, to + 2 * KEYS * STRIPES + 3 * STRIPES);
    d0.intoArray(stripes, to + 3 * KEYS * STRIPES);
    d1.intoArray(stripes, to + 3 * KEYS * STRIPES + STRIPES);
    d2.intoArray(stripes, to + 3 * KEYS * STRIPES + 2 * STRIPES);
    d3.intoArray(stripes, to + 3 * KEYS * STRIPES + 3 * STRIPES);
  }

  /// Stripes of the dots of two queries (a and b) and four keys (0 to 3).
  @CompiledAlone
  private static void dotsOfTwo(
      float[] q, int qFrom, float[] k, int kFrom, int length, float[] stripes, int to) {
    FloatVector a0 = FloatVector.zero(FLOATS);
    FloatVector a1 = FloatVector.zero(FLOATS);
    FloatVector a2 = FloatVector.zero(FLOATS);
    FloatVector a3 = FloatVector.zero(FLOATS);
    FloatVector b0 = FloatVector.zero(FLOATS);
    FloatVector b1 = FloatVector.zero(FLOATS);
    FloatVector b2 = FloatVector.zero(FLOATS);
    FloatVector b3 = FloatVector.zero(FLOATS);
    for (int j = 0; j < length; j += STRIPES) {
      FloatVector v0 = FloatVector.fromArray(FLOATS, k, kFrom + j);
      FloatVector v1 = FloatVector.fromArray(FLOATS, k, kFrom + j + length);
      FloatVector v2 = FloatVector.fromArray(FLOATS, k, kFrom + j + 2 * length);
      FloatVector v3 = FloatVector.fromArray(FLOATS, k, kFrom + j + 3 * length);
      FloatVector w = FloatVector.fromArray(FLOATS, q, qFrom + j);
      a0 = w.fma(v0, a0);
      a1 = w.fma(v1, a1);
      a2 = w.fma(v2, a2);
      a3 = w.fma(v3, a3);
      w = FloatVector.fromArray(FLOATS, q, qFrom + j + length);
      b0 = w.fma(v0, b0);
      b1 = w.fma(v1, b1);
      b2 = w.fma(v2, b2);
      b3 = w.fma(v3, b3);
    }
    a0.intoArray(stripes, to);
    a1.intoArray(stripes, to + STRIPES);
    a2.intoArray(stripes, to + 2 * STRIPES);
    a3.intoArray(stripes, to + 3 * STRIPES);
    b0.intoArray(stripes, to + KEYS * STRIPES);
    b1.intoArray(stripes, to + KEYS * STRIPES + STRIPES);
    b2.intoArray(stripes, to + KEYS * STRIPES + 2 * STRIPES);
    b3.intoArray(stripes, to + KEYS * STRIPES + 3 * STRIPES);
  }

  /// Vectors i, i + 4, i + 8 and i + 12 become vector i.
  private static void foldHalvesAndQuarters(float[] stripes, int from) {
    for (int i = from; i < from + 4 * STRIPES; i += STRIPES) {
      FloatVector x = FloatVector.fromArray(FLOATS, stripes, i);
      FloatVector y = FloatVector.fromArray(FLOATS, stripes, i + 8 * STRIPES);
      FloatVector a = x.blend(y, UPPER_8).add(y.blend(x, UPPER_8).rearrange(SWAP_8));
      x = FloatVector.fromArray(FLOATS, stripes, i + 4 * STRIPES);
      y = FloatVector.fromArray(FLOATS, stripes, i + 12 * STRIPES);
      FloatVector b = x.blend(y, UPPER_8).add(y.blend(x, UPPER_8).rearrange(SWAP_8));
      a.blend(b, UPPER_4).add(b.blend(a, UPPER_4).rearrange(SWAP_4)).intoArray(stripes, i);
    }
  }

  /// Vectors 0 to 3 become one, of which `keys` lanes are scores.
  private static void foldRest(
      float[] stripes, int from, float f, float[] scores, int to, int keys) {
    FloatVector x = FloatVector.fromArray(FLOATS, stripes, from);
    FloatVector y = FloatVector.fromArray(FLOATS, stripes, from + 2 * STRIPES);
    FloatVector a = x.blend(y, UPPER_2).add(y.blend(x, UPPER_2).rearrange(SWAP_2));
    x = FloatVector.fromArray(FLOATS, stripes, from + STRIPES);
    y = FloatVector.fromArray(FLOATS, stripes, from + 3 * STRIPES);
    FloatVector b = x.blend(y, UPPER_2).add(y.blend(x, UPPER_2).rearrange(SWAP_2));
    a.blend(b, UPPER_1)
        .add(b.blend(a, UPPER_1).rearrange(SWAP_1))
        .mul(f)
        .intoArray(scores, to, FLOATS.indexInRange(0, keys));
  }
}
