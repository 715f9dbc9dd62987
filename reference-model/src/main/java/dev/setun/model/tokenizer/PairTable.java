package dev.setun.model.tokenizer;

import java.util.Arrays;

/// Pairs of tokens with a rank and a result: open addressing in three arrays, since a map of
/// objects takes five times the memory and time for the 280,147 merges of a real vocabulary.
final class PairTable {
  /// No pair has this key: ids are not negative.
  private static final long FREE = -1;

  private static final int LEAST_SLOTS = 16;

  private long[] keys = free(LEAST_SLOTS);
  private int[] ranks = new int[LEAST_SLOTS];
  private int[] results = new int[LEAST_SLOTS];
  private int size;

  private static long[] free(int slots) {
    long[] keys = new long[slots];
    Arrays.fill(keys, FREE);
    return keys;
  }

  /// Adds a pair unless it is there.
  void putIfAbsent(int left, int right, int rank, int result) {
    if (2 * (size + 1) > keys.length) {
      grow();
    }
    long key = key(left, right);
    int slot = slot(key);
    if (keys[slot] == FREE) {
      keys[slot] = key;
      ranks[slot] = rank;
      results[slot] = result;
      size++;
    }
  }

  /// Where a pair is, negative if it is not there.
  int find(int left, int right) {
    int slot = slot(key(left, right));
    return keys[slot] == FREE ? -1 : slot;
  }

  int rank(int found) {
    return ranks[found];
  }

  int result(int found) {
    return results[found];
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldRanks = ranks;
    int[] oldResults = results;
    keys = free(2 * oldKeys.length);
    ranks = new int[keys.length];
    results = new int[keys.length];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != FREE) {
        int slot = slot(oldKeys[i]);
        keys[slot] = oldKeys[i];
        ranks[slot] = oldRanks[i];
        results[slot] = oldResults[i];
      }
    }
  }

  private int slot(long key) {
    int mask = keys.length - 1;
    int slot = (int) (mixed(key) & mask);
    while (keys[slot] != FREE && keys[slot] != key) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private static long key(int left, int right) {
    return (long) left << 32 | right;
  }

  /// Spreads keys over the slots: the golden ratio as a multiplier, its high bits moved down.
  private static long mixed(long key) {
    long product = key * 0x9e3779b97f4a7c15L;
    return product ^ product >>> 32;
  }
}
