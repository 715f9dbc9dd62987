package dev.setun.model.tensor;

import dev.setun.model.BlockScales;
import dev.setun.model.bytes.LittleEndian;
import java.lang.foreign.MemorySegment;

/// What the codes of a ternary matrix are multiplied by.
public sealed interface TernaryScale {
  /// One scale for the whole matrix.
  record PerTensor(float value) implements TernaryScale {}

  /// One binary16 for every 256 columns of every row: a view of the blocks it is stored in.
  final class PerBlock implements TernaryScale, BlockScales {
    private final TernaryBlocks packing;
    private final int blocksPerRow;
    private final MemorySegment data;

    PerBlock(TernaryBlocks packing, int columns, MemorySegment data) {
      this.packing = packing;
      this.blocksPerRow = columns / TernaryBlocks.BLOCK_COLUMNS;
      this.data = data;
    }

    @Override
    public int blocksPerRow() {
      return blocksPerRow;
    }

    /// The binary16 as it is stored.
    public short bits(int row, int block) {
      long index = (long) row * blocksPerRow + block;
      return LittleEndian.getShort(data, index * packing.blockBytes() + packing.scaleOffset());
    }

    @Override
    public float value(int row, int block) {
      return HalfFloats.ofBinary16(bits(row, block));
    }
  }
}
