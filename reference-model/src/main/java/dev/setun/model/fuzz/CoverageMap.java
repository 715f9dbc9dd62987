package dev.setun.model.fuzz;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/// How often an input reached each place of the instrumented readers, and what inputs before it
/// did. Used by one thread.
public final class CoverageMap {
  /// Counts are told apart as 1, 2..3, 4..7, and so on up to this power of two.
  private static final int LAST_BUCKET = 7;

  private long[] keys = new long[1024];
  private int[] counts = new int[1024];
  private byte[] seen = new byte[1024];
  private int places;

  /// The places that the input reached.
  private int[] reached = new int[1024];

  private int size;

  /// Makes a place and gives its number.
  ///
  /// @param key the same for the same place in every map
  int add(long key) {
    if (places == keys.length) {
      keys = Arrays.copyOf(keys, 2 * places);
      counts = Arrays.copyOf(counts, 2 * places);
      seen = Arrays.copyOf(seen, 2 * places);
      reached = Arrays.copyOf(reached, 2 * places);
    }
    keys[places] = key;
    return places++;
  }

  /// Called at every place.
  public void hit(int place) {
    if (counts[place]++ == 0) {
      reached[size++] = place;
    }
  }

  /// Before an input.
  void clear() {
    for (int i = 0; i < size; i++) {
      counts[reached[i]] = 0;
    }
    size = 0;
  }

  /// Whether the input reached a place that none before it did, or one more or less often.
  boolean isNew() {
    boolean result = false;
    for (int i = 0; i < size; i++) {
      int place = reached[i];
      int log2 = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(counts[place] | 1);
      int bucket = 1 << Math.min(log2, LAST_BUCKET);
      result |= (seen[place] & bucket) == 0;
      seen[place] |= (byte) bucket;
    }
    return result;
  }

  /// The keys of the places that any input reached.
  Set<Long> keys() {
    Set<Long> result = new HashSet<>();
    for (int place = 0; place < places; place++) {
      if (seen[place] != 0) {
        result.add(keys[place]);
      }
    }
    return result;
  }
}
