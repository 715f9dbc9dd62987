package dev.setun.model;

/// A matrix of real numbers that is not ternary: the token embedding and the head. Its rows are
/// decoded to binary32, exactly, when they are needed, so it can be a view of mapped memory.
/// Reading is safe from any thread.
public interface DenseMatrix {
  /// At least 1.
  int rows();

  /// At least 1.
  int columns();

  /// Writes row `row` to `into[from .. from + columns)`.
  void row(int row, float[] into, int from);

  /// Bytes that it occupies where it lies, in memory or in a mapped file.
  long byteSize();

  /// Says that most rows will hardly be read again. A view of a mapped file then gives the memory
  /// of its pages back; reading stays possible and reads the file again.
  default void release() {}

  /// A matrix of binary32 values, row-major; not copied.
  ///
  /// @throws IllegalArgumentException if the length is not rows x columns
  static DenseMatrix of(int rows, int columns, float[] values) {
    return new PlainDenseMatrix(rows, columns, values);
  }
}
