package dev.setun.model.safetensors;

import dev.setun.model.TernaryMatrix;
import dev.setun.model.tensor.HalfFloats;
import dev.setun.model.tensor.RowSource;
import dev.setun.model.tensor.ScalarType;
import dev.setun.model.tensor.ScaleRounding;
import dev.setun.traces.InputException;

/// Master weights that [Absmean] makes into given ternary weights and their scale.
///
/// With n weights of which m are not 0, those have the magnitude scale * n / m, so that the mean of
/// all is the scale. What the type cannot hold of that is put right by as many of them, from the
/// first, as are one step larger, and by small values in the place of the first zeros.
final class Masters {
  private static final int MOST_SMALL = 64;

  private final String where;
  private final TernaryMatrix weights;
  private final ScalarType type;

  /// Weights other than 0 in front of each row.
  private final long[] before;

  private float low;
  private float high;

  /// The first weights other than 0 that have the magnitude `high`.
  private long raised;

  /// What the first zeros become.
  private final float[] small = new float[MOST_SMALL];

  private int smalls;

  private Masters(String where, TernaryMatrix weights, ScalarType type) {
    this.where = where;
    this.weights = weights;
    this.type = type;
    this.before = new long[weights.rows() + 1];
    byte[] trits = new byte[weights.columns()];
    for (int row = 0; row < weights.rows(); row++) {
      weights.unpackRow(row, trits);
      before[row + 1] = before[row];
      for (byte trit : trits) {
        before[row + 1] += Math.abs(trit);
      }
    }
  }

  /// The master weights, safe from any thread.
  ///
  /// @param where file and tensor, for messages
  /// @param scale alpha
  /// @param rounding whether the scale may become the nearest that masters can have
  /// @throws InputException if no master weights of the type have that mean
  static RowSource of(
      String where, TernaryMatrix weights, float scale, ScalarType type, ScaleRounding rounding) {
    Masters masters = new Masters(where, weights, type);
    if (masters.before[weights.rows()] > 0) {
      masters.choose(masters.mean(scale, rounding));
    }
    return masters::row;
  }

  /// The mean whose reciprocal has the reciprocal `scale`. Not every binary32 has one.
  private float mean(float scale, ScaleRounding rounding) {
    for (float mean : new float[] {scale, Math.nextUp(scale), Math.nextDown(scale)}) {
      if (1.0f / (1.0f / mean) == scale && Absmean.isMean(mean)) {
        return mean;
      }
    }
    if (rounding == ScaleRounding.TO_BINARY16 && Absmean.isMean(scale)) {
      return scale;
    }
    throw new InputException(
        where,
        "masters cannot have the scale "
            + scale
            + ", which is not 1 / (1 / mean) of a mean of at least 1e-5 (--round allows the"
            + " nearest)");
  }

  private void choose(float mean) {
    long all = (long) weights.rows() * weights.columns();
    long others = before[weights.rows()];
    double total = (double) mean * all;
    low = down(total / others);
    high = up(low);
    double rest = total - others * (double) low;
    raised = Math.clamp((long) (rest / ((double) high - low)), 0, others);
    rest -= raised * ((double) high - low);
    while ((float) ((total - rest) / all) != mean && smalls < Math.min(MOST_SMALL, all - others)) {
      float value = down(Math.min(rest, mean / 4));
      small[smalls++] = value;
      rest -= value;
    }
    requireMean(mean);
  }

  /// Quantises as a reader will.
  private void requireMean(float mean) {
    float found = Absmean.mean(where, weights.rows(), weights.columns(), this::row);
    boolean same = found == mean && Absmean.weight(low, 1.0f / mean) == 1;
    for (int i = 0; i < smalls; i++) {
      same &= Absmean.weight(small[i], 1.0f / mean) == 0;
    }
    if (!same) {
      throw new InputException(
          where,
          "masters in " + type.label() + " cannot have the mean " + mean + ", found " + found);
    }
  }

  private void row(long row, float[] into) {
    byte[] trits = new byte[into.length];
    weights.unpackRow((int) row, trits);
    long others = before[(int) row];
    long zeros = row * into.length - others;
    for (int i = 0; i < into.length; i++) {
      if (trits[i] == 0) {
        into[i] = zeros < smalls ? small[(int) zeros] : 0;
        zeros++;
      } else {
        into[i] = trits[i] * (others < raised ? high : low);
        others++;
      }
    }
  }

  /// The largest value of the type that is not above a positive number.
  private float down(double number) {
    float nearest = (float) number;
    float below = nearest > number ? Math.nextDown(nearest) : nearest;
    return switch (type) {
      case F32 -> below;
      case BF16 -> Float.intBitsToFloat(Float.floatToIntBits(below) & 0xffff0000);
      case F16 -> {
        short bits = HalfFloats.toBinary16(below);
        yield HalfFloats.ofBinary16(
            HalfFloats.ofBinary16(bits) > below ? (short) (bits - 1) : bits);
      }
    };
  }

  /// The value of the type after a positive one.
  private float up(float value) {
    return switch (type) {
      case F32 -> Math.nextUp(value);
      case BF16 -> Float.intBitsToFloat(Float.floatToIntBits(value) + 0x10000);
      case F16 -> HalfFloats.ofBinary16((short) (HalfFloats.toBinary16(value) + 1));
    };
  }
}
