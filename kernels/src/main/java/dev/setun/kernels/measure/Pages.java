package dev.setun.kernels.measure;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/// Native memory in pages of a known size, where the system can be asked for one (Linux).
final class Pages {
  private static final long HUGE_BYTES = 1L << 21;
  private static final int MADV_NOHUGEPAGE = 15;
  private static final int MADV_COLLAPSE = 25;

  private Pages() {}

  /// Memory in 4 KiB pages, or those that the system has; every page is touched.
  static MemorySegment small(Arena arena, long bytes) {
    MemorySegment memory = arena.allocate(bytes, HUGE_BYTES);
    advise(memory, MADV_NOHUGEPAGE);
    touch(memory);
    return memory;
  }

  /// Memory in 2 MiB pages, if the system gives them.
  static Optional<MemorySegment> huge(Arena arena, long bytes) {
    long rounded = Math.ceilDiv(bytes, HUGE_BYTES) * HUGE_BYTES;
    MemorySegment memory = arena.allocate(rounded, HUGE_BYTES);
    touch(memory);
    return advise(memory, MADV_COLLAPSE) ? Optional.of(memory.asSlice(0, bytes)) : Optional.empty();
  }

  /// No page is the shared page of zeros.
  private static void touch(MemorySegment memory) {
    memory.fill((byte) 1);
  }

  private static boolean advise(MemorySegment memory, int advice) {
    Linker linker = Linker.nativeLinker();
    Optional<MemorySegment> function = linker.defaultLookup().find("madvise");
    if (function.isEmpty()) {
      return false;
    }
    MethodHandle madvise =
        linker.downcallHandle(
            function.get(),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT));
    try {
      return (int) madvise.invokeExact(memory, memory.byteSize(), advice) == 0;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
