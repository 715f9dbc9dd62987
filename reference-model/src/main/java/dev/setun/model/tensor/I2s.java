package dev.setun.model.tensor;

import java.util.Optional;

/// bitnet.cpp's I2_S: four 2-bit codes a byte over the flattened matrix, then one binary32 scale
/// and 28 bytes of padding (spec 3.3). Nothing in a file says which of the two layouts it has.
public enum I2s implements TernaryPacking {
  /// 128 elements in 32 bytes: all files up to November 2025, and those that x86 builds write.
  X86_128(128),
  /// 64 elements in 16 bytes: files that ARM builds quantised themselves since November 2025.
  ARM_64(64);

  /// Bytes after the codes: the scale and its padding.
  static final int TAIL_BYTES = 32;

  private final int blockElements;

  I2s(int blockElements) {
    this.blockElements = blockElements;
  }

  /// Elements of one block; byte p of a block holds the elements p, p + n/4, p + n/2 and p + 3n/4,
  /// the first in the top bits.
  public int blockElements() {
    return blockElements;
  }

  /// Bytes of codes, which is also where the scale is.
  public static long codeBytes(long rows, long columns) {
    return rows * columns / 4;
  }

  @Override
  public String label() {
    return "I2_S";
  }

  /// A matrix whose rows are not whole blocks is readable as long as the whole matrix is.
  @Override
  public Optional<String> shapeProblem(long rows, long columns) {
    Optional<String> problem = Shapes.problem(label(), rows, columns, 1);
    if (problem.isEmpty() && rows * columns % blockElements != 0) {
      return Optional.of(
          "I2_S needs elements in multiples of "
              + blockElements
              + ", found "
              + rows
              + " x "
              + columns);
    }
    return problem;
  }

  @Override
  public long byteSize(long rows, long columns) {
    TensorType.requireShape(this, rows, columns);
    return codeBytes(rows, columns) + TAIL_BYTES;
  }
}
