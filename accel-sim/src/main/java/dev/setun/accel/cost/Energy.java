package dev.setun.accel.cost;

/// An energy as an interval around a nominal value.
///
/// @param lowPj at least 0
/// @param nominalPj at least `lowPj`
/// @param highPj at least `nominalPj`
public record Energy(double lowPj, double nominalPj, double highPj) {
  /// No energy.
  public static final Energy ZERO = new Energy(0, 0, 0);

  public Energy {
    if (!(0 <= lowPj && lowPj <= nominalPj && nominalPj <= highPj)) {
      throw new IllegalArgumentException(
          "expected 0 <= low <= nominal <= high, found "
              + lowPj
              + ", "
              + nominalPj
              + ", "
              + highPj);
    }
  }

  /// The sum, end by end.
  public Energy plus(Energy other) {
    return new Energy(lowPj + other.lowPj, nominalPj + other.nominalPj, highPj + other.highPj);
  }
}
