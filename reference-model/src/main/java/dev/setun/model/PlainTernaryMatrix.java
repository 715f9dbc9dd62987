package dev.setun.model;

/// One byte a weight, row-major.
@SuppressWarnings("ArrayRecordComponent") // never compared by value
record PlainTernaryMatrix(int rows, int columns, byte[] trits) implements TernaryMatrix {
  PlainTernaryMatrix {
    if (rows < 1 || columns < 1 || trits.length != (long) rows * columns) {
      throw new IllegalArgumentException(
          "expected " + rows + " x " + columns + " weights, found " + trits.length);
    }
    for (byte trit : trits) {
      if (trit < -1 || trit > 1) {
        throw new IllegalArgumentException("expected a weight -1, 0 or +1, found " + trit);
      }
    }
  }

  @Override
  public void unpackRow(int row, byte[] into) {
    System.arraycopy(trits, row * columns, into, 0, columns);
  }
}
