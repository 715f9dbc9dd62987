package dev.setun.kernels.measure;

import dev.setun.model.inference.Team;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Reads memory in order and does next to nothing else: the bound of what comes from memory.
final class ReadBandwidth {
  private static final int STRIDE_LONGS = 4096;

  private final MemorySegment memory;
  private final long[] heap;
  private final Team team;
  private final long[] sink;

  /// Native memory.
  ReadBandwidth(Team team, MemorySegment memory) {
    this(team, memory, new long[0]);
  }

  /// The Java heap.
  ReadBandwidth(Team team, long[] heap) {
    this(team, MemorySegment.NULL, heap);
  }

  private ReadBandwidth(Team team, MemorySegment memory, long[] heap) {
    this.team = team;
    this.memory = memory;
    this.heap = heap;
    this.sink = new long[16 * team.threads()];
  }

  long bytes() {
    return heap.length > 0 ? (long) heap.length * Long.BYTES : memory.byteSize();
  }

  /// One pass over all of it, each thread its share.
  void read() {
    team.run(this::readShare);
  }

  /// What was read, so that nothing is left out.
  long sum() {
    long sum = 0;
    for (long each : sink) {
      sum += each;
    }
    return sum;
  }

  private void readShare(int thread, int threads) {
    long longs = bytes() / Long.BYTES;
    long from = longs * thread / threads;
    long to = longs * (thread + 1) / threads;
    long sum = 0;
    for (long at = from; at < to; at += STRIDE_LONGS) {
      int count = (int) Math.min(STRIDE_LONGS, to - at);
      sum += heap.length > 0 ? sumHeap(heap, (int) at, count) : sumNative(memory, at, count);
    }
    sink[16 * thread] += sum;
  }

  private static long sumHeap(long[] memory, int from, int count) {
    long sum = 0;
    for (int i = from; i < from + count; i++) {
      sum += memory[i];
    }
    return sum;
  }

  private static long sumNative(MemorySegment memory, long from, int count) {
    MemorySegment slice = memory.asSlice(from * Long.BYTES, (long) count * Long.BYTES);
    long sum = 0;
    for (int i = 0; i < count; i++) {
      sum += slice.getAtIndex(ValueLayout.JAVA_LONG, i);
    }
    return sum;
  }
}
