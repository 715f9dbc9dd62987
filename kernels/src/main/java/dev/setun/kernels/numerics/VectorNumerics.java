package dev.setun.kernels.numerics;

import dev.setun.model.numerics.CanonicalExp;
import dev.setun.model.numerics.CanonicalNumerics;
import java.util.Arrays;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// The canonical profile on vectors, bit for bit (finite operands).
///
/// Every loop takes whole vectors; the rest is done under a mask or by the scalar code. Loading
/// this class needs the module `jdk.incubator.vector`.
public final class VectorNumerics extends CanonicalNumerics {
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> INTS =
      VectorSpecies.of(int.class, FLOATS.vectorShape());
  private static final int LANES = FLOATS.length();

  /// As many bytes as a vector has floats; vectors of four bytes do not exist.
  private static final boolean HAS_BYTES = LANES >= 8;

  private static final VectorSpecies<Byte> BYTES =
      HAS_BYTES
          ? VectorSpecies.of(byte.class, VectorShape.forBitSize(LANES * Byte.SIZE))
          : ByteVector.SPECIES_64;

  /// 1.5 x 2^23: its unit in the last place is 1, so that adding it to |v| < 2^22 rounds v to an
  /// integer, half to even, and leaves that integer in the low bits.
  private static final float ROUNDER = 0x1.8p23f;

  private static final int ROUNDER_BITS = Float.floatToRawIntBits(ROUNDER);
  private static final int EXPONENT_BIAS = 127;
  private static final int MANTISSA_BITS = 23;
  private static final VectorShuffle<Float> EVEN = VectorShuffle.fromOp(FLOATS, lane -> 2 * lane);
  private static final VectorShuffle<Float> ODD =
      VectorShuffle.fromOp(FLOATS, lane -> 2 * lane + 1);

  @Override
  public float dot(float[] x, int xFrom, float[] y, int yFrom, int length) {
    return Stripes.dot(x, xFrom, y, yFrom, length);
  }

  @Override
  public float sum(float[] x, int from, int length) {
    return Stripes.sum(x, from, length);
  }

  @Override
  protected float absMax(float[] x, int from, int length) {
    FloatVector largest = FloatVector.zero(FLOATS);
    int i = 0;
    for (; i < FLOATS.loopBound(length); i += LANES) {
      largest = largest.max(FloatVector.fromArray(FLOATS, x, from + i).abs());
    }
    if (i < length) {
      largest =
          largest.max(
              FloatVector.fromArray(FLOATS, x, from + i, FLOATS.indexInRange(i, length)).abs());
    }
    return largest.reduceLanes(VectorOperators.MAX);
  }

  @Override
  protected void round(float[] x, int from, int length, float scale, byte[] q, int qFrom) {
    int whole = HAS_BYTES ? FLOATS.loopBound(length) : 0;
    for (int i = 0; i < whole; i += LANES) {
      FloatVector rounded =
          FloatVector.fromArray(FLOATS, x, from + i).mul(scale).max(-128f).min(127f).add(ROUNDER);
      IntVector code = rounded.reinterpretAsInts().sub(ROUNDER_BITS);
      ((ByteVector) code.convertShape(VectorOperators.I2B, BYTES, 0)).intoArray(q, qFrom + i);
    }
    super.round(x, from + whole, length - whole, scale, q, qFrom + whole);
  }

  @Override
  public void rescale(
      int[] accumulators, int from, float scale, float alpha, float[] y, int yFrom, int length) {
    int i = 0;
    for (; i < INTS.loopBound(length); i += LANES) {
      IntVector accumulator = IntVector.fromArray(INTS, accumulators, from + i);
      FloatVector value = (FloatVector) accumulator.convert(VectorOperators.I2F, 0);
      value.div(scale).mul(alpha).intoArray(y, yFrom + i);
    }
    super.rescale(accumulators, from + i, scale, alpha, y, yFrom + i, length - i);
  }

  @Override
  public void addScaled(float p, float[] v, int vFrom, float[] y, int yFrom, int length) {
    FloatVector factor = FloatVector.broadcast(FLOATS, p);
    int i = 0;
    for (; i < FLOATS.loopBound(length); i += LANES) {
      FloatVector sum = FloatVector.fromArray(FLOATS, y, yFrom + i);
      factor.fma(FloatVector.fromArray(FLOATS, v, vFrom + i), sum).intoArray(y, yFrom + i);
    }
    super.addScaled(p, v, vFrom + i, y, yFrom + i, length - i);
  }

