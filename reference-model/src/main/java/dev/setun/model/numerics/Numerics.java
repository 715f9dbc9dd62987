package dev.setun.model.numerics;

import java.util.Arrays;

/// The floating-point operations of a forward pass (spec 1.2) in one profile: all that is computed
/// outside the ternary linears. `docs/numerics.md` defines each to the last bit, and the scalar
/// implementations here are that text in Java.
///
/// All arrays are binary32 and row-major; ranges are `[from, from + length)`. Implementations have
/// no state: the same operands give the same bits, on any thread.
public sealed interface Numerics permits CanonicalNumerics, PlainNumerics {
  /// Per-token absmax quantisation: q = clamp(rne(x * s), -128, 127).
  ///
  /// @param q written from `qFrom`
  /// @return s, the multiplier
  float quantise(float[] x, int from, int length, byte[] q, int qFrom);

  /// The output of a linear from its accumulator: (acc / s) * alpha, in this order, each step
  /// rounded.
  default float rescale(int accumulator, float scale, float alpha) {
    return accumulator / scale * alpha;
  }

  /// [#rescale] of each accumulator of one token.
  default void rescale(
      int[] accumulators, int from, float scale, float alpha, float[] y, int yFrom, int length) {
    for (int i = 0; i < length; i++) {
      y[yFrom + i] = rescale(accumulators[from + i], scale, alpha);
    }
  }

  /// Sum of x[i] * y[i].
  float dot(float[] x, int xFrom, float[] y, int yFrom, int length);

  /// Sum of x[i].
  float sum(float[] x, int from, int length);

  /// y += p * v, element by element: one term of [#weightedSum].
  void addScaled(float p, float[] v, int vFrom, float[] y, int yFrom, int length);

  /// The sum of `count` rows of v, row i times p[i]: y[j] = sum over i of p[i] * v[i * stride + j].
  ///
  /// @param p weights, from 0
  /// @param vFrom where the first row begins
  /// @param stride from one row to the next
  /// @param y `length` values, overwritten from `yFrom`
  void weightedSum(
      float[] p, int count, float[] v, int vFrom, int stride, float[] y, int yFrom, int length);

  /// [#weightedSum] of the same rows with several weights.
  ///
  /// @param p sums x count, from 0
  /// @param v rows of `length` values, one behind the other from `vFrom`
  /// @param y sums x length, overwritten from `yFrom`
  default void weightedSums(
      float[] p, int sums, float[] v, int vFrom, int count, float[] y, int yFrom, int length) {
    for (int i = 0; i < sums; i++) {
      float[] own = i == 0 ? p : Arrays.copyOfRange(p, i * count, (i + 1) * count);
      weightedSum(own, count, v, vFrom, length, y, yFrom + i * length, length);
    }
  }

  /// 1 / sqrt(sum(x * x) / n + epsilon).
  default float inverseRms(float[] x, int from, float epsilon, int length) {
    float mean = dot(x, from, x, from, length) / length;
    return 1.0f / (float) Math.sqrt(mean + epsilon);
  }

  /// y[i] = w[i] * (x[i] * r), r = 1 / sqrt(sum(x * x) / n + epsilon).
  default void rmsNorm(
      float[] x, int from, float[] w, float epsilon, float[] y, int yFrom, int length) {
    float r = inverseRms(x, from, epsilon, length);
    for (int i = 0; i < length; i++) {
      y[yFrom + i] = w[i] * (x[from + i] * r);
    }
  }

  /// Values as the profile keeps keys and values, and multiplies queries with them: rounded to a
  /// half-width format in a new array, or the same array.
  default float[] narrowed(float[] x) {
    return x;
  }

  /// The score of a query and a key: (sum of their products) * f.
  ///
  /// @param f 1 / sqrt(length)
  default float score(float[] query, int queryFrom, float[] key, int keyFrom, int length, float f) {
    return dot(query, queryFrom, key, keyFrom, length) * f;
  }

