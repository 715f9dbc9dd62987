package dev.setun.model.tensor;

import java.util.Optional;

/// Hugging Face's packed uint8: ceil(rows/4) x columns bytes; byte (r, c) holds the rows r, r + R,
/// r + 2R and r + 3R of column c, R = ceil(rows/4), the first in the low bits (spec 3.1). The scale
/// is a tensor of its own.
public enum HfPacked implements TernaryPacking {
  /// The only layout.
  U8;

  @Override
  public String label() {
    return "HF_U8";
  }

  @Override
  public Optional<String> shapeProblem(long rows, long columns) {
    return Shapes.problem(label(), rows, columns, 1);
  }

  @Override
  public long byteSize(long rows, long columns) {
    TensorType.requireShape(this, rows, columns);
    return packedRows(rows) * columns;
  }

  /// R, the rows of the packed matrix: rows / 4, rounded up.
  public static long packedRows(long rows) {
    return (rows + 3) / 4;
  }
}
