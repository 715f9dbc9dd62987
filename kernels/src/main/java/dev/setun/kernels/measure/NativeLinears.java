package dev.setun.kernels.measure;

import dev.setun.model.TernaryMatrix;
import dev.setun.model.inference.Team;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/// The linears of [Linears] with one token on the native yardstick: the same team, barriers and
/// activations.
final class NativeLinears {
  private final NativeYardstick yardstick;
  private final Team team;
  private final List<NativeYardstick.Packed> linears = new ArrayList<>();
  private final MemorySegment activations;
  private final MemorySegment results;
  private final byte[] codes;

  NativeLinears(NativeYardstick yardstick, Team team, Linears java, Arena arena) {
    this.yardstick = yardstick;
    this.team = team;
    this.codes = java.activations();
    int rows = 0;
    for (TernaryMatrix matrix : java.matrices()) {
      linears.add(yardstick.pack(matrix, arena));
      rows = Math.max(rows, matrix.rows());
    }
    this.activations = arena.allocate(codes.length, 64);
    MemorySegment.copy(codes, 0, activations, ValueLayout.JAVA_BYTE, 0, codes.length);
    this.results = arena.allocate((long) rows * Integer.BYTES, 64);
  }

  long bytes() {
    return linears.stream().mapToLong(linear -> linear.data().byteSize()).sum();
  }

  void run() {
    team.run(this::share);
  }

  private void share(int thread, int threads) {
    for (NativeYardstick.Packed linear : linears) {
      int sum = sum(linear.columns());
      yardstick.multiply(linear, activations, sum, results, thread, threads);
      team.barrier();
    }
  }

  private int sum(int columns) {
    int sum = 0;
    for (int k = 0; k < columns; k++) {
      sum += codes[k];
    }
    return sum;
  }

  /// What it makes of one linear.
  int[] results(int index) {
    NativeYardstick.Packed linear = linears.get(index);
    yardstick.multiply(linear, activations, sum(linear.columns()), results, 0, 1);
    return results.asSlice(0, (long) linear.rows() * Integer.BYTES).toArray(ValueLayout.JAVA_INT);
  }
}
