package dev.setun.model.tensor;

import java.util.Optional;

/// ggml's quantised types with more than three levels: blocks of columns with a scale each (spec
/// 3.7).
public enum BlockType implements TensorType {
  /// 32 elements: binary16 scale d, 16 bytes of nibbles; value d * (nibble - 8).
  Q4_0(32, 18),
  /// 32 elements: binary16 scale d, 32 int8; value d * q.
  Q8_0(32, 34),
  /// 256 elements: 6-bit codes, 16 int8 scales, binary16 d; value (d * scale) * (code - 32).
  Q6_K(256, 210);

  private final int blockColumns;
  private final int blockBytes;

  BlockType(int blockColumns, int blockBytes) {
    this.blockColumns = blockColumns;
    this.blockBytes = blockBytes;
  }

  /// Elements of one block.
  public int blockColumns() {
    return blockColumns;
  }

  /// Bytes of one block.
  public int blockBytes() {
    return blockBytes;
  }

  @Override
  public String label() {
    return name();
  }

  @Override
  public Optional<String> shapeProblem(long rows, long columns) {
    return Shapes.problem(name(), rows, columns, blockColumns);
  }

  @Override
  public long byteSize(long rows, long columns) {
    TensorType.requireShape(this, rows, columns);
    return rows * (columns / blockColumns) * blockBytes;
  }
}
