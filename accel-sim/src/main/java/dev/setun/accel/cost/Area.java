package dev.setun.accel.cost;

/// An area as an interval around a nominal value.
///
/// @param lowMm2 at least 0
/// @param nominalMm2 at least `lowMm2`
/// @param highMm2 at least `nominalMm2`
public record Area(double lowMm2, double nominalMm2, double highMm2) {
  /// No area.
  public static final Area ZERO = new Area(0, 0, 0);

  public Area {
    if (!(0 <= lowMm2 && lowMm2 <= nominalMm2 && nominalMm2 <= highMm2)) {
      throw new IllegalArgumentException(
          "expected 0 <= low <= nominal <= high, found "
              + lowMm2
              + ", "
              + nominalMm2
              + ", "
              + highMm2);
    }
  }

  /// The sum, end by end.
  public Area plus(Area other) {
    return new Area(lowMm2 + other.lowMm2, nominalMm2 + other.nominalMm2, highMm2 + other.highMm2);
  }
}
