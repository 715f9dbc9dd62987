package dev.setun.kernels.numerics;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// The striped sums: sixteen partial sums, element i in partial sum i mod 16 in index order, then
/// halves added.
///
/// The sixteen are held as four vectors of four lanes, two of eight, or one of sixteen: the widest
/// that the machine prefers. In a last row of fewer than sixteen elements the missing lanes are
/// masked, not added as zeros, because -0 + 0 is not -0.
///
/// A method that takes or gives vectors is called in each call of its caller, never under a
/// condition that is no constant: C2 leaves a rare call as a call, and each vector that crosses it
/// is allocated.
public final class Stripes {
  private static final int STRIPES = 16;
  static final VectorSpecies<Float> FLOATS =
      switch (FloatVector.SPECIES_PREFERRED.length()) {
        case 2, 4 -> FloatVector.SPECIES_128;
        case 8 -> FloatVector.SPECIES_256;
        default -> FloatVector.SPECIES_512;
      };
  private static final int LANES = FLOATS.length();
  private static final int VECTORS = STRIPES / LANES;
  private static final VectorShuffle<Float> BY_8 = rotated(8);
  private static final VectorShuffle<Float> BY_4 = rotated(4);
  private static final VectorShuffle<Float> BY_2 = rotated(2);
  private static final VectorShuffle<Float> BY_1 = rotated(1);

  private static final ThreadLocal<float[]> SUMS_OF_THREAD =
      ThreadLocal.withInitial(() -> OwnLines.floats(STRIPES));

  private Stripes() {}

  private static VectorShuffle<Float> rotated(int by) {
    return VectorShuffle.fromOp(FLOATS, lane -> (lane + by) % LANES);
  }

  /// Lanes of the vectors that hold the stripes: 4, 8 or 16.
  public static int lanes() {
    return LANES;
  }

  /// The sum of sixteen stripes of an array.
  public static float joined(float[] stripes, int from) {
    FloatVector a = FloatVector.fromArray(FLOATS, stripes, from);
    FloatVector b = VECTORS > 1 ? FloatVector.fromArray(FLOATS, stripes, from + LANES) : a;
    FloatVector c = VECTORS > 2 ? FloatVector.fromArray(FLOATS, stripes, from + 2 * LANES) : a;
    FloatVector d = VECTORS > 2 ? FloatVector.fromArray(FLOATS, stripes, from + 3 * LANES) : a;
    return join(a, b, c, d);
  }

  /// Sum of x[i] * y[i], each product fused with its addition.
  public static float dot(float[] x, int xFrom, float[] y, int yFrom, int length) {
    return length % STRIPES == 0
        ? dotOfWhole(x, xFrom, y, yFrom, length)
        : dotOfAny(x, xFrom, y, yFrom, length);
  }

