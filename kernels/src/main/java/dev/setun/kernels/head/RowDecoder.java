package dev.setun.kernels.head;

import dev.setun.model.tensor.BlockType;
import dev.setun.model.tensor.ScalarType;
import dev.setun.model.tensor.Tensor;
import dev.setun.model.tensor.TensorType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// Rows of a matrix in a file to binary32, on vectors, with the values of
/// [Tensor#dequantiseRow(long, float[], int)] (finite ones).
final class RowDecoder {
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  private static final int LANES = FLOATS.length();

  /// Vectors of four bytes do not exist.
  private static final boolean WIDE = LANES >= 8;

  private static final VectorSpecies<Byte> HALVES =
      WIDE
          ? VectorSpecies.of(byte.class, VectorShape.forBitSize(LANES * Short.SIZE))
          : ByteVector.SPECIES_64;
  private static final VectorSpecies<Byte> BYTES =
      WIDE
          ? VectorSpecies.of(byte.class, VectorShape.forBitSize(LANES * Byte.SIZE))
          : ByteVector.SPECIES_64;
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /// A binary16 with its sign in place and the rest moved to where binary32 has it is the value
  /// times 2^-112: the product is exact, subnormal numbers included.
  private static final float HALF_BIAS = 0x1p112f;

  private static final int HALF_SHIFT = 13;
  private static final int HALF_BITS = 0x8fffe000;

  private final Tensor tensor;

  private RowDecoder(Tensor tensor) {
    this.tensor = tensor;
  }

  /// Whether rows of this type and width are whole vectors here.
  static boolean decodes(TensorType type, int columns) {
    return WIDE
        && columns % 16 == 0
        && (type == ScalarType.F16
            || type == ScalarType.BF16
            || type == BlockType.Q8_0
            || type == BlockType.Q6_K);
  }

  /// @throws IllegalArgumentException if [#decodes] says no
  static RowDecoder of(Tensor tensor) {
    if (!decodes(tensor.type(), tensor.columns())) {
      throw new IllegalArgumentException("expected a type that is decoded on vectors");
    }
    return new RowDecoder(tensor);
  }

  /// Writes a row from `into[0]`.
  void decode(int row, float[] into) {
    int columns = tensor.columns();
    long bytes = tensor.type().byteSize(1, columns);
    MemorySegment data = tensor.data();
    long from = row * bytes;
    if (tensor.type() == ScalarType.F16) {
      for (int i = 0; i < columns; i += LANES) {
        half(data, from + 2L * i).intoArray(into, i);
      }
    } else if (tensor.type() == ScalarType.BF16) {
      for (int i = 0; i < columns; i += LANES) {
        brain(data, from + 2L * i).intoArray(into, i);
      }
    } else if (tensor.type() == BlockType.Q8_0) {
      decodeQ8(data, from, columns, into);
    } else {
      decodeQ6(data, from, columns, into);
    }
  }

  /// Loaded as bytes: C2 does not compile a load of shorts from a segment over a byte array, which
  /// is what a small model may be in.
  private static IntVector shorts(MemorySegment data, long at) {
    return (IntVector)
        ByteVector.fromMemorySegment(HALVES, data, at, ByteOrder.LITTLE_ENDIAN)
            .reinterpretAsShorts()
            .convertShape(VectorOperators.S2I, INTS, 0);
  }

  /// A vector of binary16.
  static FloatVector half(MemorySegment data, long at) {
    return shorts(data, at)
        .lanewise(VectorOperators.LSHL, HALF_SHIFT)
        .and(HALF_BITS)
        .reinterpretAsFloats()
        .mul(HALF_BIAS);
  }

  /// A vector of bfloat16.
  static FloatVector brain(MemorySegment data, long at) {
    return shorts(data, at).lanewise(VectorOperators.LSHL, Short.SIZE).reinterpretAsFloats();
  }

  private static IntVector bytes(MemorySegment data, long at) {
    return (IntVector)
        ByteVector.fromMemorySegment(BYTES, data, at, ByteOrder.LITTLE_ENDIAN)
            .convertShape(VectorOperators.ZERO_EXTEND_B2I, INTS, 0);
  }

  private static void decodeQ8(MemorySegment data, long from, int columns, float[] into) {
    int width = BlockType.Q8_0.blockColumns();
    long block = from;
    for (int start = 0; start < columns; start += width) {
      float d = Float.float16ToFloat(data.get(SHORT, block));
      for (int i = 0; i < width; i += LANES) {
        IntVector codes =
            (IntVector)
                ByteVector.fromMemorySegment(BYTES, data, block + 2 + i, ByteOrder.LITTLE_ENDIAN)
                    .convertShape(VectorOperators.B2I, INTS, 0);
        ((FloatVector) codes.convert(VectorOperators.I2F, 0)).mul(d).intoArray(into, start + i);
      }
      block += BlockType.Q8_0.blockBytes();
    }
  }

  /// Element e = 128 half + 32 quarter + l has its low four bits in byte 64 half + 32 (quarter mod
  /// 2)
  /// + l and its high two in byte 128 + 32 half + l (spec 3.8).
  private static void decodeQ6(MemorySegment data, long from, int columns, float[] into) {
    int width = BlockType.Q6_K.blockColumns();
    long block = from;
    for (int start = 0; start < columns; start += width) {
      float d = Float.float16ToFloat(data.get(SHORT, block + 208));
      for (int l = 0; l < 32; l += LANES) {
        for (int half = 0; half < 2; half++) {
          IntVector high = bytes(data, block + 128 + 32 * half + l);
          IntVector first = bytes(data, block + 64 * half + l);
          IntVector second = bytes(data, block + 64 * half + 32 + l);
          int at = start + 128 * half + l;
          long scales = block + 192 + 8 * half + (l >> 4);
          six(first.and(15), high.and(3), d * data.get(ValueLayout.JAVA_BYTE, scales))
              .intoArray(into, at);
          six(second.and(15), shifted(high, 2).and(3), d * scale(data, scales + 2))
              .intoArray(into, at + 32);
          six(shifted(first, 4), shifted(high, 4).and(3), d * scale(data, scales + 4))
              .intoArray(into, at + 64);
          six(shifted(second, 4), shifted(high, 6), d * scale(data, scales + 6))
              .intoArray(into, at + 96);
        }
      }
      block += BlockType.Q6_K.blockBytes();
    }
  }

  private static int scale(MemorySegment data, long at) {
    return data.get(ValueLayout.JAVA_BYTE, at);
  }

  private static IntVector shifted(IntVector v, int by) {
    return v.lanewise(VectorOperators.LSHR, by);
  }

  private static FloatVector six(IntVector low, IntVector high, float scale) {
    IntVector code = high.lanewise(VectorOperators.LSHL, 4).or(low).sub(32);
    return ((FloatVector) code.convert(VectorOperators.I2F, 0)).mul(scale);
  }
}
