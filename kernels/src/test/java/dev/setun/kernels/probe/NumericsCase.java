package dev.setun.kernels.probe;

import dev.setun.model.numerics.Numerics;
import dev.setun.model.numerics.Profile;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Function;

/// All floating-point operations of a forward pass on one set of operands, compared bit by bit with
/// the scalar canonical profile.
///
/// @param length elements
/// @param from index of the first in every array
/// @param x operands, x[i] >= -1e15 and so on
/// @param y others
@SuppressWarnings("ArrayRecordComponent") // cases are never compared
public record NumericsCase(int length, int from, float[] x, float[] y) {
  private static final float LARGEST = 1e15f;

  /// Which values fill the operands.
  public enum Values {
    /// Uniform in -8..8, like activations.
    ORDINARY,
    /// Of every exponent up to 10^15, both signs.
    EVERY_EXPONENT,
    /// Subnormal numbers and the smallest normal ones.
    TINY,
    /// Zeros of both signs and a few ones.
    ZEROS,
    /// Halves, where rounding to even decides.
    HALVES;

    float next(Random random) {
      return switch (this) {
        case ORDINARY -> random.nextFloat(-8, 8);
        case EVERY_EXPONENT -> finite(random);
        case TINY -> Float.intBitsToFloat(random.nextInt() & 0x80ffffff);
        case ZEROS -> random.nextInt(5) == 0 ? 1 : random.nextBoolean() ? 0.0f : -0.0f;
        case HALVES -> random.nextInt(-254, 255) * 0.5f;
      };
    }

    private static float finite(Random random) {
      float value = Float.intBitsToFloat(random.nextInt());
      return Math.abs(value) <= LARGEST ? value : finite(random);
    }
  }

  /// A case from a seed.
  public static NumericsCase of(int length, int from, Values values, long seed) {
    var random = new Random(seed);
    float[] x = new float[from + length];
    float[] y = new float[from + length];
    for (int i = 0; i < x.length; i++) {
      x[i] = values.next(random);
      y[i] = values.next(random);
    }
    return new NumericsCase(length, from, x, y);
  }

  /// Compares every operation.
  ///
  /// @throws AssertionError at the first bit that differs
  public void check(Numerics numerics) {
    compare("dot", numerics, n -> new float[] {n.dot(x, from, y, from, length)});
    compare("sum", numerics, n -> new float[] {n.sum(x, from, length)});
    compare("quantise", numerics, this::quantised);
    compare("rescale", numerics, this::rescaled);
    compare(
        "addScaled",
        numerics,
        n -> changed(y, z -> n.addScaled(x[from], x, from, z, from, length)));
    compare(
        "rmsNorm", numerics, n -> changed(y, z -> n.rmsNorm(x, from, y, 1e-5f, z, from, length)));
    compare("softmax", numerics, n -> changed(x, z -> n.softmax(z, from, length)));
    compare("reluSquared", numerics, n -> changed(x, z -> n.reluSquared(z, y, from + length)));
    compare("siluGated", numerics, n -> changed(x, z -> n.siluGated(z, y, from + length)));
    compare("add", numerics, n -> changed(x, z -> n.add(z, y, from + length)));
    compare("weightedSum", numerics, this::weighted);
    compare("weightedSums", numerics, this::weightedTogether);
    compare("scores", numerics, this::scored);
    int headSize = length - length % 2;
    compare("rotate", numerics, n -> changed(x, z -> n.rotate(z, from, headSize, y)));
  }

  private interface InPlace {
    void run(float[] z);
  }

  private static float[] changed(float[] start, InPlace operation) {
    float[] z = start.clone();
    operation.run(z);
    return z;
  }

  private float[] quantised(Numerics numerics) {
    byte[] codes = new byte[from + length];
    float[] result = new float[from + length + 1];
    result[from + length] = numerics.quantise(x, from, length, codes, from);
    for (int i = 0; i < codes.length; i++) {
      result[i] = codes[i];
    }
    return result;
  }

  /// Rows of a third of the length, two values apart: rows may overlap.
  private float[] weighted(Numerics numerics) {
    int width = Math.max(1, length / 3);
    int count = (length - width) / 2;
    float[] result = new float[from + width];
    numerics.weightedSum(y, count, x, from, 2, result, from, width);
    return result;
  }

  /// Heads of four sizes, of 1 to 9 queries; rows and weights repeat the operands.
  private float[] weightedTogether(Numerics numerics) {
    int width = headSize();
    int count = length;
    int sums = 1 + from % 9;
    float[] result = new float[from + sums * width];
    numerics.weightedSums(
        repeated(y, sums * count),
        sums,
        repeated(x, from + count * width),
        from,
        count,
        result,
        from,
        width);
    return result;
  }

  private float[] scored(Numerics numerics) {
    int width = headSize();
    int queries = 1 + from % 9;
    float[] scores = new float[queries * length];
    float[] keys = repeated(y, from + length * width);
    numerics.scores(
        repeated(x, from + queries * width),
        from,
        queries,
        keys,
        from,
        length,
        width,
        0.125f,
        scores);
    return scores;
  }

  private int headSize() {
    return switch (length % 4) {
      case 0 -> 64;
      case 1 -> 128;
      case 2 -> 48;
      default -> 20;
    };
  }

  /// As many elements, those of an array again and again, but for a factor that is exact.
  private static float[] repeated(float[] values, int count) {
    float[] all = new float[count];
    for (int i = 0; i < count; i++) {
      float factor = (i / values.length) % 2 == 0 ? 1 : 0.5f;
      all[i] = values[i % values.length] * factor;
    }
    return all;
  }

  private float[] rescaled(Numerics numerics) {
    int[] accumulators = new int[from + length];
    for (int i = 0; i < accumulators.length; i++) {
      accumulators[i] = Float.floatToRawIntBits(x[i]) >> 9;
    }
    float[] result = new float[from + length];
    numerics.rescale(accumulators, from, 37.25f, 0.0123f, result, from, length);
    return result;
  }

  private void compare(String operation, Numerics numerics, Function<Numerics, float[]> result) {
    int[] expected = bits(result.apply(Profile.CANONICAL.numerics()));
    int[] actual = bits(result.apply(numerics));
    int at = Arrays.mismatch(expected, actual);
    if (at >= 0) {
      throw new AssertionError(
          "%s, length %d from %d: element %d: expected %s (%08x), found %s (%08x)"
              .formatted(
                  operation,
                  length,
                  from,
                  at,
                  Float.intBitsToFloat(expected[at]),
                  expected[at],
                  Float.intBitsToFloat(actual[at]),
                  actual[at]));
    }
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }
}