  /// [#score] of several queries and the same keys.
  ///
  /// @param q queries x length from `qFrom`
  /// @param k count x length from `kFrom`
  /// @param scores queries x count, written from 0
  default void scores(
      float[] q,
      int qFrom,
      int queries,
      float[] k,
      int kFrom,
      int count,
      int length,
      float f,
      float[] scores) {
    for (int i = 0; i < queries; i++) {
      for (int j = 0; j < count; j++) {
        scores[i * count + j] = score(q, qFrom + i * length, k, kFrom + j * length, length, f);
      }
    }
  }

  /// e to the power of x, for x <= 0.
  float exp(float x);

  /// p[i] = exp(x[i] - max x) / sum, in place.
  default void softmax(float[] x, int from, int length) {
    float largest = Float.NEGATIVE_INFINITY;
    for (int i = from; i < from + length; i++) {
      largest = Math.max(largest, x[i]);
    }
    for (int i = from; i < from + length; i++) {
      x[i] = exp(x[i] - largest);
    }
    float total = sum(x, from, length);
    for (int i = from; i < from + length; i++) {
      x[i] = x[i] / total;
    }
  }

  /// Cosine (even places) and sine (odd places) of the rotary angles of a position, for pairs j = 0
  /// .. headSize / 2 - 1.
  float[] rotaryAngles(int position, int headSize, double theta);

  /// Rotates the pairs (x[j], x[j + headSize / 2]) by the angles.
  default void rotate(float[] x, int from, int headSize, float[] angles) {
    int half = headSize / 2;
    for (int j = 0; j < half; j++) {
      float a = x[from + j];
      float b = x[from + j + half];
      float cos = angles[2 * j];
      float sin = angles[2 * j + 1];
      x[from + j] = a * cos - b * sin;
      x[from + j + half] = b * cos + a * sin;
    }
  }

  /// relu(gate)^2 * up, the gated activation of BitNet b1.58.
  default float reluSquared(float gate, float up) {
    float positive = Math.max(gate, 0.0f);
    return positive * positive * up;
  }

  /// gate[i] = [#reluSquared] of gate[i] and up[i], in place.
  default void reluSquared(float[] gate, float[] up, int length) {
    reluSquared(gate, 0, up, 0, gate, 0, length);
  }

  /// y[i] = [#reluSquared] of gate[i] and up[i].
  default void reluSquared(
      float[] gate, int gateFrom, float[] up, int upFrom, float[] y, int yFrom, int length) {
    for (int i = 0; i < length; i++) {
      y[yFrom + i] = reluSquared(gate[gateFrom + i], up[upFrom + i]);
    }
  }

  /// (gate / (1 + e^-gate)) * up, the gated activation of SwiGLU. The exponential is only asked for
  /// numbers up to 0: below 0 the fraction is gate * e^gate / (1 + e^gate).
  default float siluGated(float gate, float up) {
    float e = exp(-Math.abs(gate));
    float numerator = gate < 0 ? gate * e : gate;
    return numerator / (1.0f + e) * up;
  }

  /// gate[i] = [#siluGated] of gate[i] and up[i], in place.
  default void siluGated(float[] gate, float[] up, int length) {
    siluGated(gate, 0, up, 0, gate, 0, length);
  }

  /// y[i] = [#siluGated] of gate[i] and up[i].
  default void siluGated(
      float[] gate, int gateFrom, float[] up, int upFrom, float[] y, int yFrom, int length) {
    for (int i = 0; i < length; i++) {
      y[yFrom + i] = siluGated(gate[gateFrom + i], up[upFrom + i]);
    }
  }

  /// x[i] += y[i]: the residual connection.
  default void add(float[] x, float[] y, int length) {
    add(x, 0, y, 0, length);
  }

  /// As above, on parts of both.
  default void add(float[] x, int xFrom, float[] y, int yFrom, int length) {
    for (int i = 0; i < length; i++) {
      x[xFrom + i] += y[yFrom + i];
    }
  }
}
