package dev.setun.kernels.numerics;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The weighted sum of rows (numerics.md: striped-weighted-sum) for a vector of columns at once: a
/// vector for each of the 16 partial sums, which with AVX-512 all stay in registers.
final class WeightedSum {
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final int STRIPES = 16;

  private WeightedSum() {}

  /// y[j] = sum over i of p[pFrom + i] * v[i * stride + j], a vector of j.
  @CompiledAlone
  static void columns(
      float[] p, int pFrom, int count, float[] v, int vFrom, int stride, float[] y, int yFrom) {
    FloatVector sa = FloatVector.zero(FLOATS);
    FloatVector sb = FloatVector.zero(FLOATS);
    FloatVector sc = FloatVector.zero(FLOATS);
    FloatVector sd = FloatVector.zero(FLOATS);
    FloatVector se = FloatVector.zero(FLOATS);
    FloatVector sf = FloatVector.zero(FLOATS);
    FloatVector sg = FloatVector.zero(FLOATS);
    FloatVector sh = FloatVector.zero(FLOATS);
    FloatVector si = FloatVector.zero(FLOATS);
    FloatVector sj = FloatVector.zero(FLOATS);
    FloatVector sk = FloatVector.zero(FLOATS);
    FloatVector sl = FloatVector.zero(FLOATS);
    FloatVector sm = FloatVector.zero(FLOATS);
    FloatVector sn = FloatVector.zero(FLOATS);
    FloatVector so = FloatVector.zero(FLOATS);
    FloatVector sp = FloatVector.zero(FLOATS);
    int whole = count - count % STRIPES;
    int at = vFrom;
    for (int i = 0; i < whole; i += STRIPES) {
      sa =
          FloatVector.fromArray(FLOATS, v, at).fma(FloatVector.broadcast(FLOATS, p[pFrom + i]), sa);
      sb =
          FloatVector.fromArray(FLOATS, v, at + stride)
              .fma(FloatVector.broadcast(FLOATS, p[pFrom + i + 1]), sb);
      sc =
          FloatVector.fromArray(FLOATS, v, at + 2 * stride)
              .fma(FloatVector.broadcast(FLOATS, p[pFrom + i + 2]), sc);
      sd =
          FloatVector.fromArray(FLOATS, v, at + 3 * stride)
              .fma(FloatVector.broadcast(FLOATS, p[pFrom + i + 3]), sd);
      se =
          FloatVector.fromArray(FLOATS, v, at + 4 * stride)
              .fma(FloatVector.broadcast(FLOATS, p[pFrom + i + 4]), se);
      sf =
          FloatVector.fromArray(FLOATS, v, at + 5 * stride)
              .fma(FloatVector.broadcast(FLOATS, p[pFrom + i + 5]), sf);
      sg =
          FloatVector.fromArray(FLOATS, v, at + 6 * stride)
              .fma(FloatVector.broadcast(FLOATS, p[pFrom + i + 6]), sg);
      sh =
          FloatVector.fromArray(FLOATS, v, at + 7 * stride)
              .fma(FloatVector.broadcast(FLOATS, p[pFrom + i + 7]), sh);
      si =
          FloatVector.fromArray(FLOATS, v, at + 8 * stride)
              .fma(FloatVector.broadcast(FLOATS, p[pFrom + i + 8]), si);
      sj =
          FloatVector.fromArray(FLOATS, v, at + 9 * stride)
              .fma(FloatVector.broadcast(FLOATS, p[pFrom + i + 9]), sj);
      sk =
          FloatVector.fromArray(FLOATS, v, at + 10 * stride)
              .fma(FloatVector.broadcast(FLOATS, p[pFrom + i + 10]), sk);
      sl =
          FloatVector.fromArray(FLOATS, v, at + 11 * stride)
              .fma(FloatVector.broadcast(FLOATS, p[pFrom + i + 11]), sl);
      sm =
          FloatVector.fromArray(FLOATS, v, at + 12 * stride)
              .fma(FloatVector.broadcast(FLOATS, p[pFrom + i + 12]), sm);
      sn =
          FloatVector.fromArray(FLOATS, v, at + 13 * stride)
              .fma(FloatVector.broadcast(FLOATS, p[pFrom + i + 13]), sn);
      so =
          FloatVector.fromArray(FLOATS, v, at + 14 * stride)
              .fma(FloatVector.broadcast(FLOATS, p[pFrom + i + 14]), so);
      sp =
          FloatVector.fromArray(FLOATS, v, at + 15 * stride)
              .fma(FloatVector.broadcast(FLOATS, p[pFrom + i + 15]), sp);
      at += STRIPES * stride;
    }
    int left = count - whole;
    int last = pFrom + whole;
    if (left > 0) {
      FloatVector row = FloatVector.fromArray(FLOATS, v, at + 0 * stride);
      sa = row.fma(FloatVector.broadcast(FLOATS, p[last + 0]), sa);
    }
    if (left > 1) {
      FloatVector row = FloatVector.fromArray(FLOATS, v, at + 1 * stride);
      sb = row.fma(FloatVector.broadcast(FLOATS, p[last + 1]), sb);
    }
    if (left > 2) {
      FloatVector row = FloatVector.fromArray(FLOATS, v, at + 2 * stride);
      sc = row.fma(FloatVector.broadcast(FLOATS, p[last + 2]), sc);
    }
    if (left > 3) {
      FloatVector row = FloatVector.fromArray(FLOATS, v, at + 3 * stride);
      sd = row.fma(FloatVector.broadcast(FLOATS, p[last + 3]), sd);
    }
    if (left > 4) {
      FloatVector row = FloatVector.fromArray(FLOATS, v, at + 4 * stride);
      se = row.fma(FloatVector.broadcast(FLOATS, p[last + 4]), se);
    }
    if (left > 5) {
      FloatVector row = FloatVector.fromArray(FLOATS, v, at + 5 * stride);
      sf = row.fma(FloatVector.broadcast(FLOATS, p[last + 5]), sf);
    }
    if (left > 6) {
      FloatVector row = FloatVector.fromArray(FLOATS, v, at + 6 * stride);
      sg = row.fma(FloatVector.broadcast(FLOATS, p[last + 6]), sg);
    }
    if (left > 7) {
      FloatVector row = FloatVector.fromArray(FLOATS, v, at + 7 * stride);
      sh = row.fma(FloatVector.broadcast(FLOATS, p[last + 7]), sh);
    }
    if (left > 8) {
      FloatVector row = FloatVector.fromArray(FLOATS, v, at + 8 * stride);
      si = row.fma(FloatVector.broadcast(FLOATS, p[last + 8]), si);
    }
    if (left > 9) {
      FloatVector row = FloatVector.fromArray(FLOATS, v, at + 9 * stride);
      sj = row.fma(FloatVector.broadcast(FLOATS, p[last + 9]), sj);
    }
    if (left > 10) {
      FloatVector row = FloatVector.fromArray(FLOATS, v, at + 10 * stride);
      sk = row.fma(FloatVector.broadcast(FLOATS, p[last + 10]), sk);
    }
    if (left > 11) {
      FloatVector row = FloatVector.fromArray(FLOATS, v, at + 11 * stride);
      sl = row.fma(FloatVector.broadcast(FLOATS, p[last + 11]), sl);
    }
    if (left > 12) {
      FloatVector row = FloatVector.fromArray(FLOATS, v, at + 12 * stride);
      sm = row.fma(FloatVector.broadcast(FLOATS, p[last + 12]), sm);
    }
    if (left > 13) {
      FloatVector row = FloatVector.fromArray(FLOATS, v, at + 13 * stride);
      sn = row.fma(FloatVector.broadcast(FLOATS, p[last + 13]), sn);
    }
    if (left > 14) {
      FloatVector row = FloatVector.fromArray(FLOATS, v, at + 14 * stride);
      so = row.fma(FloatVector.broadcast(FLOATS, p[last + 14]), so);
    }
    sa = sa.add(si);
    sb = sb.add(sj);
    sc = sc.add(sk);
    sd = sd.add(sl);
    se = se.add(sm);
    sf = sf.add(sn);
    sg = sg.add(so);
    sh = sh.add(sp);
    sa = sa.add(se);
    sb = sb.add(sf);
    sc = sc.add(sg);
    sd = sd.add(sh);
    sa = sa.add(sc);
    sb = sb.add(sd);
    sa = sa.add(sb);
    sa.intoArray(y, yFrom);
  }
}
