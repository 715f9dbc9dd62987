package dev.setun.model;

/// The rows of a matrix, each to be multiplied with a vector. Safe from any thread.
public interface RowDots {
  /// into[row] = dot(x, row), in the bits of the profile, for the rows `[fromRow, toRow)`.
  ///
  /// @param x one value a column, from `xFrom`
  /// @param into written at `intoFrom + row`
  void dots(float[] x, int xFrom, int fromRow, int toRow, float[] into, int intoFrom);

  /// The same for some rows in any order, each as [#dots] gives it.
  ///
  /// @param rows which, from index 0
  /// @param count how many of them
  default void dotsOf(float[] x, int xFrom, int[] rows, int count, float[] into, int intoFrom) {
    for (int i = 0; i < count; i++) {
      dots(x, xFrom, rows[i], rows[i] + 1, into, intoFrom);
    }
  }
}
