package dev.setun.kernels.head;

import dev.setun.kernels.numerics.OwnLines;
import dev.setun.model.tensor.BlockType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// Rows of Q8_0 and Q6_K (spec 3.7, 3.8) as int8 codes and a binary32 scale for each 16 of them, in
/// buffers that the first-level cache holds. Value = scale * code, which is exact: 11 bits of d by
/// 7 of a scale by 5 of a code are 23.
///
/// For one thread.
final class RowCodes {
  /// Elements of a scale.
  static final int GROUP = 16;

  private static final int D_BYTES = 2;
  private static final int SIX_HIGH = 128;
  private static final int SIX_SCALES = 192;
  private static final int SIX_D = 208;
  private static final int NIBBLES = 0x0f0f0f0f;
  private static final int ABOVE_NIBBLES = 0x30303030;
  private static final byte SIX_ZERO = 32;
  private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_256;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_256;
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_256;
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final BlockType type;
  private final int columns;
  private final byte[] codes;
  private final float[] scales;

  /// Room for some rows.
  RowCodes(BlockType type, int columns, int rows) {
    this.type = type;
    this.columns = columns;
    this.codes = OwnLines.bytes(rows * columns);
    this.scales = OwnLines.floats(rows * columns / GROUP);
  }

  /// All rows, one behind the other; not copied.
  byte[] codes() {
    return codes;
  }

  /// All rows, one behind the other; not copied.
  float[] scales() {
    return scales;
  }

  /// Unpacks a row of a tensor.
  ///
  /// @param from where it begins
  /// @param into which of the rows here
  void unpack(MemorySegment data, long from, int into) {
    int start = into * columns;
    if (type == BlockType.Q8_0) {
      eight(data, from, columns, codes, scales, start);
    } else {
      six(data, from, columns, codes, start);
      sixScales(data, from, columns, scales, start / GROUP);
    }
  }

  private static void eight(
      MemorySegment data, long from, int columns, byte[] codes, float[] scales, int start) {
    int width = BlockType.Q8_0.blockColumns();
    long block = from;
    for (int i = start; i < start + columns; i += width) {
      float d = Float.float16ToFloat(data.get(SHORT, block));
      scales[i / GROUP] = d;
      scales[i / GROUP + 1] = d;
      ByteVector.fromMemorySegment(BYTES, data, block + D_BYTES, ByteOrder.LITTLE_ENDIAN)
          .intoArray(codes, i);
      block += BlockType.Q8_0.blockBytes();
    }
  }

  /// Element 128 half + 32 quarter + l of a block has its low four bits in byte 64 half + 32
  /// (quarter mod 2) + l, in the upper nibble from quarter 2 on, and its high two in bits 2 quarter
  /// of byte 128 + 32 half + l. Ints are shifted, since there is no shift of bytes; the masks take
  /// away what comes from the neighbour.
  private static void six(MemorySegment data, long from, int columns, byte[] codes, int start) {
    long block = from;
    int half = 0;
    for (int i = start; i < start + columns; i += 128) {
      IntVector first = ints(data, block + 64 * half);
      IntVector second = ints(data, block + 64 * half + 32);
      IntVector high = ints(data, block + SIX_HIGH + 32 * half);
      sixes(first, high.lanewise(VectorOperators.LSHL, 4)).intoArray(codes, i);
      sixes(second, high.lanewise(VectorOperators.LSHL, 2)).intoArray(codes, i + 32);
      sixes(first.lanewise(VectorOperators.LSHR, 4), high).intoArray(codes, i + 64);
      sixes(second.lanewise(VectorOperators.LSHR, 4), high.lanewise(VectorOperators.LSHR, 2))
          .intoArray(codes, i + 96);
      block += half * BlockType.Q6_K.blockBytes();
      half = 1 - half;
    }
  }

  private static IntVector ints(MemorySegment data, long at) {
    return ByteVector.fromMemorySegment(BYTES, data, at, ByteOrder.LITTLE_ENDIAN)
        .reinterpretAsInts();
  }

  private static ByteVector sixes(IntVector low, IntVector high) {
    return low.and(NIBBLES).or(high.and(ABOVE_NIBBLES)).reinterpretAsBytes().sub(SIX_ZERO);
  }

  /// d * scale, both exact.
  private static void sixScales(
      MemorySegment data, long from, int columns, float[] scales, int start) {
    int groups = BlockType.Q6_K.blockColumns() / GROUP;
    long block = from;
    for (int i = start; i < start + columns / GROUP; i += groups) {
      FloatVector d =
          FloatVector.broadcast(FLOATS, Float.float16ToFloat(data.get(SHORT, block + SIX_D)));
      for (int j = 0; j < groups; j += FLOATS.length()) {
        ByteVector bytes =
            ByteVector.fromMemorySegment(
                ByteVector.SPECIES_64, data, block + SIX_SCALES + j, ByteOrder.LITTLE_ENDIAN);
        FloatVector integers =
            (FloatVector)
                bytes.convertShape(VectorOperators.B2I, INTS, 0).convert(VectorOperators.I2F, 0);
        d.mul(integers).intoArray(scales, i + j);
      }
      block += BlockType.Q6_K.blockBytes();
    }
  }
}
