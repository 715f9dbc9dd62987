package dev.setun.kernels.numerics;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Four weighted sums, or two, of the same rows on vectors of 16 lanes (numerics.md:
/// striped-weighted-sum): a row that is loaded serves four sums.
///
/// One partial sum after the other, that is the rows i, i + 16, i + 32 and so on, four vectors of
/// columns at once: sixteen accumulators. The sixteen partial sums are joined at the end.
final class FourSums {
  /// Sums at once.
  private static final int SUMS = 4;

  private static final int STRIPES = 16;
  private static final int LANES = 16;

  /// Columns at once.
  private static final int COLUMNS = 4 * LANES;

  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_512;

  /// Stripes x sums x columns.
  private static final ThreadLocal<float[]> PARTIAL_OF_THREAD =
      ThreadLocal.withInitial(() -> OwnLines.floats(STRIPES * SUMS * COLUMNS));

  private FourSums() {}

  /// Whether this machine has such vectors and a head is whole groups of them.
  static boolean take(int length) {
    return Stripes.lanes() == LANES && length % COLUMNS == 0;
  }

  /// See [dev.setun.model.numerics.Numerics#weightedSums].
  ///
  /// @param sums even: fours, and two at the end
  static void of(
      float[] p, int sums, float[] v, int vFrom, int count, float[] y, int yFrom, int length) {
    int sum = 0;
    while (sum < sums) {
      int group = Math.min(SUMS, sums - sum);
      for (int column = 0; column < length; column += COLUMNS) {
        int to = yFrom + sum * length + column;
        columns(p, sum * count, group, v, vFrom + column, count, y, to, length);
      }
      sum += group;
    }
  }

  /// Some columns of two or four sums.
  private static void columns(
      float[] p,
      int pFrom,
      int sums,
      float[] v,
      int vFrom,
      int count,
      float[] y,
      int yFrom,
      int length) {
    float[] partial = PARTIAL_OF_THREAD.get();
    int stripes = Math.min(STRIPES, count);
    int vStride = STRIPES * length;
    for (int stripe = 0; stripe < stripes; stripe++) {
      int rows = Math.ceilDiv(count - stripe, STRIPES);
      int vAt = vFrom + stripe * length;
      int to = stripe * SUMS * COLUMNS;
      if (sums == SUMS) {
        add(p, pFrom + stripe, count, rows, v, vAt, vStride, partial, to);
      } else {
        addTwo(p, pFrom + stripe, count, rows, v, vAt, vStride, partial, to);
      }
    }
    Arrays.fill(partial, stripes * SUMS * COLUMNS, STRIPES * SUMS * COLUMNS, 0);
    for (int i = 0; i < sums; i++) {
      for (int j = 0; j < COLUMNS; j += LANES) {
        join(partial, i * COLUMNS + j, y, yFrom + i * length + j);
      }
    }
  }

  /// One partial sum of four sums (a to d), four vectors of columns each (0 to 3).
  @CompiledAlone
  private static void add(
      float[] p,
      int pFrom,
      int pStride,
      int rows,
      float[] v,
      int vFrom,
      int vStride,
      float[] partial,
      int to) {
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
    int at = vFrom;
    int weight = pFrom;
    for (int row = 0; row < rows; row++) {
      FloatVector v0 = FloatVector.fromArray(FLOATS, v, at);
      FloatVector v1 = FloatVector.fromArray(FLOATS, v, at + LANES);
      FloatVector v2 = FloatVector.fromArray(FLOATS, v, at + 2 * LANES);
      FloatVector v3 = FloatVector.fromArray(FLOATS, v, at + 3 * LANES);
      FloatVector w = FloatVector.broadcast(FLOATS, p[weight]);
      a0 = v0.fma(w, a0);
      a1 = v1.fma(w, a1);
      a2 = v2.fma(w, a2);
      a3 = v3.fma(w, a3);
      w = FloatVector.broadcast(FLOATS, p[weight + pStride]);
      b0 = v0.fma(w, b0);
      b1 = v1.fma(w, b1);
      b2 = v2.fma(w, b2);
      b3 = v3.fma(w, b3);
      w = FloatVector.broadcast(FLOATS, p[weight + 2 * pStride]);
      c0 = v0.fma(w, c0);
      c1 = v1.fma(w, c1);
      c2 = v2.fma(w, c2);
      c3 = v3.fma(w, c3);
      w = FloatVector.broadcast(FLOATS, p[weight + 3 * pStride]);
      d0 = v0.fma(w, d0);
      d1 = v1.fma(w, d1);
      d2 = v2.fma(w, d2);
      d3 = v3.fma(w, d3);
      at += vStride;
      weight += STRIPES;
    }
    a0.intoArray(partial, to);
    a1.intoArray(partial, to + LANES);
    a2.intoArray(partial, to + 2 * LANES);
    a3.intoArray(partial, to + 3 * LANES);
    b0.intoArray(partial, to + COLUMNS);
    b1.intoArray(partial, to + COLUMNS + LANES);
    b2.intoArray(partial, to + COLUMNS + 2 * LANES);
    b3.intoArray(partial, to + COLUMNS + 3 * LANES);
    c0.intoArray(partial, to + 2 * COLUMNS);
    c1.intoArray(partial, to + 2 * COLUMNS + LANES);
    c2.intoArray(partial, to + 2 * COLUMNS + 2 * LANES);
    c3.intoArray(partial, to + 2 * COLUMNS + 3 * LANES);
    d0.intoArray(partial, to + 3 * COLUMNS);
    d1.intoArray(partial, to + 3 * COLUMNS + LANES);
    d2.intoArray(partial, to + 3 * COLUMNS + 2 * LANES);
    d3.intoArray(partial, to + 3 * COLUMNS + 3 * LANES);
  }

  /// One partial sum of two sums (a and b), four vectors of columns each (0 to 3).
  @CompiledAlone
  private static void addTwo(
      float[] p,
      int pFrom,
      int pStride,
      int rows,
      float[] v,
      int vFrom,
      int vStride,
      float[] partial,
      int to) {
    FloatVector a0 = FloatVector.zero(FLOATS);
    FloatVector a1 = FloatVector.zero(FLOATS);
    FloatVector a2 = FloatVector.zero(FLOATS);
    FloatVector a3 = FloatVector.zero(FLOATS);
    FloatVector b0 = FloatVector.zero(FLOATS);
    FloatVector b1 = FloatVector.zero(FLOATS);
    FloatVector b2 = FloatVector.zero(FLOATS);
    FloatVector b3 = FloatVector.zero(FLOATS);
    int at = vFrom;
    int weight = pFrom;
    for (int row = 0; row < rows; row++) {
      FloatVector v0 = FloatVector.fromArray(FLOATS, v, at);
      FloatVector v1 = FloatVector.fromArray(FLOATS, v, at + LANES);
      FloatVector v2 = FloatVector.fromArray(FLOATS, v, at + 2 * LANES);
      FloatVector v3 = FloatVector.fromArray(FLOATS, v, at + 3 * LANES);
      FloatVector w = FloatVector.broadcast(FLOATS, p[weight]);
      a0 = v0.fma(w, a0);
      a1 = v1.fma(w, a1);
      a2 = v2.fma(w, a2);
      a3 = v3.fma(w, a3);
      w = FloatVector.broadcast(FLOATS, p[weight + pStride]);
      b0 = v0.fma(w, b0);
      b1 = v1.fma(w, b1);
      b2 = v2.fma(w, b2);
      b3 = v3.fma(w, b3);
      at += vStride;
      weight += STRIPES;
    }
    a0.intoArray(partial, to);
    a1.intoArray(partial, to + LANES);
    a2.intoArray(partial, to + 2 * LANES);
    a3.intoArray(partial, to + 3 * LANES);
    b0.intoArray(partial, to + COLUMNS);
    b1.intoArray(partial, to + COLUMNS + LANES);
    b2.intoArray(partial, to + COLUMNS + 2 * LANES);
    b3.intoArray(partial, to + COLUMNS + 3 * LANES);
  }

  /// Adds halves of the sixteen partial sums until one is left, for one vector of columns.
  private static void join(float[] partial, int from, float[] y, int to) {
    int half = STRIPES / 2 * SUMS * COLUMNS;
    for (int i = 0; i < 4; i++) {
      int at = from + i * SUMS * COLUMNS;
      FloatVector a =
          FloatVector.fromArray(FLOATS, partial, at)
              .add(FloatVector.fromArray(FLOATS, partial, at + half));
      FloatVector b =
          FloatVector.fromArray(FLOATS, partial, at + half / 2)
              .add(FloatVector.fromArray(FLOATS, partial, at + half + half / 2));
      a.add(b).intoArray(partial, at);
    }
    FloatVector a =
        FloatVector.fromArray(FLOATS, partial, from)
            .add(FloatVector.fromArray(FLOATS, partial, from + 2 * SUMS * COLUMNS));
    FloatVector b =
        FloatVector.fromArray(FLOATS, partial, from + SUMS * COLUMNS)
            .add(FloatVector.fromArray(FLOATS, partial, from + 3 * SUMS * COLUMNS));
    a.add(b).intoArray(y, to);
  }
}
