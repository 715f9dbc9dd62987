package dev.setun.kernels.head;

import dev.setun.kernels.numerics.Stripes;
import dev.setun.model.RowDots;
import dev.setun.model.tensor.Tensor;

/// Rows that stay in the file: each is decoded on its way through the registers or a buffer in the
/// first-level cache. The dots are those of the canonical profile, bit for bit.
///
/// With 16 lanes four rows are multiplied at once ([FourRows]), where there are fewer the last
/// again and again, so that one code is compiled; else one by one.
public final class SegmentRows implements RowDots {
  private final Tensor tensor;
  private final RowDecoder decoder;
  private final ThreadLocal<Buffers> buffers;

  private SegmentRows(Tensor tensor) {
    this.tensor = tensor;
    this.decoder = RowDecoder.of(tensor);
    this.buffers = ThreadLocal.withInitial(() -> Buffers.of(tensor));
  }

  /// What a thread needs.
  ///
  /// @param row values of one row, K
  private record Buffers(FourRows four, float[] row) {
    static Buffers of(Tensor tensor) {
      return new Buffers(new FourRows(tensor), new float[tensor.columns()]);
    }
  }

  /// Whether there is fast code for such rows on this machine.
  public static boolean takes(Tensor tensor) {
    return RowDecoder.decodes(tensor.type(), tensor.columns());
  }

  /// @param tensor one that [#takes] takes
  public static SegmentRows of(Tensor tensor) {
    return new SegmentRows(tensor);
  }

  @Override
  public void dots(float[] x, int xFrom, int fromRow, int toRow, float[] into, int intoFrom) {
    Buffers own = buffers.get();
    if (fromRow < toRow && FourRows.runsHere() && own.four().take(x, xFrom)) {
      int last = toRow - 1;
      for (int row = fromRow; row <= last; row += FourRows.ROWS) {
        int second = Math.min(row + 1, last);
        own.four()
            .dots(row, second, Math.min(row + 2, last), Math.min(row + 3, last), into, intoFrom);
      }
      return;
    }
    for (int row = fromRow; row < toRow; row++) {
      one(x, xFrom, row, own.row(), into, intoFrom);
    }
  }

  @Override
  public void dotsOf(float[] x, int xFrom, int[] rows, int count, float[] into, int intoFrom) {
    Buffers own = buffers.get();
    if (count > 0 && FourRows.runsHere() && own.four().take(x, xFrom)) {
      int last = count - 1;
      for (int i = 0; i <= last; i += FourRows.ROWS) {
        int second = rows[Math.min(i + 1, last)];
        int third = rows[Math.min(i + 2, last)];
        own.four().dots(rows[i], second, third, rows[Math.min(i + 3, last)], into, intoFrom);
      }
      return;
    }
    for (int i = 0; i < count; i++) {
      one(x, xFrom, rows[i], own.row(), into, intoFrom);
    }
  }

  private void one(float[] x, int xFrom, int row, float[] values, float[] into, int intoFrom) {
    decoder.decode(row, values);
    into[intoFrom + row] = Stripes.dot(x, xFrom, values, 0, tensor.columns());
  }
}
