package dev.setun.model.bytes;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import java.util.Optional;

/// The memory that a mapped file takes: what is read of it stays resident until it is given back.
///
/// Only on Linux, where `madvise(MADV_DONTNEED)` on a mapping of a file leaves the file's pages in
/// the system's cache and takes them out of the process; elsewhere nothing happens, and the system
/// takes the pages back when it is short of memory.
public final class MappedPages {
  private static final int DONT_NEED = 4;
  private static final int PAGE_SIZE = 30;

  private static final Optional<Advice> ADVICE = advice();

  /// The two functions of the C library.
  ///
  /// @param pageBytes the unit of what can be given back
  private record Advice(MethodHandle madvise, long pageBytes) {}

  private MappedPages() {}

  private static Optional<Advice> advice() {
    if (!System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("linux")
        || !MappedPages.class.getModule().isNativeAccessEnabled()) {
      return Optional.empty();
    }
    Linker linker = Linker.nativeLinker();
    SymbolLookup library = linker.defaultLookup();
    MethodHandle madvise =
        linker.downcallHandle(
            library.findOrThrow("madvise"),
            FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
    MethodHandle sysconf =
        linker.downcallHandle(
            library.findOrThrow("sysconf"), FunctionDescriptor.of(JAVA_LONG, JAVA_INT));
    try {
      return Optional.of(new Advice(madvise, (long) sysconf.invokeExact(PAGE_SIZE)));
    } catch (Throwable e) {
      throw new IllegalStateException("sysconf: " + e, e);
    }
  }

  /// Gives back the pages that lie wholly in a part of a file mapped for reading. The part can be
  /// read as before. Memory that is not a mapped file is left alone.
  public static void release(MemorySegment part) {
    // Pages of a mapping that can be written may hold what is nowhere else.
    if (ADVICE.isEmpty() || !part.isMapped() || !part.isReadOnly()) {
      return;
    }
    long page = ADVICE.get().pageBytes();
    long from = Math.ceilDiv(part.address(), page) * page;
    long to = (part.address() + part.byteSize()) / page * page;
    if (from >= to) {
      return;
    }
    try {
      // A refusal costs memory only.
      int _ = (int) ADVICE.get().madvise().invokeExact(from, to - from, DONT_NEED);
    } catch (Throwable e) {
      throw new IllegalStateException("madvise: " + e, e);
    }
  }
}
