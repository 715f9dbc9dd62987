package dev.setun.model.inference;

/// The generator of Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators" (2014),
/// written out so that a seed means the same numbers for ever.
public final class SplitMix64 {
  private static final long GAMMA = 0x9e3779b97f4a7c15L;

  private long state;

  /// At the beginning of the sequence of a seed.
  public SplitMix64(long seed) {
    this.state = seed;
  }

  long nextLong() {
    state += GAMMA;
    return mix(state);
  }

  /// Number `index` of the sequence of a seed, from 0, without those before it.
  public static long at(long seed, long index) {
    return mix(seed + (index + 1) * GAMMA);
  }

  private static long mix(long state) {
    long z = state;
    z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }

  /// A multiple of 2^-53 in \[0, 1).
  double nextDouble() {
    return (nextLong() >>> 11) * 0x1p-53;
  }
}
