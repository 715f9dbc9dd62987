package dev.setun.model.safetensors;

import dev.setun.model.DenseMatrix;

/// Real numbers in a file, decoded a row at a time.
record StoredMatrix(StoredTensor tensor, int rows, int columns) implements DenseMatrix {
  static StoredMatrix of(StoredTensor tensor, int rows, int columns) {
    return new StoredMatrix(tensor.requireShape(rows, columns).requireFloats(), rows, columns);
  }

  @Override
  public void row(int row, float[] into, int from) {
    tensor.floats((long) row * columns, into, from, columns);
  }

  @Override
  public long byteSize() {
    return tensor.data().byteSize();
  }
}
