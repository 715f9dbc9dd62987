package dev.setun.accel.design;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Finds what was probably meant by a misspelt key.
final class Spelling {
  private static final int LARGEST_DISTANCE = 3;

  private Spelling() {}

  /// The known key with the fewest edits, the first on ties; none if that takes more than three or
  /// more than half of the letters.
  static Optional<String> nearest(String key, List<String> known) {
    return known.stream()
        .min(Comparator.comparingInt(candidate -> distance(key, candidate)))
        .filter(candidate ->
            distance(key, candidate)
                <= Math.min(LARGEST_DISTANCE, Math.ceilDiv(candidate.length(), 2)));
  }

  /// Levenshtein distance, upper and lower case alike.
  private static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        char x = Character.toLowerCase(a.charAt(i - 1));
        char y = Character.toLowerCase(b.charAt(j - 1));
        int replaced = previous[j - 1] + (x == y ? 0 : 1);
        current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
