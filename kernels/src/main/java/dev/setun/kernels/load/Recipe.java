package dev.setun.kernels.load;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// How the weights of one linear or head are rearranged, and how to tell whether that was done
/// before.
///
/// @param layout names the arrangement: kernel, version, shape and all that decides which weight
///   lies where; at most [#LONGEST_LAYOUT] characters of ASCII. Equal layouts of equal sources are
///   equal bit by bit
/// @param source SHA-256 of everything that decides the weights
/// @param allocate makes the empty arrays
/// @param memory all the memory of the arrays, always in the same order
/// @param pack fills arrays that are zero; may use all cores
/// @param release says that the source will hardly be read again
/// @param <T> the arrays
public record Recipe<T>(
    String layout,
    Supplier<byte[]> source,
    Supplier<T> allocate,
    Function<T, List<MemorySegment>> memory,
    Consumer<T> pack,
    Runnable release) {
  /// Characters of a layout.
  public static final int LONGEST_LAYOUT = 200;

  public Recipe {
    if (layout.isEmpty() || layout.length() > LONGEST_LAYOUT) {
      throw new IllegalArgumentException(
          "expected a layout of 1 to " + LONGEST_LAYOUT + " characters, found " + layout.length());
    }
  }

  /// Arrays filled from the source.
  public T packed() {
    T arrays = allocate.get();
    pack.accept(arrays);
    return arrays;
  }
}
