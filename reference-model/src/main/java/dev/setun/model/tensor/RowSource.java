package dev.setun.model.tensor;

/// Where the values of a matrix come from, a row at a time, so that no matrix has to be in memory.
@FunctionalInterface
public interface RowSource {
  /// Writes row `row` to `into`, which has exactly the columns of the matrix. May be asked for a
  /// row more than once.
  void read(long row, float[] into);
}
