package dev.setun.model;

/// Approximate products of a vector with the rows of a matrix, from a copy of fewer bits, and how
/// far each can be from the product that [RowDots] computes.
public interface RowScreen {
  /// Takes a vector; the calls that follow are about it.
  ///
  /// @param x one value a column, from `xFrom`
  void take(float[] x, int xFrom);

  /// Bounds on dot(x, row) in the bits of the canonical profile for the rows `[fromRow, toRow)`;
  /// any thread may call it for its rows.
  ///
  /// @param fromRow a multiple of [#rowGranularity]
  /// @param low written at the index of the row: at most the product
  /// @param high written at the index of the row: at least the product
  void bounds(int fromRow, int toRow, float[] low, float[] high);

  /// Rows at whose multiples the calls of [#bounds] begin.
  int rowGranularity();

  /// Bytes of the copy.
  long byteSize();
}