  @Override
  public void rmsNorm(
      float[] x, int from, float[] w, float epsilon, float[] y, int yFrom, int length) {
    float r = inverseRms(x, from, epsilon, length);
    int i = 0;
    for (; i < FLOATS.loopBound(length); i += LANES) {
      FloatVector scaled = FloatVector.fromArray(FLOATS, x, from + i).mul(r);
      FloatVector.fromArray(FLOATS, w, i).mul(scaled).intoArray(y, yFrom + i);
    }
    if (i < length) {
      VectorMask<Float> mask = FLOATS.indexInRange(i, length);
      FloatVector scaled = FloatVector.fromArray(FLOATS, x, from + i, mask).mul(r);
      FloatVector.fromArray(FLOATS, w, i, mask).mul(scaled).intoArray(y, yFrom + i, mask);
    }
  }

  @Override
  public void softmax(float[] x, int from, int length) {
    float largest = largest(x, from, length);
    exponentials(x, from, length, largest);
    divide(x, from, length, sum(x, from, length));
  }

  /// x[i] = exp(x[i] - largest): [CanonicalExp#exp], operation by operation.
  ///
  /// In the loop and not a method of vectors, and whole vectors and the rest in one body: what C2
  /// calls and does not inline allocates its vectors. As long as this, it is compiled for itself.
  @CompiledAlone
  private static void exponentials(float[] x, int from, int length, float largest) {
    for (int i = 0; i < length; i += LANES) {
      boolean whole = i + LANES <= length;
      VectorMask<Float> mask = FLOATS.indexInRange(i, length);
      FloatVector v =
          whole
              ? FloatVector.fromArray(FLOATS, x, from + i)
              : FloatVector.fromArray(FLOATS, x, from + i, mask);
      v = v.sub(largest);
      FloatVector shifted = v.mul(CanonicalExp.LOG2_E).add(ROUNDER);
      FloatVector n = shifted.sub(ROUNDER);
      FloatVector high = n.fma(FloatVector.broadcast(FLOATS, -CanonicalExp.LN2_HIGH), v);
      FloatVector r = n.fma(FloatVector.broadcast(FLOATS, -CanonicalExp.LN2_LOW), high);
      FloatVector p = FloatVector.broadcast(FLOATS, CanonicalExp.TAYLOR_7);
      p = p.fma(r, FloatVector.broadcast(FLOATS, CanonicalExp.TAYLOR_6));
      p = p.fma(r, FloatVector.broadcast(FLOATS, CanonicalExp.TAYLOR_5));
      p = p.fma(r, FloatVector.broadcast(FLOATS, CanonicalExp.TAYLOR_4));
      p = p.fma(r, FloatVector.broadcast(FLOATS, CanonicalExp.TAYLOR_3));
      p = p.fma(r, FloatVector.broadcast(FLOATS, CanonicalExp.TAYLOR_2));
      p = p.fma(r, FloatVector.broadcast(FLOATS, 1.0f));
      p = p.fma(r, FloatVector.broadcast(FLOATS, 1.0f));
      IntVector exponent = shifted.reinterpretAsInts().sub(ROUNDER_BITS - EXPONENT_BIAS);
      exponent = exponent.lanewise(VectorOperators.LSHL, MANTISSA_BITS);
      p = p.mul(exponent.reinterpretAsFloats());
      p = p.blend(0, v.compare(VectorOperators.LT, CanonicalExp.SMALLEST));
      if (whole) {
        p.intoArray(x, from + i);
      } else {
        p.intoArray(x, from + i, mask);
      }
    }
  }

  private static float largest(float[] x, int from, int length) {
    FloatVector largest = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
    int i = 0;
    for (; i < FLOATS.loopBound(length); i += LANES) {
      largest = largest.max(FloatVector.fromArray(FLOATS, x, from + i));
    }
    if (i < length) {
      VectorMask<Float> mask = FLOATS.indexInRange(i, length);
      FloatVector last = FloatVector.fromArray(FLOATS, x, from + i, mask);
      largest = largest.lanewise(VectorOperators.MAX, last, mask);
    }
    return largest.reduceLanes(VectorOperators.MAX);
  }

  private static void divide(float[] x, int from, int length, float by) {
    int i = 0;
    for (; i < FLOATS.loopBound(length); i += LANES) {
      FloatVector.fromArray(FLOATS, x, from + i).div(by).intoArray(x, from + i);
    }
    if (i < length) {
      VectorMask<Float> mask = FLOATS.indexInRange(i, length);
      FloatVector.fromArray(FLOATS, x, from + i, mask).div(by).intoArray(x, from + i, mask);
    }
  }

