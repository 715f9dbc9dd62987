package dev.setun.model.tensor;

import dev.setun.model.DenseMatrix;
import dev.setun.model.bytes.LittleEndian;
import dev.setun.traces.InputException;
import java.lang.foreign.MemorySegment;

/// A matrix in a file: a view of its bytes that decodes one row at a time.
///
/// @param where file and tensor, for messages
/// @param type how the elements are encoded
/// @param rows product of all dimensions but the contiguous one
/// @param columns the contiguous dimension
/// @param data exactly the bytes of the tensor
public record Tensor(String where, TensorType type, long rows, int columns, MemorySegment data) {
  public Tensor {
    if (data.byteSize() != type.byteSize(rows, columns)) {
      throw new IllegalArgumentException(
          "expected " + type.byteSize(rows, columns) + " bytes, found " + data.byteSize());
    }
  }

  /// Writes the values of one row to `into[0 .. columns)`.
  ///
  /// @throws InputException if a ternary row holds a code that stands for no weight
  public void dequantiseRow(long row, float[] into) {
    dequantiseRow(row, into, 0);
  }

  /// Writes the values of one row to `into[from .. from + columns)`.
  ///
  /// @throws InputException if a ternary row holds a code that stands for no weight
  public void dequantiseRow(long row, float[] into, int from) {
    if (row < 0 || row >= rows) {
      throw new IndexOutOfBoundsException("expected a row below " + rows + ", found " + row);
    }
    switch (type) {
      case ScalarType scalar -> decodeScalars(scalar, row, into, from);
      case BlockType blocks -> decodeBlocks(blocks, row, into, from);
      case TernaryPacking _ -> ternary().dequantiseRow(Math.toIntExact(row), into, from);
    }
  }

  private void decodeScalars(ScalarType scalar, long row, float[] into, int from) {
    long offset = row * columns * scalar.bytes();
    for (int column = 0; column < columns; column++) {
      into[from + column] =
          switch (scalar) {
            case F32 -> LittleEndian.getFloat(data, offset + 4L * column);
            case F16 -> HalfFloats.ofBinary16(LittleEndian.getShort(data, offset + 2L * column));
            case BF16 -> HalfFloats.ofBfloat16(LittleEndian.getShort(data, offset + 2L * column));
          };
    }
  }

  private void decodeBlocks(BlockType blocks, long row, float[] into, int from) {
    long offset = row * (columns / blocks.blockColumns()) * blocks.blockBytes();
    for (int start = 0; start < columns; start += blocks.blockColumns()) {
      switch (blocks) {
        case Q4_0 -> ScaledBlocks.decodeQ4(data, offset, into, from + start);
        case Q8_0 -> ScaledBlocks.decodeQ8(data, offset, into, from + start);
        case Q6_K -> Q6kCodec.decode(data, offset, into, from + start);
      }
      offset += blocks.blockBytes();
    }
  }

  /// The tensor as a matrix of real numbers, as a view.
  public DenseMatrix dense() {
    return new TensorMatrix(this);
  }

  /// The weights of a ternary tensor, as a view.
  ///
  /// @throws InputException if the type is not ternary or carries no scale
  public PackedTernary ternary() {
    if (type instanceof TernaryPacking packing && !(packing instanceof HfPacked)) {
      return PackedTernary.of(where, packing, Math.toIntExact(rows), columns, data);
    }
    throw new InputException(
        where, "expected a ternary type (I2_S, TQ1_0, TQ2_0, TL1, TL2), found " + type.label());
  }
}
