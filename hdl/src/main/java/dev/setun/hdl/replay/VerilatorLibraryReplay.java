package dev.setun.hdl.replay;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;

/// Replay in Verilator inside this process: two-state, a shared library called through
/// java.lang.foreign, no file and no process between. Unlike a process it cannot be ended from
/// outside; an interrupt is seen between blocks of cycles.
public final class VerilatorLibraryReplay implements Replay {
  private static final int BLOCK_CYCLES = 1024;
  private static final ValueLayout.OfInt WORD =
      ValueLayout.JAVA_INT.withOrder(ByteOrder.nativeOrder());

  private final VerilatorBuild build;

  /// @param work folder for builds, kept from one replay to the next
  /// @param limit time that a step of a build may take
  /// @throws MissingToolException if Verilator or g++ is not on this machine
  /// @throws IllegalCallerException later, from [#run], if the JVM denies this module native access
  public VerilatorLibraryReplay(Path work, Duration limit) {
    BuildCache builds = new BuildCache(work.resolve("verilator"));
    this.build = new VerilatorBuild(builds, VerilatorBuild.Kind.LIBRARY, limit);
  }

  /// Whether the JVM lets this module call native code.
  public static boolean allowed() {
    return VerilatorLibraryReplay.class.getModule().isNativeAccessEnabled();
  }

  @Override
  public String name() {
    return "verilator";
  }

  @Override
  public Response run(VerilogTop top, PortTrace inputs) {
    ReplayBench bench = new ReplayBench(top);
    int[] columns = bench.inputColumns(inputs);
    Path library = build.result(bench, VerilatorLibrary.shim(bench));
    PortTrace values = new PortTrace(top.outputs());
    try (Arena arena = Arena.ofConfined();
        VerilatorLibrary module = new VerilatorLibrary(library)) {
      MemorySegment in = arena.allocate(8L * bench.inputWords() * BLOCK_CYCLES, 8);
      MemorySegment out = arena.allocate(8L * bench.outputWords() * BLOCK_CYCLES, 8);
      for (int first = 0; first < inputs.cycles(); first += BLOCK_CYCLES) {
        int cycles = Math.min(BLOCK_CYCLES, inputs.cycles() - first);
        for (int cycle = 0; cycle < cycles; cycle++) {
          write(inputs, first + cycle, columns, in, 2L * bench.inputWords() * cycle);
        }
        module.run(in, out, cycles);
        read(out, bench.outputWords(), cycles, values);
        if (Thread.interrupted()) {
          Thread.currentThread().interrupt();
          throw new ReplayException("verilator", "interrupted");
        }
      }
    }
    return Response.known(values);
  }

  private static void write(
      PortTrace inputs, int cycle, int[] columns, MemorySegment in, long firstWord) {
    long at = firstWord;
    for (int column : columns) {
      for (int word = 0; word < inputs.ports().get(column).words(); word++) {
        long value = inputs.get(cycle, column, word);
        in.setAtIndex(WORD, at++, (int) value);
        in.setAtIndex(WORD, at++, (int) (value >>> 32));
      }
    }
  }

  private static void read(MemorySegment out, int rowWords, int cycles, PortTrace values) {
    long[] row = new long[rowWords];
    long at = 0;
    for (int cycle = 0; cycle < cycles; cycle++) {
      for (int word = 0; word < rowWords; word++) {
        long low = Integer.toUnsignedLong(out.getAtIndex(WORD, at++));
        row[word] = low | (long) out.getAtIndex(WORD, at++) << 32;
      }
      ReplayBench.addRow(values, row);
    }
  }
}
