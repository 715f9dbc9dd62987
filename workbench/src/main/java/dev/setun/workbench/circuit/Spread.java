package dev.setun.workbench.circuit;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// What several rounds of a measurement gave.
///
/// @param low first quartile
/// @param median the middle
/// @param high third quartile
/// @param rounds how many
public record Spread(double low, double median, double high, int rounds) {
  /// The spread of some values.
  ///
  /// @param values at least one
  static Spread of(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return new Spread(at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75), sorted.length);
  }

  private static double at(double[] sorted, double share) {
    return sorted[(int) Math.round(share * (sorted.length - 1))];
  }

  /// For JSON.
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("low", low);
    map.put("median", median);
    map.put("high", high);
    map.put("rounds", rounds);
    return map;
  }
}
