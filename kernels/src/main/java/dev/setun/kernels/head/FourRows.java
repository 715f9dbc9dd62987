package dev.setun.kernels.head;

import dev.setun.kernels.numerics.CompiledAlone;
import dev.setun.kernels.numerics.OwnLines;
import dev.setun.kernels.numerics.Stripes;
import dev.setun.model.tensor.BlockType;
import dev.setun.model.tensor.ScalarType;
import dev.setun.model.tensor.Tensor;
import dev.setun.model.tensor.TensorType;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
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
/// The loops are written out: C2 stops inlining methods that are not of the Vector API in long
/// bodies, and what such methods take and return is then allocated.
///
/// For one thread.
final class FourRows {
  static final int ROWS = 4;

  private static final int STRIPES = 16;
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_512;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_512;
  private static final VectorSpecies<Byte> HALVES = ByteVector.SPECIES_256;
  private static final VectorSpecies<Byte> CODES = ByteVector.SPECIES_128;

  private final Tensor tensor;
  private final long rowBytes;
  private final float[] stripes = OwnLines.floats(ROWS * STRIPES);
  private final Optional<RowCodes> codes;
  private final float[] scaled;
  private float[] x = new float[0];
  private int xFrom;

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

  /// Takes the vector of the next dots, which is not copied.
  ///
  /// @return false if rows of this type cannot be multiplied with it here
  boolean take(float[] vector, int from) {
    x = vector;
    xFrom = from;
    return !isType(ScalarType.F16) || scale(vector, from);
  }

  /// The dots of four rows, each written at `intoFrom` + row.
  void dots(int first, int second, int third, int fourth, float[] into, int intoFrom) {
    long a = first * rowBytes;
    long b = second * rowBytes;
    long c = third * rowBytes;
    long d = fourth * rowBytes;
    if (codes.isPresent()) {
      unpacked(codes.get(), a, b, c, d);
    } else if (isType(ScalarType.F16)) {
      half(tensor.data(), a, b, c, d, scaled, stripes);
    } else {
      brain(tensor.data(), a, b, c, d, tensor.columns(), x, xFrom, stripes);
    }
    into[intoFrom + first] = Stripes.joined(stripes, 0);
    into[intoFrom + second] = Stripes.joined(stripes, STRIPES);
    into[intoFrom + third] = Stripes.joined(stripes, 2 * STRIPES);
    into[intoFrom + fourth] = Stripes.joined(stripes, 3 * STRIPES);
  }

  private void unpacked(RowCodes rows, long first, long second, long third, long fourth) {
    rows.unpack(tensor.data(), first, 0);
    rows.unpack(tensor.data(), second, 1);
    rows.unpack(tensor.data(), third, 2);
    rows.unpack(tensor.data(), fourth, 3);
    codes(rows.codes(), rows.scales(), tensor.columns(), x, xFrom, stripes);
  }

  private boolean isType(TensorType type) {
    return tensor.type() == type;
  }

  /// x times [RowDecoder#HALF_BIAS], which the values of binary16 are then spared. That is exact.
  /// Scalar, since it is called once a token: vectors would be allocated until C2 comes to it.
  ///
  /// @return false if one is too large for that
  private boolean scale(float[] vector, int from) {
    float largest = 0;
    for (int i = 0; i < scaled.length; i++) {
      float product = vector[from + i] * RowDecoder.HALF_BIAS;
      scaled[i] = product;
      largest = Math.max(largest, Math.abs(product));
    }
    return largest < Float.POSITIVE_INFINITY;
  }

