package dev.setun.kernels.head;

import dev.setun.model.tensor.BlockType;
import dev.setun.model.tensor.ScalarType;
import dev.setun.model.tensor.Tensor;
import dev.setun.model.tensor.TensorType;
import java.lang.foreign.MemorySegment;
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
      LANES >= 4
          ? VectorSpecies.of(byte.class, VectorShape.forBitSize(LANES * Short.SIZE))
          : ByteVector.SPECIES_64;
  private static final VectorSpecies<Byte> BYTES =
      WIDE
          ? VectorSpecies.of(byte.class, VectorShape.forBitSize(LANES * Byte.SIZE))
          : ByteVector.SPECIES_64;

  /// A binary16 with its sign in place and the rest moved to where binary32 has it is the value
  /// times 2^-112: the product is exact, subnormal numbers included.
  static final float HALF_BIAS = 0x1p112f;

  static final int HALF_SHIFT = 13;
  static final int HALF_BITS = 0x8fffe000;

  private final Tensor tensor;
  private final ThreadLocal<RowCodes> codes;

  private RowDecoder(Tensor tensor) {
    this.tensor = tensor;
    BlockType type = tensor.type() instanceof BlockType block ? block : BlockType.Q8_0;
    this.codes = ThreadLocal.withInitial(() -> new RowCodes(type, tensor.columns(), 1));
  }

  /// Whether rows of this type and width are whole vectors here.
  static boolean decodes(TensorType type, int columns) {
    boolean halves = LANES >= 4 && (type == ScalarType.F16 || type == ScalarType.BF16);
    boolean codes = WIDE && (type == BlockType.Q8_0 || type == BlockType.Q6_K);
    return columns % 16 == 0 && (halves || codes);
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
      halves(data, from, columns, into);
    } else if (tensor.type() == ScalarType.BF16) {
      brains(data, from, columns, into);
    } else {
      codes.get().unpack(data, from, 0);
      decode(codes.get(), columns, into);
    }
  }

  /// Loaded as bytes: C2 does not compile a load of shorts from a segment over a byte array, which
  /// is what a small model may be in.
  private static void halves(MemorySegment data, long from, int columns, float[] into) {
    for (int i = 0; i < columns; i += LANES) {
      ((IntVector)
              ByteVector.fromMemorySegment(HALVES, data, from + 2L * i, ByteOrder.LITTLE_ENDIAN)
                  .reinterpretAsShorts()
                  .convertShape(VectorOperators.S2I, INTS, 0))
          .lanewise(VectorOperators.LSHL, HALF_SHIFT)
          .and(HALF_BITS)
          .reinterpretAsFloats()
          .mul(HALF_BIAS)
          .intoArray(into, i);
    }
  }

  private static void brains(MemorySegment data, long from, int columns, float[] into) {
    for (int i = 0; i < columns; i += LANES) {
      ((IntVector)
              ByteVector.fromMemorySegment(HALVES, data, from + 2L * i, ByteOrder.LITTLE_ENDIAN)
                  .reinterpretAsShorts()
                  .convertShape(VectorOperators.S2I, INTS, 0))
          .lanewise(VectorOperators.LSHL, Short.SIZE)
          .reinterpretAsFloats()
          .intoArray(into, i);
    }
  }

  private static void decode(RowCodes row, int columns, float[] into) {
    byte[] codes = row.codes();
    float[] scales = row.scales();
    for (int i = 0; i < columns; i += LANES) {
      FloatVector integers =
          (FloatVector)
              ByteVector.fromArray(BYTES, codes, i)
                  .convertShape(VectorOperators.B2I, INTS, 0)
                  .convert(VectorOperators.I2F, 0);
      FloatVector.broadcast(FLOATS, scales[i / RowCodes.GROUP]).mul(integers).intoArray(into, i);
    }
  }
}
