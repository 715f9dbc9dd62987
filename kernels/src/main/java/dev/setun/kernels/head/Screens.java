package dev.setun.kernels.head;

import dev.setun.kernels.load.Preparation;
import dev.setun.model.DenseMatrix;
import dev.setun.model.RowScreen;
import dev.setun.model.tensor.Tensor;
import dev.setun.model.tensor.TensorMatrix;
import java.util.Optional;

/// Which heads are worth a screen.
public final class Screens {
  /// A smaller head is in the caches.
  private static final long LEAST_BYTES = 1L << 24;

  /// Less than this much smaller, and the copy costs memory for nothing.
  private static final double LEAST_RATIO = 1.3;

  private Screens() {}

  /// A screen for a head whose rows are in a file and take many more bytes than the screen's.
  public static Optional<RowScreen> of(DenseMatrix matrix, Preparation preparation) {
    if (matrix instanceof TensorMatrix(Tensor tensor) && worth(tensor)) {
      var decoder = RowDecoder.of(tensor);
      return Optional.of(SixBitScreen.of(matrix, decoder::decode, preparation));
    }
    return Optional.empty();
  }

  /// Whether [#of] gives a screen.
  static boolean worth(Tensor tensor) {
    DenseMatrix matrix = tensor.dense();
    return SegmentRows.takes(tensor)
        && SixBitScreen.takes(matrix)
        && matrix.byteSize() >= LEAST_BYTES
        && matrix.byteSize()
            >= LEAST_RATIO * SixBitScreen.byteSize(matrix.rows(), matrix.columns());
  }
}