  @CompiledAlone
  private static void half(
      MemorySegment rows,
      long first,
      long second,
      long third,
      long fourth,
      float[] x,
      float[] stripes) {
    FloatVector a = FloatVector.zero(FLOATS);
    FloatVector b = FloatVector.zero(FLOATS);
    FloatVector c = FloatVector.zero(FLOATS);
    FloatVector d = FloatVector.zero(FLOATS);
    for (int i = 0; i < x.length; i += STRIPES) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, i);
      a =
          ((IntVector)
                  ByteVector.fromMemorySegment(
                          HALVES, rows, first + 2L * i, ByteOrder.LITTLE_ENDIAN)
                      .reinterpretAsShorts()
                      .convertShape(VectorOperators.S2I, INTS, 0))
              .lanewise(VectorOperators.LSHL, RowDecoder.HALF_SHIFT)
              .and(RowDecoder.HALF_BITS)
              .reinterpretAsFloats()
              .fma(v, a);
      b =
          ((IntVector)
                  ByteVector.fromMemorySegment(
                          HALVES, rows, second + 2L * i, ByteOrder.LITTLE_ENDIAN)
                      .reinterpretAsShorts()
                      .convertShape(VectorOperators.S2I, INTS, 0))
              .lanewise(VectorOperators.LSHL, RowDecoder.HALF_SHIFT)
              .and(RowDecoder.HALF_BITS)
              .reinterpretAsFloats()
              .fma(v, b);
      c =
          ((IntVector)
                  ByteVector.fromMemorySegment(
                          HALVES, rows, third + 2L * i, ByteOrder.LITTLE_ENDIAN)
                      .reinterpretAsShorts()
                      .convertShape(VectorOperators.S2I, INTS, 0))
              .lanewise(VectorOperators.LSHL, RowDecoder.HALF_SHIFT)
              .and(RowDecoder.HALF_BITS)
              .reinterpretAsFloats()
              .fma(v, c);
      d =
          ((IntVector)
                  ByteVector.fromMemorySegment(
                          HALVES, rows, fourth + 2L * i, ByteOrder.LITTLE_ENDIAN)
                      .reinterpretAsShorts()
                      .convertShape(VectorOperators.S2I, INTS, 0))
              .lanewise(VectorOperators.LSHL, RowDecoder.HALF_SHIFT)
              .and(RowDecoder.HALF_BITS)
              .reinterpretAsFloats()
              .fma(v, d);
    }
    a.intoArray(stripes, 0);
    b.intoArray(stripes, STRIPES);
    c.intoArray(stripes, 2 * STRIPES);
    d.intoArray(stripes, 3 * STRIPES);
  }

  @CompiledAlone
  private static void brain(
      MemorySegment rows,
      long first,
      long second,
      long third,
      long fourth,
      int columns,
      float[] x,
      int xFrom,
      float[] stripes) {
    if (columns % STRIPES != 0) {
      throw new IllegalArgumentException("expected columns in stripes, found " + columns);
    }
    FloatVector a = FloatVector.zero(FLOATS);
    FloatVector b = FloatVector.zero(FLOATS);
    FloatVector c = FloatVector.zero(FLOATS);
    FloatVector d = FloatVector.zero(FLOATS);
    for (int i = 0; i < columns; i += STRIPES) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, xFrom + i);
      a =
          ((IntVector)
                  ByteVector.fromMemorySegment(
                          HALVES, rows, first + 2L * i, ByteOrder.LITTLE_ENDIAN)
                      .reinterpretAsShorts()
                      .convertShape(VectorOperators.S2I, INTS, 0))
              .lanewise(VectorOperators.LSHL, Short.SIZE)
              .reinterpretAsFloats()
              .fma(v, a);
      b =
          ((IntVector)
                  ByteVector.fromMemorySegment(
                          HALVES, rows, second + 2L * i, ByteOrder.LITTLE_ENDIAN)
                      .reinterpretAsShorts()
                      .convertShape(VectorOperators.S2I, INTS, 0))
              .lanewise(VectorOperators.LSHL, Short.SIZE)
              .reinterpretAsFloats()
              .fma(v, b);
      c =
          ((IntVector)
                  ByteVector.fromMemorySegment(
                          HALVES, rows, third + 2L * i, ByteOrder.LITTLE_ENDIAN)
                      .reinterpretAsShorts()
                      .convertShape(VectorOperators.S2I, INTS, 0))
              .lanewise(VectorOperators.LSHL, Short.SIZE)
              .reinterpretAsFloats()
              .fma(v, c);
      d =
          ((IntVector)
                  ByteVector.fromMemorySegment(
                          HALVES, rows, fourth + 2L * i, ByteOrder.LITTLE_ENDIAN)
                      .reinterpretAsShorts()
                      .convertShape(VectorOperators.S2I, INTS, 0))
              .lanewise(VectorOperators.LSHL, Short.SIZE)
              .reinterpretAsFloats()
              .fma(v, d);
    }
    a.intoArray(stripes, 0);
    b.intoArray(stripes, STRIPES);
    c.intoArray(stripes, 2 * STRIPES);
    d.intoArray(stripes, 3 * STRIPES);
  }

  /// Codes and scales of four rows.
  @CompiledAlone
  private static void codes(
      byte[] codes, float[] scales, int columns, float[] x, int xFrom, float[] stripes) {
    if (columns % STRIPES != 0) {
      throw new IllegalArgumentException("expected columns in stripes, found " + columns);
    }
    FloatVector a = FloatVector.zero(FLOATS);
    FloatVector b = FloatVector.zero(FLOATS);
    FloatVector c = FloatVector.zero(FLOATS);
    FloatVector d = FloatVector.zero(FLOATS);
    int groups = columns / STRIPES;
    for (int group = 0; group < groups; group++) {
      int i = group * STRIPES;
      FloatVector v = FloatVector.fromArray(FLOATS, x, xFrom + i);
      a =
          ((FloatVector)
                  ByteVector.fromArray(CODES, codes, i)
                      .convertShape(VectorOperators.B2I, INTS, 0)
                      .convert(VectorOperators.I2F, 0))
              .mul(scales[group])
              .fma(v, a);
      b =
          ((FloatVector)
                  ByteVector.fromArray(CODES, codes, columns + i)
                      .convertShape(VectorOperators.B2I, INTS, 0)
                      .convert(VectorOperators.I2F, 0))
              .mul(scales[groups + group])
              .fma(v, b);
      c =
          ((FloatVector)
                  ByteVector.fromArray(CODES, codes, 2 * columns + i)
                      .convertShape(VectorOperators.B2I, INTS, 0)
                      .convert(VectorOperators.I2F, 0))
              .mul(scales[2 * groups + group])
              .fma(v, c);
      d =
          ((FloatVector)
                  ByteVector.fromArray(CODES, codes, 3 * columns + i)
                      .convertShape(VectorOperators.B2I, INTS, 0)
                      .convert(VectorOperators.I2F, 0))
              .mul(scales[3 * groups + group])
              .fma(v, d);
    }
    a.intoArray(stripes, 0);
    b.intoArray(stripes, STRIPES);
    c.intoArray(stripes, 2 * STRIPES);
    d.intoArray(stripes, 3 * STRIPES);
  }
}
