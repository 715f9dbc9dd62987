package dev.setun.model.numerics;

/// Profile `canonical`: the rules of `docs/numerics.md`, which says each in words.
///
/// A subclass outside this package may compute any of them faster, on vectors for example, if every
/// bit stays the same. Those in this package are profiles that share some of the rules.
public non-sealed class CanonicalNumerics implements Numerics {
  private static final double SMALLEST_ABSMAX = 1e-5;
  private static final int STRIPES = 16;

  /// Has no state.
  public CanonicalNumerics() {}

  @Override
  public float quantise(float[] x, int from, int length, byte[] q, int qFrom) {
    double largest = Math.max(SMALLEST_ABSMAX, (double) absMax(x, from, length));
    float scale = (float) (127 / largest);
    round(x, from, length, scale, q, qFrom);
    return scale;
  }

  /// The largest |x[i]|, or 0.
  protected float absMax(float[] x, int from, int length) {
    float largest = 0;
    for (int i = from; i < from + length; i++) {
      largest = Math.max(largest, Math.abs(x[i]));
    }
    return largest;
  }

  /// q = clamp(rne(x * scale), -128, 127).
  protected void round(float[] x, int from, int length, float scale, byte[] q, int qFrom) {
    for (int i = 0; i < length; i++) {
      q[qFrom + i] = (byte) Math.clamp((long) Math.rint((double) (x[from + i] * scale)), -128, 127);
    }
  }

  @Override
  public float dot(float[] x, int xFrom, float[] y, int yFrom, int length) {
    float[] partial = new float[STRIPES];
    int whole = length - length % STRIPES;
    for (int start = 0; start < whole; start += STRIPES) {
      for (int i = 0; i < STRIPES; i++) {
        partial[i] = Math.fma(x[xFrom + start + i], y[yFrom + start + i], partial[i]);
      }
    }
    for (int i = 0; i < length - whole; i++) {
      partial[i] = Math.fma(x[xFrom + whole + i], y[yFrom + whole + i], partial[i]);
    }
    joinHalves(partial, 1);
    return partial[0];
  }

  @Override
  public float sum(float[] x, int from, int length) {
    float[] partial = new float[STRIPES];
    for (int i = 0; i < length; i++) {
      partial[i % STRIPES] += x[from + i];
    }
    joinHalves(partial, 1);
    return partial[0];
  }

  /// Adds the upper half of the stripes to the lower one, 8, 4, 2, 1; the sums are then in the
  /// first.
  ///
  /// @param length values of a stripe
  private static void joinHalves(float[] partial, int length) {
    for (int half = STRIPES / 2; half >= 1; half /= 2) {
      for (int i = 0; i < half * length; i++) {
        partial[i] += partial[i + half * length];
      }
    }
  }

  @Override
  public void addScaled(float p, float[] v, int vFrom, float[] y, int yFrom, int length) {
    for (int i = 0; i < length; i++) {
      y[yFrom + i] = Math.fma(p, v[vFrom + i], y[yFrom + i]);
    }
  }

  @Override
  public void weightedSum(
      float[] p, int count, float[] v, int vFrom, int stride, float[] y, int yFrom, int length) {
    float[] partial = new float[STRIPES * length];
    for (int i = 0; i < count; i++) {
      addScaled(p[i], v, vFrom + i * stride, partial, i % STRIPES * length, length);
    }
    joinHalves(partial, length);
    System.arraycopy(partial, 0, y, yFrom, length);
  }

  @Override
  public float exp(float x) {
    return CanonicalExp.exp(x);
  }

  @Override
  public float[] rotaryAngles(int position, int headSize, double theta) {
    float[] angles = new float[headSize];
    for (int j = 0; j < headSize / 2; j++) {
      double angle = position * StrictMath.pow(theta, -2.0 * j / headSize);
      angles[2 * j] = (float) StrictMath.cos(angle);
      angles[2 * j + 1] = (float) StrictMath.sin(angle);
    }
    return angles;
  }
}
