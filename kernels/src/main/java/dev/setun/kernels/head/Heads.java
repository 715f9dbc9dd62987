package dev.setun.kernels.head;

import dev.setun.kernels.load.Preparation;
import dev.setun.model.RowDots;
import dev.setun.model.tensor.Tensor;
import java.util.Optional;

/// How the rows of a head are multiplied.
public final class Heads {
  /// A smaller head is in the caches.
  private static final long LEAST_BYTES = 1L << 22;

  private Heads() {}

  /// The fastest way for rows that are in a file, if there is one here.
  ///
  /// Rows of Q8_0 and Q6_K are slower to unpack than to read: they are copied to another order, at
  /// once where every token needs all rows, and when all rows are asked for again where there is a
  /// screen. Other rows stay in the file.
  public static Optional<RowDots> rows(Tensor tensor, Preparation preparation) {
    if (!SegmentRows.takes(tensor)) {
      return Optional.empty();
    }
    Optional<RowDots> copied = Optional.empty();
    if (tensor.data().byteSize() >= LEAST_BYTES) {
      copied =
          Screens.worth(tensor)
              ? PackedRows.whenNeeded(tensor)
              : PackedRows.of(tensor, preparation);
    }
    return copied.or(() -> Optional.of(SegmentRows.of(tensor)));
  }
}
