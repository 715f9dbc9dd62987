package dev.setun.kernels.measure;

import dev.setun.model.inference.Team;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What this machine reads from memory: one thread and all, small pages, huge ones, and the Java
/// heap as it is.
///
/// @param best GB/s of all threads in the best kind of memory
/// @param all GB/s by kind and threads, with quartiles
record BandwidthSection(double best, Map<String, Object> all, long bytes) {
  static BandwidthSection of(Team team, KernelBench.Options options) {
    Map<String, Object> all = new LinkedHashMap<>();
    double best = 0;
    try (Arena arena = Arena.ofShared();
        Team single = new Team(1)) {
      List<String> names = new ArrayList<>();
      List<ReadBandwidth> readers = new ArrayList<>();
      long bytes = options.bandwidthBytes();
      MemorySegment small = Pages.small(arena, bytes);
      Optional<MemorySegment> huge = Pages.huge(arena, bytes);
      long[] heap = heap(bytes);
      for (Team each : team.threads() == 1 ? List.of(single) : List.of(single, team)) {
        String suffix = each.threads() == 1 ? "1" : String.valueOf(each.threads());
        names.add("pages4KiB" + suffix);
        readers.add(new ReadBandwidth(each, small));
        if (huge.isPresent()) {
          names.add("pages2MiB" + suffix);
          readers.add(new ReadBandwidth(each, huge.get()));
        }
        names.add("heap" + suffix);
        readers.add(new ReadBandwidth(each, heap));
      }
      List<Runnable> tasks = new ArrayList<>();
      readers.forEach(reader -> tasks.add(reader::read));
      List<Timing> timings = Rounds.of(options.rounds(), options.warmUpSeconds(), tasks);
      for (int i = 0; i < names.size(); i++) {
        all.put(names.get(i), timings.get(i).rate(bytes * 1e-9));
        best = Math.max(best, bytes * 1e-9 / timings.get(i).medianSeconds());
      }
    }
    return new BandwidthSection(best, all, options.bandwidthBytes());
  }

  private static long[] heap(long bytes) {
    long[] heap = new long[Math.toIntExact(bytes / Long.BYTES)];
    Arrays.setAll(heap, i -> i);
    return heap;
  }

  /// A reader of the heap, where the weights are, to be measured beside something.
  ReadBandwidth reader(Team team) {
    return new ReadBandwidth(team, heap(bytes));
  }
}