  /// The dot of whole rows of stripes, with the joining of [#join] written out: where this is
  /// inlined in a long body, C2 leaves methods that are not of the Vector API as calls, and then
  /// allocates a vector in each round of the loop.
  @CompiledAlone
  private static float dotOfWhole(float[] x, int xFrom, float[] y, int yFrom, int length) {
    FloatVector a = FloatVector.zero(FLOATS);
    FloatVector b = FloatVector.zero(FLOATS);
    FloatVector c = FloatVector.zero(FLOATS);
    FloatVector d = FloatVector.zero(FLOATS);
    for (int i = 0; i < length; i += STRIPES) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, xFrom + i);
      a = v.fma(FloatVector.fromArray(FLOATS, y, yFrom + i), a);
      if (VECTORS > 1) {
        v = FloatVector.fromArray(FLOATS, x, xFrom + i + LANES);
        b = v.fma(FloatVector.fromArray(FLOATS, y, yFrom + i + LANES), b);
      }
      if (VECTORS > 2) {
        v = FloatVector.fromArray(FLOATS, x, xFrom + i + 2 * LANES);
        c = v.fma(FloatVector.fromArray(FLOATS, y, yFrom + i + 2 * LANES), c);
        v = FloatVector.fromArray(FLOATS, x, xFrom + i + 3 * LANES);
        d = v.fma(FloatVector.fromArray(FLOATS, y, yFrom + i + 3 * LANES), d);
      }
    }
    if (VECTORS > 2) {
      a = a.add(c);
      b = b.add(d);
    }
    FloatVector s = VECTORS > 1 ? a.add(b) : a.add(a.rearrange(BY_8));
    if (VECTORS <= 2) {
      s = s.add(s.rearrange(BY_4));
    }
    s = s.add(s.rearrange(BY_2));
    return s.add(s.rearrange(BY_1)).lane(0);
  }

  private static float dotOfAny(float[] x, int xFrom, float[] y, int yFrom, int length) {
    FloatVector a = FloatVector.zero(FLOATS);
    FloatVector b = FloatVector.zero(FLOATS);
    FloatVector c = FloatVector.zero(FLOATS);
    FloatVector d = FloatVector.zero(FLOATS);
    int whole = length - length % STRIPES;
    for (int i = 0; i < whole; i += STRIPES) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, xFrom + i);
      a = v.fma(FloatVector.fromArray(FLOATS, y, yFrom + i), a);
      if (VECTORS > 1) {
        v = FloatVector.fromArray(FLOATS, x, xFrom + i + LANES);
        b = v.fma(FloatVector.fromArray(FLOATS, y, yFrom + i + LANES), b);
      }
      if (VECTORS > 2) {
        v = FloatVector.fromArray(FLOATS, x, xFrom + i + 2 * LANES);
        c = v.fma(FloatVector.fromArray(FLOATS, y, yFrom + i + 2 * LANES), c);
        v = FloatVector.fromArray(FLOATS, x, xFrom + i + 3 * LANES);
        d = v.fma(FloatVector.fromArray(FLOATS, y, yFrom + i + 3 * LANES), d);
      }
    }
    a = lastProducts(a, x, xFrom, y, yFrom, whole, length);
    if (VECTORS > 1) {
      b = lastProducts(b, x, xFrom, y, yFrom, whole + LANES, length);
    }
    if (VECTORS > 2) {
      c = lastProducts(c, x, xFrom, y, yFrom, whole + 2 * LANES, length);
      d = lastProducts(d, x, xFrom, y, yFrom, whole + 3 * LANES, length);
    }
    return join(a, b, c, d);
  }

  /// Adds the products at `i` and after, as far as there are any before `length`.
  private static FloatVector lastProducts(
      FloatVector sum, float[] x, int xFrom, float[] y, int yFrom, int i, int length) {
    if (i >= length) {
      return sum;
    }
    VectorMask<Float> mask = FLOATS.indexInRange(i, length);
    FloatVector v = FloatVector.fromArray(FLOATS, x, xFrom + i, mask);
    FloatVector w = FloatVector.fromArray(FLOATS, y, yFrom + i, mask);
    return sum.blend(v.fma(w, sum), mask);
  }

  /// Sum of x[i]. The stripes wait in memory for the last elements, which are fewer than sixteen: a
  /// mask is allocated on machines that have no registers for it.
  @CompiledAlone
  static float sum(float[] x, int from, int length) {
    FloatVector a = FloatVector.zero(FLOATS);
    FloatVector b = FloatVector.zero(FLOATS);
    FloatVector c = FloatVector.zero(FLOATS);
    FloatVector d = FloatVector.zero(FLOATS);
    int whole = length - length % STRIPES;
    for (int i = from; i < from + whole; i += STRIPES) {
      a = a.add(FloatVector.fromArray(FLOATS, x, i));
      if (VECTORS > 1) {
        b = b.add(FloatVector.fromArray(FLOATS, x, i + LANES));
      }
      if (VECTORS > 2) {
        c = c.add(FloatVector.fromArray(FLOATS, x, i + 2 * LANES));
        d = d.add(FloatVector.fromArray(FLOATS, x, i + 3 * LANES));
      }
    }
    float[] stripes = SUMS_OF_THREAD.get();
    a.intoArray(stripes, 0);
    if (VECTORS > 1) {
      b.intoArray(stripes, LANES);
    }
    if (VECTORS > 2) {
      c.intoArray(stripes, 2 * LANES);
      d.intoArray(stripes, 3 * LANES);
    }
    for (int i = whole; i < length; i++) {
      stripes[i - whole] += x[from + i];
    }
    for (int i = 0; i < 8; i++) {
      stripes[i] += stripes[i + 8];
    }
    float first = stripes[0] + stripes[4];
    float second = stripes[1] + stripes[5];
    float third = stripes[2] + stripes[6];
    float fourth = stripes[3] + stripes[7];
    return first + third + (second + fourth);
  }

  /// Adds halves until one is left; of the vectors only the first [#VECTORS] hold stripes.
  private static float join(FloatVector a, FloatVector b, FloatVector c, FloatVector d) {
    FloatVector s =
        switch (VECTORS) {
          case 1 -> a.add(a.rearrange(BY_8));
          case 2 -> a.add(b);
          default -> a.add(c).add(b.add(d));
        };
    if (VECTORS <= 2) {
      s = s.add(s.rearrange(BY_4));
    }
    s = s.add(s.rearrange(BY_2));
    return s.add(s.rearrange(BY_1)).lane(0);
  }
}
