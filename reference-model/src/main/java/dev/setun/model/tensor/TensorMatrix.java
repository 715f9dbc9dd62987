package dev.setun.model.tensor;

import dev.setun.model.DenseMatrix;
import dev.setun.model.bytes.MappedPages;
import dev.setun.traces.Sha256;

/// A tensor of a file as a matrix of real numbers: a view that decodes its rows.
public record TensorMatrix(Tensor tensor) implements DenseMatrix {
  @Override
  public int rows() {
    return Math.toIntExact(tensor.rows());
  }

  @Override
  public int columns() {
    return tensor.columns();
  }

  @Override
  public void row(int row, float[] into, int from) {
    tensor.dequantiseRow(row, into, from);
  }

  @Override
  public long byteSize() {
    return tensor.data().byteSize();
  }

  /// Of the encoding and its bytes.
  @Override
  public byte[] digest() {
    var into = new Sha256();
    into.update(tensor.type().label());
    into.update(rows());
    into.update(columns());
    into.updateInParts(tensor.data());
    return into.digest();
  }

  @Override
  public void release() {
    MappedPages.release(tensor.data());
  }
}
