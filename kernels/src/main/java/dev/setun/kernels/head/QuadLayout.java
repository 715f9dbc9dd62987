package dev.setun.kernels.head;

import dev.setun.model.tensor.BlockType;
import dev.setun.model.tensor.Tensor;
import dev.setun.model.tensor.TensorType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/// How four rows of Q8_0 or Q6_K (spec 3.7, 3.8), a *quad*, lie as one sequence of bytes, in the
/// order in which they are multiplied. It has as many bytes as in the file, but for one in a
/// hundred more with Q6_K.
///
/// A *piece* is 64 codes: 16 columns of each of the four rows, row by row.
enum QuadLayout {
  /// For each 32 columns the binary16 scales of the four rows; then the pieces, an int8 a code.
  EIGHT(BlockType.Q8_0),
  /// Units of 256 columns. In each: for each row d as binary32; for each row the int8 scales of the
  /// 16 pieces; then for each four pieces three vectors of 64 bytes: the low four bits of the first
  /// two, those of the last two, and the high two bits of all, each piece two bits above the one
  /// before.
  SIX(BlockType.Q6_K);

  /// Of a quad.
  static final int ROWS = 4;

  /// Columns of a piece.
  static final int GROUP = 16;

  /// Codes of a piece.
  static final int PIECE = ROWS * GROUP;

  /// As a view of bytes, where binary32 lies.
  static final VarHandle FLOAT =
      MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);

  /// Columns of a scale of [#EIGHT].
  static final int EIGHT_BLOCK = 32;

  /// Columns of a unit of [#SIX].
  static final int SIX_COLUMNS = 256;

  /// Where the scales begin in a unit of [#SIX].
  static final int SIX_SCALES = ROWS * Float.BYTES;

  /// Where the codes begin in a unit of [#SIX].
  static final int SIX_CODES = SIX_SCALES + ROWS * SIX_COLUMNS / GROUP;

  /// Of a unit of [#SIX].
  static final int SIX_BYTES = SIX_CODES + ROWS * SIX_COLUMNS / 4 * 3;

  /// As a view of bytes, where binary16 lies.
  static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int D_BYTES = 2;
  private static final int FILE_SIX_HIGH = 128;
  private static final int FILE_SIX_SCALES = 192;
  private static final int FILE_SIX_D = 208;
  private static final ValueLayout.OfShort FILE_SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

  private final BlockType type;

  QuadLayout(BlockType type) {
    this.type = type;
  }

  /// The layout for rows of a type, if there is one.
  static Optional<QuadLayout> of(TensorType type) {
    return Arrays.stream(values()).filter(layout -> layout.type == type).findFirst();
  }

  /// Bytes of a quad.
  int byteSize(int columns) {
    return switch (this) {
      case EIGHT -> eightCodesAt(columns) + ROWS * columns;
      case SIX -> columns / SIX_COLUMNS * SIX_BYTES;
    };
  }

  /// Where the codes of [#EIGHT] begin in a quad.
  static int eightCodesAt(int columns) {
    return ROWS * D_BYTES * columns / EIGHT_BLOCK;
  }

  /// Writes a row to its quad.
  ///
  /// @param into zero where the quad is
  /// @param quad where it begins
  void pack(Tensor tensor, int row, byte[] into, int quad) {
    int columns = tensor.columns();
    long from = row * type.byteSize(1, columns);
    for (int block = 0; block < columns / type.blockColumns(); block++) {
      switch (this) {
        case EIGHT -> eight(tensor.data(), from, columns, row % ROWS, block, into, quad);
        case SIX -> six(tensor.data(), from, row % ROWS, into, quad + block * SIX_BYTES);
      }
      from += type.blockBytes();
    }
  }

  private static void eight(
      MemorySegment data, long from, int columns, int row, int block, byte[] into, int quad) {
    int scale = quad + D_BYTES * (ROWS * block + row);
    into[scale] = data.get(BYTE, from);
    into[scale + 1] = data.get(BYTE, from + 1);
    int at = quad + eightCodesAt(columns) + 2 * block * PIECE + row * GROUP;
    MemorySegment target = MemorySegment.ofArray(into);
    MemorySegment.copy(data, from + D_BYTES, target, at, GROUP);
    MemorySegment.copy(data, from + D_BYTES + GROUP, target, at + PIECE, GROUP);
  }

  private static void six(MemorySegment data, long from, int row, byte[] into, int unit) {
    float d = Float.float16ToFloat(data.get(FILE_SHORT, from + FILE_SIX_D));
    FLOAT.set(into, unit + Float.BYTES * row, d / 4);
    int scales = unit + SIX_SCALES + GROUP * row;
    MemorySegment.copy(data, from + FILE_SIX_SCALES, MemorySegment.ofArray(into), scales, GROUP);
    for (int column = 0; column < SIX_COLUMNS; column += GROUP) {
      int half = column / 128;
      int quarter = column / 32 % 4;
      long low = from + 64 * half + 32 * (quarter % 2) + column % 32;
      long high = from + FILE_SIX_HIGH + 32 * half + column % 32;
      int piece = column / GROUP % 4;
      int at = unit + SIX_CODES + column / 64 * 3 * PIECE + row * GROUP;
      for (int l = 0; l < GROUP; l++) {
        int nibble = data.get(BYTE, low + l) >> 4 * (quarter / 2) & 15;
        int two = data.get(BYTE, high + l) >> 2 * quarter & 3;
        int code = (nibble | two << 4) - 32 & 63;
        if (piece < 3) {
          into[at + piece * PIECE + l] |= (byte) (code << 2);
        } else {
          into[at + l] |= (byte) (code >> 4);
          into[at + PIECE + l] |= (byte) (code >> 2 & 3);
          into[at + 2 * PIECE + l] |= (byte) (code & 3);
        }
      }
    }
  }
}
