package dev.setun.model.numerics;

/// Profile `canonical`: the rules of `docs/numerics.md`, which says each in words.
final class CanonicalNumerics implements Numerics {
  private static final int STRIPES = 16;

  @Override
  public float quantise(float[] x, int from, int length, byte[] q, int qFrom) {
    double largest = 1e-5;
    for (int i = from; i < from + length; i++) {
      largest = Math.max(largest, Math.abs((double) x[i]));
    }
    float scale = (float) (127 / largest);
    for (int i = 0; i < length; i++) {
      q[qFrom + i] = (byte) Math.clamp((long) Math.rint((double) (x[from + i] * scale)), -128, 127);
    }
    return scale;
  }

  @Override
  public float dot(float[] x, int xFrom, float[] y, int yFrom, int length) {
    float[] partial = new float[STRIPES];
    for (int i = 0; i < length; i++) {
      partial[i % STRIPES] = Math.fma(x[xFrom + i], y[yFrom + i], partial[i % STRIPES]);
    }
    return joined(partial);
  }

  @Override
  public float sum(float[] x, int from, int length) {
    float[] partial = new float[STRIPES];
    for (int i = 0; i < length; i++) {
      partial[i % STRIPES] += x[from + i];
    }
    return joined(partial);
  }

  /// Halves are added: 16 stripes to 8, 4, 2, 1.
  private static float joined(float[] partial) {
    for (int half = STRIPES / 2; half >= 1; half /= 2) {
      for (int i = 0; i < half; i++) {
        partial[i] += partial[i + half];
      }
    }
    return partial[0];
  }

  @Override
  public void addScaled(float p, float[] v, int vFrom, float[] y, int yFrom, int length) {
    for (int i = 0; i < length; i++) {
      y[yFrom + i] = Math.fma(p, v[vFrom + i], y[yFrom + i]);
    }
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
