package dev.setun.kernels.measure;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// How long one thing took in several rounds.
///
/// @param medianSeconds the middle
/// @param lowSeconds first quartile
/// @param highSeconds third quartile
/// @param rounds how many
public record Timing(double medianSeconds, double lowSeconds, double highSeconds, int rounds) {
  /// @param nanos at least one; sorted by this call
  static Timing of(long[] nanos) {
    Arrays.sort(nanos);
    return new Timing(at(nanos, 0.5), at(nanos, 0.25), at(nanos, 0.75), nanos.length);
  }

  private static double at(long[] sorted, double share) {
    return sorted[(int) (share * (sorted.length - 1))] / 1e9;
  }

  /// `amount` a second, in the median round and in the quartiles.
  Map<String, Object> rate(double amount) {
    Map<String, Object> rate = new LinkedHashMap<>();
    rate.put("median", amount / medianSeconds);
    rate.put("low", amount / highSeconds);
    rate.put("high", amount / lowSeconds);
    rate.put("rounds", rounds);
    return rate;
  }
}
