package dev.setun.model.tensor;

import java.util.Optional;

/// One number per element.
public enum ScalarType implements TensorType {
  /// IEEE 754 binary32.
  F32(4),
  /// IEEE 754 binary16.
  F16(2),
  /// The upper half of a binary32.
  BF16(2);

  private final int bytes;

  ScalarType(int bytes) {
    this.bytes = bytes;
  }

  /// Bytes of one element.
  public int bytes() {
    return bytes;
  }

  @Override
  public String label() {
    return name();
  }

  @Override
  public Optional<String> shapeProblem(long rows, long columns) {
    return Shapes.problem(name(), rows, columns, 1);
  }

  @Override
  public long byteSize(long rows, long columns) {
    TensorType.requireShape(this, rows, columns);
    return rows * columns * bytes;
  }
}
