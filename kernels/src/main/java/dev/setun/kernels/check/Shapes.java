package dev.setun.kernels.check;

import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/// Which shapes of a linear are tried.
///
/// @param limit the most rows and columns, 1..[#MOST]
/// @param which all, or a sample
public record Shapes(int limit, Which which) {
  /// A larger limit would take days.
  public static final int MOST = 1024;

  private static final int SMALL = 12;
  private static final int ONE_IN = 150;
  private static final long SEED = 1958;

  /// Lengths at which some kernel begins a new vector, tile, word, unit or chunk.
  private static final Set<Integer> BOUNDARIES =
      Set.of(3, 4, 8, 9, 16, 24, 27, 32, 48, 64, 96, 128, 144, 192, 240, 252, 256, 288, 300);

  /// All shapes, or a sample.
  public enum Which {
    /// Every shape up to the limit.
    ALL,
    /// All small shapes, all whose rows and columns are at, before or after a boundary of some
    /// kernel, and a seeded sample of the rest.
    SAMPLE
  }

  public Shapes {
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("expected a limit of 1.." + MOST + ", found " + limit);
    }
  }

  /// The numbers of rows that are tried with so many columns, ascending.
  IntStream rows(int columns) {
    IntStream all = IntStream.rangeClosed(1, limit);
    return switch (which) {
      case ALL -> all;
      case SAMPLE -> all.filter(sampled(columns));
    };
  }

  private static IntPredicate sampled(int columns) {
    var random = new SplittableRandom(SEED + columns);
    boolean atBoundary = atBoundary(columns);
    return rows -> {
      boolean drawn = random.nextInt(ONE_IN) == 0;
      return drawn || rows <= SMALL && columns <= SMALL || atBoundary && atBoundary(rows);
    };
  }

  private static boolean atBoundary(int length) {
    return BOUNDARIES.contains(length - 1)
        || BOUNDARIES.contains(length)
        || BOUNDARIES.contains(length + 1);
  }
}
