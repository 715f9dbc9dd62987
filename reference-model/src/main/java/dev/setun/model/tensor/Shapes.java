package dev.setun.model.tensor;

import java.util.Optional;

/// The limits that all types share. A shape within them has at most 2^58 elements, so that no size
/// in bits or bytes overflows a long.
final class Shapes {
  private static final long MAX_ELEMENTS = 1L << 58;

  private Shapes() {}

  static Optional<String> problem(String label, long rows, long columns, int blockColumns) {
    if (rows < 1
        || columns < 1
        || rows > Integer.MAX_VALUE
        || columns > Integer.MAX_VALUE
        || rows > MAX_ELEMENTS / columns) {
      return Optional.of(
          "expected 1 to 2^31 - 1 rows and columns and at most 2^58 elements, found "
              + rows
              + " x "
              + columns);
    }
    if (columns % blockColumns != 0) {
      return Optional.of(
          label
              + " needs columns in multiples of "
              + blockColumns
              + ", found "
              + rows
              + " x "
              + columns);
    }
    return Optional.empty();
  }
}
