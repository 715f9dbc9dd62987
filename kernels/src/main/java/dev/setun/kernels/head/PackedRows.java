package dev.setun.kernels.head;

import dev.setun.kernels.load.Preparation;
import dev.setun.kernels.load.Prepared;
import dev.setun.kernels.load.Recipe;
import dev.setun.model.RowDots;
import dev.setun.model.tensor.Tensor;
import dev.setun.model.tensor.TensorMatrix;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/// Rows of Q8_0 or Q6_K from a copy in the order of [QuadLayout], which takes the place of the
/// file's pages in memory. The dots are those of the canonical profile, bit for bit; rows are
/// multiplied where they lie in the file until the copy is there, and where only some are asked
/// for.
final class PackedRows implements RowDots {
  /// A matrix that was multiplied so often as a whole will be again.
  private static final int PASSES = 2;

  private static final int ROWS = QuadLayout.ROWS;
  private static final int TILE_QUADS = 1024;

  /// To be raised whenever equal rows give other copies: files of packed weights are told apart by
  /// it.
  private static final int LAYOUT_VERSION = 1;

  private final Tensor tensor;
  private final QuadLayout layout;
  private final SegmentRows inFile;
  private final int rows;
  private final int quadBytes;
  private final ThreadLocal<Quads> quads;
  private final AtomicLong rowsMultiplied = new AtomicLong();
  private volatile Optional<Prepared<byte[]>> copy = Optional.empty();

  private PackedRows(Tensor tensor, QuadLayout layout) {
    this.tensor = tensor;
    this.layout = layout;
    this.inFile = SegmentRows.of(tensor);
    this.rows = Math.toIntExact(tensor.rows());
    this.quadBytes = layout.byteSize(tensor.columns());
    this.quads = ThreadLocal.withInitial(() -> new Quads(layout, tensor.columns()));
  }

  /// Begins to copy at once.
  ///
  /// @return nothing if rows of this type have no such layout here
  static Optional<RowDots> of(Tensor tensor, Preparation preparation) {
    return layout(tensor)
        .map(layout -> {
          var rows = new PackedRows(tensor, layout);
          rows.copy = Optional.of(preparation.prepare(rows.recipe()));
          return rows;
        });
  }

  /// Begins to copy when all rows were multiplied for the second time.
  ///
  /// @return nothing if rows of this type have no such layout here
  static Optional<RowDots> whenNeeded(Tensor tensor) {
    return layout(tensor).map(layout -> new PackedRows(tensor, layout));
  }

  private static Optional<QuadLayout> layout(Tensor tensor) {
    return QuadLayout.of(tensor.type())
        .filter(layout -> Quads.runsHere() && byteSize(tensor, layout) <= Integer.MAX_VALUE - 8);
  }

  private static long byteSize(Tensor tensor, QuadLayout layout) {
    return Math.ceilDiv(tensor.rows(), ROWS) * layout.byteSize(tensor.columns());
  }

  private Recipe<byte[]> recipe() {
    var matrix = new TensorMatrix(tensor);
    return new Recipe<>(
        String.format(
            Locale.ROOT,
            "quads %s v%d, %d x %d",
            tensor.type().label(),
            LAYOUT_VERSION,
            rows,
            tensor.columns()),
        matrix::digest,
        () -> new byte[(int) byteSize(tensor, layout)],
        into -> List.of(MemorySegment.ofArray(into)),
        into -> pack(matrix, into),
        matrix::release);
  }

  /// Copies on all cores, and gives back the memory of the matrix part by part.
  private void pack(TensorMatrix matrix, byte[] into) {
    int all = Math.ceilDiv(rows, ROWS);
    for (int from = 0; from < all; from += TILE_QUADS) {
      IntStream.range(from, Math.min(all, from + TILE_QUADS))
          .parallel()
          .forEach(quad -> {
            for (int row = quad * ROWS; row < Math.min(rows, quad * ROWS + ROWS); row++) {
              layout.pack(tensor, row, into, quad * quadBytes);
            }
          });
      matrix.release();
    }
  }

  @Override
  public void dots(float[] x, int xFrom, int fromRow, int toRow, float[] into, int intoFrom) {
    Optional<Prepared<byte[]>> made = copy;
    if (made.isPresent() && made.get().isMade()) {
      multiply(made.get().get(), x, xFrom, fromRow, toRow, into, intoFrom);
      return;
    }
    inFile.dots(x, xFrom, fromRow, toRow, into, intoFrom);
    if (made.isEmpty() && rowsMultiplied.addAndGet(toRow - fromRow) >= (long) PASSES * rows) {
      begin();
    }
  }

  /// Whether the copy is there.
  boolean isCopied() {
    return copy.map(Prepared::isMade).orElse(false);
  }

  private synchronized void begin() {
    if (copy.isEmpty()) {
      copy = Optional.of(Preparation.quiet().prepare(recipe()));
    }
  }

  private void multiply(
      byte[] packed, float[] x, int xFrom, int fromRow, int toRow, float[] into, int intoFrom) {
    Quads own = quads.get();
    for (int first = fromRow / ROWS * ROWS; first < toRow; first += ROWS) {
      own.take(packed, first / ROWS * quadBytes, x, xFrom);
      int last = Math.min(toRow, first + ROWS);
      for (int row = Math.max(fromRow, first); row < last; row++) {
        into[intoFrom + row] = own.dot(row - first);
      }
    }
  }

  @Override
  public void dotsOf(float[] x, int xFrom, int[] some, int count, float[] into, int intoFrom) {
    inFile.dotsOf(x, xFrom, some, count, into, intoFrom);
  }
}
