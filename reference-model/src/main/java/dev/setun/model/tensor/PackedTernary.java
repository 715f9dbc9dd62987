package dev.setun.model.tensor;

import dev.setun.model.BlockScales;
import dev.setun.model.TernaryMatrix;
import dev.setun.model.bytes.LittleEndian;
import dev.setun.model.bytes.MappedPages;
import dev.setun.traces.InputException;
import dev.setun.traces.Sha256;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// A ternary matrix in the packing of its file: a view, nothing is copied. It can be read as long
/// as the memory that it views can.
///
/// @param where file and tensor, for messages
/// @param packing how the weights lie in `data`
/// @param rows N
/// @param columns K
/// @param data exactly the bytes of the matrix, including a scale that belongs to it
/// @param scale what the weights are multiplied by
public record PackedTernary(
    String where,
    TernaryPacking packing,
    int rows,
    int columns,
    MemorySegment data,
    TernaryScale scale)
    implements TernaryMatrix {
  public PackedTernary {
    TensorType.requireShape(packing, rows, columns);
    if (data.byteSize() != packing.byteSize(rows, columns)) {
      throw new IllegalArgumentException(
          "expected " + packing.byteSize(rows, columns) + " bytes, found " + data.byteSize());
    }
  }

  /// A view of a matrix that carries its scale.
  ///
  /// @throws IllegalArgumentException if the bytes are not those of the shape, or for [HfPacked],
  ///   whose scale is elsewhere
  public static PackedTernary of(
      String where, TernaryPacking packing, int rows, int columns, MemorySegment data) {
    TensorType.requireShape(packing, rows, columns);
    TernaryScale scale =
        switch (packing) {
          case TernaryBlocks blocks -> new TernaryScale.PerBlock(blocks, columns, data);
          case I2s _ -> perTensor(data, I2s.codeBytes(rows, columns));
          case Tl1 _ -> perTensor(data, Tl1.codeBytes(rows, columns));
          case Tl2 _ -> perTensor(data, Tl2.codeBytes(rows, columns));
          case HfPacked _ ->
              throw new IllegalArgumentException("expected a packing with its scale in it");
        };
    return new PackedTernary(where, packing, rows, columns, data, scale);
  }

  private static TernaryScale perTensor(MemorySegment data, long offset) {
    return new TernaryScale.PerTensor(LittleEndian.getFloat(data, offset));
  }

  /// @throws InputException if the row holds a code that stands for no weight
  @Override
  public void unpackRow(int row, byte[] into) {
    if (row < 0 || row >= rows) {
      throw new IndexOutOfBoundsException("expected a row below " + rows + ", found " + row);
    }
    switch (packing) {
      case TernaryBlocks blocks -> unpackBlocks(blocks, row, into);
      case I2s layout -> I2sCodec.unpackRow(layout, data, row, columns, into);
      case Tl1 tl1 -> Tl1Codec.unpackRow(tl1, data, columns, row, into);
      case Tl2 tl2 -> Tl2Codec.unpackRow(tl2, data, rows, columns, row, into);
      case HfPacked _ -> HfCodec.unpackRow(data, rows, columns, row, into);
    }
    requireWeights(row, into);
  }

  private void unpackBlocks(TernaryBlocks blocks, int row, byte[] into) {
    long offset = blocks.byteSize(1, columns) * row;
    for (int start = 0; start < columns; start += TernaryBlocks.BLOCK_COLUMNS) {
      switch (blocks) {
        case TQ1_0 -> Tq1Codec.unpackBlock(data, offset, into, start);
        case TQ2_0 -> Tq2Codec.unpackBlock(data, offset, into, start);
      }
      offset += blocks.blockBytes();
    }
  }

  private void requireWeights(int row, byte[] trits) {
    int column = 0;
    while (column + Long.BYTES <= columns && !Eight.hasMoreThanOne(Eight.get(trits, column))) {
      column += Long.BYTES;
    }
    while (column < columns && trits[column] <= 1) {
      column++;
    }
    if (column < columns) {
      throw new InputException(
          where,
          "row "
              + row
              + ", column "
              + column
              + ": expected a code for -1, 0 or +1, found one that "
              + packing.label()
              + " does not define");
    }
  }

  /// Looks at all codes, so that later reads cannot fail. Two-bit codes are looked at 32 at a time,
  /// at the speed of memory.
  ///
  /// @throws InputException at the first code that stands for no weight
  public void validate() {
    boolean clean =
        switch (packing) {
          case TernaryBlocks blocks ->
              switch (blocks) {
                // Every byte decodes to five trits.
                case TQ1_0 -> true;
                case TQ2_0 -> blocksHaveNoCode3();
              };
          case I2s _ -> hasNoCode3(0, I2s.codeBytes(rows, columns));
          case HfPacked _ -> hasNoCode3(0, data.byteSize());
          case Tl1 _, Tl2 _ -> false;
        };
    if (!clean) {
      byte[] trits = new byte[columns];
      for (int row = 0; row < rows; row++) {
        unpackRow(row, trits);
      }
    }
  }

  private boolean blocksHaveNoCode3() {
    int blockBytes = TernaryBlocks.TQ2_0.blockBytes();
    for (long offset = 0; offset < data.byteSize(); offset += blockBytes) {
      if (!hasNoCode3(offset, offset + TernaryBlocks.TQ2_0.scaleOffset())) {
        return false;
      }
    }
    return true;
  }

  /// Code 3 is the only one with both bits set. In [HfPacked] it may also be in the padding of the
  /// last rows, where no row has it.
  private boolean hasNoCode3(long from, long to) {
    long bothBits = 0;
    long offset = from;
    for (; offset + Long.BYTES <= to; offset += Long.BYTES) {
      long codes = LittleEndian.getLong(data, offset);
      bothBits |= codes & codes >>> 1;
    }
    for (; offset < to; offset++) {
      int codes = LittleEndian.unsignedByte(data, offset);
      bothBits |= codes & codes >>> 1;
    }
    return (bothBits & 0x5555555555555555L) == 0;
  }

  @Override
  public Optional<BlockScales> blockScales() {
    return switch (scale) {
      case TernaryScale.PerTensor _ -> Optional.empty();
      case TernaryScale.PerBlock blocks -> Optional.of(blocks);
    };
  }

  /// Of the packing and its bytes; a scale in them counts too.
  @Override
  public byte[] digest() {
    var into = new Sha256();
    into.update(packing.label());
    into.update(rows);
    into.update(columns);
    into.updateInParts(data);
    return into.digest();
  }

  @Override
  public void release() {
    MappedPages.release(data);
  }

  /// Bytes of the packing, with its scales.
  @Override
  public long byteSize() {
    return data.byteSize();
  }

  /// Writes scale * weight of one row to `into[from .. from + columns)`; one product each.
  public void dequantiseRow(int row, float[] into, int from) {
    byte[] trits = new byte[columns];
    unpackRow(row, trits);
    for (int column = 0; column < columns; column++) {
      float factor =
          switch (scale) {
            case TernaryScale.PerTensor(float value) -> value;
            case TernaryScale.PerBlock blocks ->
                blocks.value(row, column / TernaryBlocks.BLOCK_COLUMNS);
          };
      into[from + column] = trits[column] * factor;
    }
  }

  /// The same weights without their packing.
  public TernaryTensor unpacked() {
    return new TernaryTensor(this, scale);
  }
}
