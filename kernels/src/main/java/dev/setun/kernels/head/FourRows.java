package dev.setun.kernels.head;

import dev.setun.kernels.numerics.Stripes;
import dev.setun.model.tensor.BlockType;
import dev.setun.model.tensor.ScalarType;
import dev.setun.model.tensor.Tensor;
import dev.setun.model.tensor.TensorType;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// Four rows of a file at once, on vectors of 16 lanes: the dot of one row is a chain of dependent
/// additions, which is slower than memory. Values go from the file through registers into the sums;
/// only the codes of Q6_K stop in a buffer in the first-level cache.
///
/// For one thread.
final class FourRows {
  static final int ROWS = 4;

  private static final int STRIPES = 16;
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_512;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_512;

  private final Tensor tensor;
  private final long rowBytes;
  private final float[] stripes = new float[ROWS * STRIPES];
  private final Optional<RowCodes> codes;
  private final float[] scaled;

  FourRows(Tensor tensor) {
    this.tensor = tensor;
    this.rowBytes = tensor.type().byteSize(1, tensor.columns());
    this.codes =
        tensor.type() instanceof BlockType type
            ? Optional.of(new RowCodes(type, tensor.columns(), ROWS))
            : Optional.empty();
    this.scaled = new float[isType(ScalarType.F16) ? tensor.columns() : 0];
  }

  /// Whether this machine has such vectors.
  static boolean runsHere() {
    return Stripes.lanes() == STRIPES;
  }

  /// The dots of whole fours of rows.
  ///
  /// @return the first row that is left
  int dots(float[] x, int xFrom, int fromRow, int toRow, float[] into, int intoFrom) {
    if (toRow - fromRow < ROWS || isType(ScalarType.F16) && !scale(x, xFrom)) {
      return fromRow;
    }
    int row = fromRow;
    for (; row + ROWS <= toRow; row += ROWS) {
      long from = row * rowBytes;
      if (codes.isPresent()) {
        unpacked(codes.get(), from, x, xFrom);
      } else if (isType(ScalarType.F16)) {
        half(tensor.data(), from, scaled, stripes);
      } else {
        brain(tensor.data(), from, tensor.columns(), x, xFrom, stripes);
      }
      for (int i = 0; i < ROWS; i++) {
        into[intoFrom + row + i] = Stripes.joined(stripes, i * STRIPES);
      }
    }
    return row;
  }

  private void unpacked(RowCodes rows, long from, float[] x, int xFrom) {
    for (int i = 0; i < ROWS; i++) {
      rows.unpack(tensor.data(), from + i * rowBytes, i);
    }
    codes(rows.codes(), rows.scales(), tensor.columns(), x, xFrom, stripes);
  }

  private boolean isType(TensorType type) {
    return tensor.type() == type;
  }

  /// x times [RowDecoder#HALF_BIAS], which the values of binary16 are then spared. That is exact.
  /// Scalar, since it is called once a token: vectors would be allocated until C2 comes to it.
  ///
  /// @return false if one is too large for that
  private boolean scale(float[] x, int xFrom) {
    float largest = 0;
    for (int i = 0; i < scaled.length; i++) {
      float product = x[xFrom + i] * RowDecoder.HALF_BIAS;
      scaled[i] = product;
      largest = Math.max(largest, Math.abs(product));
    }
    return largest < Float.POSITIVE_INFINITY;
  }

  private static void half(MemorySegment rows, long from, float[] x, float[] stripes) {
    FloatVector a = FloatVector.zero(FLOATS);
    FloatVector b = FloatVector.zero(FLOATS);
    FloatVector c = FloatVector.zero(FLOATS);
    FloatVector d = FloatVector.zero(FLOATS);
    long row = 2L * x.length;
    for (int i = 0; i < x.length; i += STRIPES) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, i);
      long first = from + 2L * i;
      a = RowDecoder.biasedHalf(rows, first).fma(v, a);
      b = RowDecoder.biasedHalf(rows, first + row).fma(v, b);
      c = RowDecoder.biasedHalf(rows, first + 2 * row).fma(v, c);
      d = RowDecoder.biasedHalf(rows, first + 3 * row).fma(v, d);
    }
    keep(a, b, c, d, stripes);
  }

  private static void brain(
      MemorySegment rows, long from, int columns, float[] x, int xFrom, float[] stripes) {
    FloatVector a = FloatVector.zero(FLOATS);
    FloatVector b = FloatVector.zero(FLOATS);
    FloatVector c = FloatVector.zero(FLOATS);
    FloatVector d = FloatVector.zero(FLOATS);
    long row = 2L * columns;
    for (int i = 0; i < columns; i += STRIPES) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, xFrom + i);
      long first = from + 2L * i;
      a = RowDecoder.brain(rows, first).fma(v, a);
      b = RowDecoder.brain(rows, first + row).fma(v, b);
      c = RowDecoder.brain(rows, first + 2 * row).fma(v, c);
      d = RowDecoder.brain(rows, first + 3 * row).fma(v, d);
    }
    keep(a, b, c, d, stripes);
  }

  /// Codes and scales of four rows.
  private static void codes(
      byte[] codes, float[] scales, int columns, float[] x, int xFrom, float[] stripes) {
    FloatVector a = FloatVector.zero(FLOATS);
    FloatVector b = FloatVector.zero(FLOATS);
    FloatVector c = FloatVector.zero(FLOATS);
    FloatVector d = FloatVector.zero(FLOATS);
    int groups = columns / STRIPES;
    for (int group = 0; group < groups; group++) {
      int i = group * STRIPES;
      FloatVector v = FloatVector.fromArray(FLOATS, x, xFrom + i);
      a = times(scales[group], integers(codes, i)).fma(v, a);
      b = times(scales[groups + group], integers(codes, columns + i)).fma(v, b);
      c = times(scales[2 * groups + group], integers(codes, 2 * columns + i)).fma(v, c);
      d = times(scales[3 * groups + group], integers(codes, 3 * columns + i)).fma(v, d);
    }
    keep(a, b, c, d, stripes);
  }

  private static FloatVector times(float scale, FloatVector integers) {
    return FloatVector.broadcast(FLOATS, scale).mul(integers);
  }

  private static FloatVector integers(byte[] codes, int at) {
    return (FloatVector)
        ByteVector.fromArray(ByteVector.SPECIES_128, codes, at)
            .convertShape(VectorOperators.B2I, INTS, 0)
            .convert(VectorOperators.I2F, 0);
  }

  private static void keep(
      FloatVector a, FloatVector b, FloatVector c, FloatVector d, float[] stripes) {
    a.intoArray(stripes, 0);
    b.intoArray(stripes, STRIPES);
    c.intoArray(stripes, 2 * STRIPES);
    d.intoArray(stripes, 3 * STRIPES);
  }
}
