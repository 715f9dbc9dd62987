package dev.setun.kernels.measure;

import dev.setun.model.TernaryMatrix;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// A C kernel of our own (`yardstick.c`), compiled by the system's compiler for this machine: what
/// the Java kernels are measured against.
final class NativeYardstick {
  private static final List<String> COMPILERS = List.of("cc", "gcc", "clang");
  private static final int ROWS_PER_GROUP = 4;
  private static final int COLUMNS_PER_BLOCK = 256;
  private static final int BYTES_PER_BLOCK = 64;
  private static final long COMPILE_SECONDS = 60;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

  private static final MemoryLayout TEXT = MemoryLayout.sequenceLayout(64, ValueLayout.JAVA_BYTE);

  private final String kind;
  private final MethodHandle gemv;
  private final MethodHandle peak;
  private final long peakMacs;

  /// A linear as the C kernel reads it.
  ///
  /// @param data the weights, in large pages where the system gives them
  record Packed(int rows, int columns, MemorySegment data) {}

  /// There is no yardstick here; the message says why.
  static final class Unavailable extends Exception {
    private static final long serialVersionUID = 1;

    Unavailable(String reason) {
      super(reason);
    }
  }

  private NativeYardstick(SymbolLookup symbols) throws Throwable {
    Linker linker = Linker.nativeLinker();
    var kindOf =
        linker.downcallHandle(
            symbols.find("setun_kind").orElseThrow(),
            FunctionDescriptor.of(ValueLayout.ADDRESS.withTargetLayout(TEXT)));
    kind = ((MemorySegment) kindOf.invokeExact()).getString(0);
    gemv =
        linker.downcallHandle(
            symbols.find("setun_gemv").orElseThrow(),
            FunctionDescriptor.ofVoid(
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                LONG,
                LONG));
    peak =
        linker.downcallHandle(
            symbols.find("setun_peak").orElseThrow(),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, LONG));
    var macs =
        linker.downcallHandle(
            symbols.find("setun_peak_macs").orElseThrow(), FunctionDescriptor.of(LONG));
    peakMacs = (long) macs.invokeExact();
  }

  /// Compiles and loads the kernel; it stays until the arena is closed.
  ///
  /// @throws Unavailable if no compiler is found, or it does not compile for this machine
  static NativeYardstick compile(Arena arena) throws Unavailable {
    try {
      Path folder = Files.createTempDirectory("setun-yardstick");
      Path source = folder.resolve("yardstick.c");
      Path library = folder.resolve("yardstick.so");
      try {
        try (InputStream text = NativeYardstick.class.getResourceAsStream("yardstick.c")) {
          Files.copy(Objects.requireNonNull(text), source);
        }
        compile(source, library);
        return new NativeYardstick(SymbolLookup.libraryLookup(library, arena));
      } finally {
        Files.deleteIfExists(library);
        Files.deleteIfExists(source);
        Files.deleteIfExists(folder);
      }
    } catch (Unavailable e) {
      throw e;
    } catch (Throwable e) {
      throw new Unavailable("the C kernel cannot be loaded: " + e);
    }
  }

  private static void compile(Path source, Path library)
      throws Unavailable, IOException, InterruptedException {
    String found = "no C compiler (cc, gcc, clang) is on the PATH";
    for (String compiler : COMPILERS) {
      var command =
          List.of(
              compiler,
              "-O3",
              "-march=native",
              "-shared",
              "-fPIC",
              "-o",
              library.toString(),
              source.toString());
      Process process;
      try {
        process =
            new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
      } catch (IOException missing) {
        continue;
      }
      if (process.waitFor(COMPILE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0) {
        return;
      }
      process.destroyForcibly();
      found = compiler + " -march=native does not compile it (it needs AVX2 or AVX-512 VNNI)";
    }
    throw new Unavailable(found);
  }

  /// The instructions it uses.
  String kind() {
    return kind;
  }

  /// Whether it takes such a matrix.
  static boolean takes(TernaryMatrix weights) {
    return weights.rows() % ROWS_PER_GROUP == 0 && weights.columns() % COLUMNS_PER_BLOCK == 0;
  }

  /// Repacks a matrix.
  Packed pack(TernaryMatrix weights, Arena arena) {
    int columns = weights.columns();
    long bytes = (long) weights.rows() * columns / 4;
    MemorySegment data = Pages.huge(arena, bytes).orElseGet(() -> arena.allocate(bytes, 64));
    IntStream.range(0, weights.rows()).parallel().forEach(row -> packRow(weights, row, data));
    return new Packed(weights.rows(), columns, data);
  }

  private static void packRow(TernaryMatrix weights, int row, MemorySegment data) {
    byte[] trits = new byte[weights.columns()];
    weights.unpackRow(row, trits);
    int blocks = trits.length / COLUMNS_PER_BLOCK;
    long group = (long) row / ROWS_PER_GROUP * ROWS_PER_GROUP * blocks * BYTES_PER_BLOCK;
    for (int block = 0; block < blocks; block++) {
      long at = group + ((long) block * ROWS_PER_GROUP + row % ROWS_PER_GROUP) * BYTES_PER_BLOCK;
      int first = block * COLUMNS_PER_BLOCK;
      for (int b = 0; b < BYTES_PER_BLOCK; b++) {
        int codes =
            trits[first + b] + 1
                | trits[first + b + 64] + 1 << 2
                | trits[first + b + 128] + 1 << 4
                | trits[first + b + 192] + 1 << 6;
        data.set(ValueLayout.JAVA_BYTE, at + b, (byte) codes);
      }
    }
  }

  /// A thread's share of the rows of a linear with one token.
  ///
  /// @param activations as many as columns, native
  /// @param sum of the activations
  /// @param results one int32 a row, native
  void multiply(
      Packed weights,
      MemorySegment activations,
      int sum,
      MemorySegment results,
      int thread,
      int threads) {
    long groups = weights.rows() / ROWS_PER_GROUP;
    long from = groups * thread / threads;
    long to = groups * (thread + 1) / threads;
    long blocks = weights.columns() / COLUMNS_PER_BLOCK;
    long at = from * ROWS_PER_GROUP * blocks * BYTES_PER_BLOCK;
    MemorySegment y = results.asSlice(from * ROWS_PER_GROUP * Integer.BYTES);
    try {
      gemv.invokeExact(weights.data().asSlice(at), activations, sum, y, to - from, blocks);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /// Multiply-accumulates of one turn of [#peak].
  long peakMacs() {
    return peakMacs;
  }

  /// Nothing but multiply-accumulate instructions on registers.
  int peak(long turns) {
    try {
      return (int) peak.invokeExact(turns);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
