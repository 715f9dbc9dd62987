package dev.setun.model;

import dev.setun.model.numerics.Numerics;

/// Decodes each row when it is used; of a small matrix, all rows once.
final class DecodedRows implements RowDots {
  private static final long MOST_DECODED = 1L << 24;

  private final DenseMatrix matrix;
  private final Numerics numerics;
  private final float[] decoded;
  private final ThreadLocal<float[]> row;

  DecodedRows(DenseMatrix matrix, Numerics numerics) {
    this.matrix = matrix;
    this.numerics = numerics;
    boolean small = (long) matrix.rows() * matrix.columns() <= MOST_DECODED;
    this.decoded = new float[small ? matrix.rows() * matrix.columns() : 0];
    if (small) {
      for (int i = 0; i < matrix.rows(); i++) {
        matrix.row(i, decoded, i * matrix.columns());
      }
    }
    this.row = ThreadLocal.withInitial(() -> new float[matrix.columns()]);
  }

  @Override
  public void dots(float[] x, int xFrom, int fromRow, int toRow, float[] into, int intoFrom) {
    int columns = matrix.columns();
    if (decoded.length > 0) {
      for (int i = fromRow; i < toRow; i++) {
        into[intoFrom + i] = numerics.dot(x, xFrom, decoded, i * columns, columns);
      }
      return;
    }
    float[] values = row.get();
    for (int i = fromRow; i < toRow; i++) {
      matrix.row(i, values, 0);
      into[intoFrom + i] = numerics.dot(x, xFrom, values, 0, columns);
    }
  }
}
