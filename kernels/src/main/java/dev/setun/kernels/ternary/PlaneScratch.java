package dev.setun.kernels.ternary;

import dev.setun.kernels.numerics.OwnLines;
import java.util.ArrayList;
import java.util.List;

/// What one thread needs while it multiplies planes of bits; grows to the largest linear it has
/// seen, so that a warm call allocates nothing.
final class PlaneScratch {
  private static final ThreadLocal<PlaneScratch> OF_THREAD =
      ThreadLocal.withInitial(PlaneScratch::new);

  /// The two counts of a tile.
  final CarrySave count = new CarrySave();

  /// The difference of the counts, then the sums of a tile.
  final int[] planes = OwnLines.ints(Integer.SIZE * CarrySave.LANES);

  /// What was read to bring weights into a cache; of no other use.
  int touched;

  private final List<Digits> digits = new ArrayList<>();

  private PlaneScratch() {}

  static PlaneScratch ofThisThread() {
    return OF_THREAD.get();
  }

  /// Room for the digits of a token of a block.
  Digits digits(int token) {
    while (digits.size() <= token) {
      digits.add(new Digits());
    }
    return digits.get(token);
  }
}
