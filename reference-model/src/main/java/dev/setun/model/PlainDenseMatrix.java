package dev.setun.model;

/// One binary32 a value, row-major.
@SuppressWarnings("ArrayRecordComponent") // never compared by value
record PlainDenseMatrix(int rows, int columns, float[] values) implements DenseMatrix {
  PlainDenseMatrix {
    if (rows < 1 || columns < 1 || values.length != (long) rows * columns) {
      throw new IllegalArgumentException(
          "expected " + rows + " x " + columns + " values, found " + values.length);
    }
  }

  @Override
  public void row(int row, float[] into, int from) {
    System.arraycopy(values, row * columns, into, from, columns);
  }

  @Override
  public long byteSize() {
    return (long) values.length * Float.BYTES;
  }
}
