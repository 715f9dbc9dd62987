package dev.setun.model.gguf;

import dev.setun.model.BlockScales;
import dev.setun.model.TernaryMatrix;
import dev.setun.traces.Sha256;
import java.util.Optional;

/// The q or k of a file of architecture `llama`, its rows in the order of rotate-half: a view,
/// nothing is copied.
///
/// Such a file is for a rotation that turns the neighbours 2j and 2j + 1 of a head, so its
/// converter has put row j + half * headSize / 2 of every head in place 2j + half (spec 7, trap
/// 13). The rotation here turns j and j + headSize / 2. Undoing the order of rows gives the model
/// that was converted: each score q k is a sum over the pairs of a head, and both sides are
/// reordered alike.
///
/// @param stored as it is in the file
/// @param headSize even; the rows are whole heads
record InterleavedHeads(TernaryMatrix stored, int headSize) implements TernaryMatrix {
  InterleavedHeads {
    if (headSize % 2 != 0 || stored.rows() % headSize != 0) {
      throw new IllegalArgumentException(
          "expected rows in heads of " + headSize + ", found " + stored.rows());
    }
  }

  /// The rows of a model in the order of such a file: the way back. Block scales are not kept.
  ///
  /// @param model in the order of rotate-half
  static TernaryMatrix forFile(TernaryMatrix model, int headSize) {
    InterleavedHeads places = new InterleavedHeads(model, headSize);
    int[] rows = new int[model.rows()];
    for (int row = 0; row < rows.length; row++) {
      rows[places.place(row)] = row;
    }
    return new InFile(model, rows);
  }

  /// @param order rows of the model, by their place in the file
  @SuppressWarnings("ArrayRecordComponent") // never compared by value
  private record InFile(TernaryMatrix model, int[] order) implements TernaryMatrix {
    @Override
    public int rows() {
      return model.rows();
    }

    @Override
    public int columns() {
      return model.columns();
    }

    @Override
    public void unpackRow(int row, byte[] into) {
      model.unpackRow(order[row], into);
    }
  }

  /// Where the file has a row.
  private int place(int row) {
    int inHead = row % headSize;
    int half = headSize / 2;
    return row - inHead + 2 * (inHead % half) + inHead / half;
  }

  @Override
  public int rows() {
    return stored.rows();
  }

  @Override
  public int columns() {
    return stored.columns();
  }

  @Override
  public void unpackRow(int row, byte[] into) {
    stored.unpackRow(place(row), into);
  }

  @Override
  public Optional<BlockScales> blockScales() {
    return stored.blockScales().map(Rows::new);
  }

  @Override
  public byte[] digest() {
    var into = new Sha256();
    into.update("interleaved heads");
    into.update(headSize);
    into.update(stored.digest(), 0, Sha256.BYTES);
    return into.digest();
  }

  @Override
  public void release() {
    stored.release();
  }

  @Override
  public long byteSize() {
    return stored.byteSize();
  }

  private final class Rows implements BlockScales {
    private final BlockScales scales;

    Rows(BlockScales scales) {
      this.scales = scales;
    }

    @Override
    public int blocksPerRow() {
      return scales.blocksPerRow();
    }

    @Override
    public float value(int row, int block) {
      return scales.value(place(row), block);
    }
  }
}
