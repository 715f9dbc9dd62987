package dev.setun.model.inference;

import dev.setun.model.DenseMatrix;

/// logits = E x (spec 1.2): one dot product for each id, nothing quantised.
///
/// A small matrix is decoded once; of a large one, each row is decoded when it is used, so that a
/// mapped file is not copied to the heap.
final class Head implements ProfileHead {
  private static final long MOST_DECODED = 1L << 24;

  private final DenseMatrix rows;

  Head(DenseMatrix rows) {
    this.rows = (long) rows.rows() * rows.columns() <= MOST_DECODED ? decoded(rows) : rows;
  }

  private static DenseMatrix decoded(DenseMatrix matrix) {
    float[] values = new float[matrix.rows() * matrix.columns()];
    for (int row = 0; row < matrix.rows(); row++) {
      matrix.row(row, values, row * matrix.columns());
    }
    return DenseMatrix.of(matrix.rows(), matrix.columns(), values);
  }

  @Override
  public float[] apply(float[] x, int tokens, int fromToken, Execution on) {
    int hidden = rows.columns();
    int vocabulary = rows.rows();
    float[] logits = new float[Math.multiplyExact(tokens - fromToken, vocabulary)];
    on.workers()
        .split(
            vocabulary,
            1,
            (from, to) -> {
              float[] row = new float[hidden];
              for (int id = from; id < to; id++) {
                rows.row(id, row, 0);
                for (int token = fromToken; token < tokens; token++) {
                  logits[(token - fromToken) * vocabulary + id] =
                      on.numerics().dot(x, token * hidden, row, 0, hidden);
                }
              }
            });
    return logits;
  }
}
