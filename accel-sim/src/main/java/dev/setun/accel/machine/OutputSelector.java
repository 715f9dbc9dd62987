package dev.setun.accel.machine;

import java.util.Arrays;

/// Puts the accumulators of one token and one group of P rows on the output port.
final class OutputSelector {
  private final TernaryRow[] rows;
  private final int outputLanes;

  OutputSelector(TernaryRow[] rows, int outputLanes) {
    this.rows = rows;
    this.outputLanes = outputLanes;
  }

  void select(int token, int group, long[] into) {
    Arrays.fill(into, 0);
    for (int lane = 0; lane < outputLanes; lane++) {
      int value = rows[group * outputLanes + lane].accumulator(token);
      into[lane >> 1] |= (value & 0xffff_ffffL) << ((lane & 1) << 5);
    }
  }
}
