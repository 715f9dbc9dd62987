package dev.setun.model.tensor;

import java.util.Optional;

/// ggml's ternary types: blocks of 256 columns with a binary16 scale each (spec 3.7).
public enum TernaryBlocks implements TernaryPacking {
  /// Five trits a byte, 1.6875 bits an element with the scale.
  TQ1_0(54, 52),
  /// Four 2-bit codes a byte, 2.0625 bits an element with the scale.
  TQ2_0(66, 64);

  /// Elements of one block.
  public static final int BLOCK_COLUMNS = 256;

  private final int blockBytes;
  private final int scaleOffset;

  TernaryBlocks(int blockBytes, int scaleOffset) {
    this.blockBytes = blockBytes;
    this.scaleOffset = scaleOffset;
  }

  /// Bytes of one block.
  public int blockBytes() {
    return blockBytes;
  }

  /// Where in a block its scale is.
  int scaleOffset() {
    return scaleOffset;
  }

  @Override
  public String label() {
    return name();
  }

  @Override
  public Optional<String> shapeProblem(long rows, long columns) {
    return Shapes.problem(name(), rows, columns, BLOCK_COLUMNS);
  }

  @Override
  public long byteSize(long rows, long columns) {
    TensorType.requireShape(this, rows, columns);
    return rows * (columns / BLOCK_COLUMNS) * blockBytes;
  }
}