  @Override
  public void rotate(float[] x, int from, int headSize, float[] angles) {
    int half = headSize / 2;
    if (half % LANES != 0) {
      super.rotate(x, from, headSize, angles);
      return;
    }
    for (int j = 0; j < half; j += LANES) {
      FloatVector first = FloatVector.fromArray(FLOATS, angles, 2 * j);
      FloatVector second = FloatVector.fromArray(FLOATS, angles, 2 * j + LANES);
      FloatVector cos = first.rearrange(EVEN, second);
      FloatVector sin = first.rearrange(ODD, second);
      FloatVector a = FloatVector.fromArray(FLOATS, x, from + j);
      FloatVector b = FloatVector.fromArray(FLOATS, x, from + j + half);
      a.mul(cos).sub(b.mul(sin)).intoArray(x, from + j);
      b.mul(cos).add(a.mul(sin)).intoArray(x, from + j + half);
    }
  }

  @Override
  public void reluSquared(
      float[] gate, int gateFrom, float[] up, int upFrom, float[] y, int yFrom, int length) {
    int i = 0;
    for (; i < FLOATS.loopBound(length); i += LANES) {
      FloatVector positive = FloatVector.fromArray(FLOATS, gate, gateFrom + i).max(0.0f);
      FloatVector factor = FloatVector.fromArray(FLOATS, up, upFrom + i);
      positive.mul(positive).mul(factor).intoArray(y, yFrom + i);
    }
    super.reluSquared(gate, gateFrom + i, up, upFrom + i, y, yFrom + i, length - i);
  }

  @Override
  public void siluGated(
      float[] gate, int gateFrom, float[] up, int upFrom, float[] y, int yFrom, int length) {
    if (y == gate) {
      float[] kept = Arrays.copyOfRange(gate, gateFrom, gateFrom + length);
      siluGated(kept, 0, up, upFrom, y, yFrom, length);
      return;
    }
    for (int i = 0; i < length; i++) {
      y[yFrom + i] = -Math.abs(gate[gateFrom + i]);
    }
    exponentials(y, yFrom, length, 0);
    int i = 0;
    for (; i < FLOATS.loopBound(length); i += LANES) {
      FloatVector e = FloatVector.fromArray(FLOATS, y, yFrom + i);
      FloatVector g = FloatVector.fromArray(FLOATS, gate, gateFrom + i);
      FloatVector numerator = g.blend(g.mul(e), g.compare(VectorOperators.LT, 0.0f));
      FloatVector silu = numerator.div(e.add(1.0f));
      silu.mul(FloatVector.fromArray(FLOATS, up, upFrom + i)).intoArray(y, yFrom + i);
    }
    super.siluGated(gate, gateFrom + i, up, upFrom + i, y, yFrom + i, length - i);
  }

  @Override
  public void add(float[] x, int xFrom, float[] y, int yFrom, int length) {
    int i = 0;
    for (; i < FLOATS.loopBound(length); i += LANES) {
      FloatVector sum = FloatVector.fromArray(FLOATS, x, xFrom + i);
      sum.add(FloatVector.fromArray(FLOATS, y, yFrom + i)).intoArray(x, xFrom + i);
    }
    super.add(x, xFrom + i, y, yFrom + i, length - i);
  }

  @Override
  public void weightedSum(
      float[] p, int count, float[] v, int vFrom, int stride, float[] y, int yFrom, int length) {
    int j = 0;
    for (; j < FLOATS.loopBound(length); j += LANES) {
      WeightedSum.columns(p, 0, count, v, vFrom + j, stride, y, yFrom + j);
    }
    if (j < length) {
      super.weightedSum(p, count, v, vFrom + j, stride, y, yFrom + j, length - j);
    }
  }

  @Override
  public void weightedSums(
      float[] p, int sums, float[] v, int vFrom, int count, float[] y, int yFrom, int length) {
    if (length % LANES != 0) {
      super.weightedSums(p, sums, v, vFrom, count, y, yFrom, length);
      return;
    }
    int together = FourSums.take(length) ? sums - sums % 2 : 0;
    if (together > 0) {
      FourSums.of(p, together, v, vFrom, count, y, yFrom, length);
    }
    for (int i = together; i < sums; i++) {
      for (int j = 0; j < length; j += LANES) {
        WeightedSum.columns(p, i * count, count, v, vFrom + j, length, y, yFrom + i * length + j);
      }
    }
  }

  @Override
  public void scores(
      float[] q,
      int qFrom,
      int queries,
      float[] k,
      int kFrom,
      int count,
      int length,
      float f,
      float[] scores) {
    int together = FourScores.take(length) ? queries - queries % 2 : 0;
    if (together > 0) {
      FourScores.of(q, qFrom, together, k, kFrom, count, length, f, scores);
    }
    for (int i = together; i < queries; i++) {
      for (int j = 0; j < count; j++) {
        scores[i * count + j] = score(q, qFrom + i * length, k, kFrom + j * length, length, f);
      }
    }
  }
}
