package dev.setun.model.fuzz;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/// The inputs that got somewhere new, each with the place.
final class Corpus {
  /// An input and where its numbers are.
  record Entry(byte[] bytes, List<FuzzTarget.Field> fields) {}

  private static final int MAX_ENTRIES = 4096;

  private final FuzzTarget target;
  private final List<Entry> entries = new ArrayList<>();
  private final Set<Long> places = new HashSet<>();
  private final int seeds;

  Corpus(FuzzTarget target) {
    this.target = target;
    for (byte[] seed : target.seeds()) {
      entries.add(new Entry(seed, target.fields(seed)));
    }
    this.seeds = entries.size();
  }

  /// A seed half of the time, so that what was kept does not drown them.
  Entry pick(RandomGenerator random) {
    return entries.get(random.nextInt(random.nextBoolean() ? seeds : entries.size()));
  }

  /// Keeps the input if nothing has ended at its place before, or if it got to other code.
  void report(long place, boolean newCode, byte[] input) {
    if ((places.add(place) || newCode) && entries.size() < MAX_ENTRIES) {
      entries.add(new Entry(input, target.fields(input)));
    }
  }

  Set<Long> places() {
    return places;
  }
}
