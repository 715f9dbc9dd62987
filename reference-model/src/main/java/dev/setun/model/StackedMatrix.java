package dev.setun.model;

import dev.setun.traces.Sha256;
import java.util.List;

/// Linears of the same inputs as one: the rows of the parts, one part after the other.
///
/// @param parts at least one, all of the same columns
public record StackedMatrix(List<TernaryMatrix> parts) implements TernaryMatrix {
  public StackedMatrix {
    parts = List.copyOf(parts);
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("expected at least one part, found none");
    }
    int columns = parts.getFirst().columns();
    for (TernaryMatrix part : parts) {
      if (part.columns() != columns) {
        throw new IllegalArgumentException(
            "expected " + columns + " columns, found " + part.columns());
      }
    }
  }

  @Override
  public int rows() {
    int rows = 0;
    for (TernaryMatrix part : parts) {
      rows += part.rows();
    }
    return rows;
  }

  @Override
  public int columns() {
    return parts.getFirst().columns();
  }

  @Override
  public void unpackRow(int row, byte[] into) {
    int inPart = row;
    for (TernaryMatrix part : parts) {
      if (inPart < part.rows()) {
        part.unpackRow(inPart, into);
        return;
      }
      inPart -= part.rows();
    }
    throw new IndexOutOfBoundsException("expected a row below " + rows() + ", found " + row);
  }

  @Override
  public byte[] digest() {
    var into = new Sha256();
    into.update("stacked");
    into.update(parts.size());
    parts.forEach(part -> into.update(part.digest(), 0, Sha256.BYTES));
    return into.digest();
  }

  @Override
  public void release() {
    parts.forEach(TernaryMatrix::release);
  }

  @Override
  public long byteSize() {
    return parts.stream().mapToLong(TernaryMatrix::byteSize).sum();
  }
}
