package dev.setun.model;

import dev.setun.traces.Sha256;
import java.lang.foreign.MemorySegment;

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

  /// SHA-256 of everything that decides the values: equal digests, equal values. The same values in
  /// another encoding may have another digest.
  default byte[] digest() {
    var into = new Sha256();
    into.update("binary32");
    into.update(rows());
    into.update(columns());
    float[] row = new float[columns()];
    for (int i = 0; i < rows(); i++) {
      row(i, row, 0);
      into.update(MemorySegment.ofArray(row));
    }
    return into.digest();
  }

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
