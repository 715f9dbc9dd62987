package dev.setun.model.inference;

import java.util.Optional;

/// The first activation code in which two runs of the same tokens differ.
///
/// Two profiles round differently in the last bit. Where a scaled activation lies that close to k +
/// 1/2, its codes differ by one, and from there on everything may (spec 7, trap 25). If that is the
/// reason, the two scaled values are neighbours on both sides of the tie; if it is not, they are
/// not, and one of the runs is wrong.
///
/// @param place where the code is
/// @param index which input of the linear, 0 .. K - 1
/// @param firstCode q in the first run
/// @param secondCode q in the second run
/// @param firstScaled x * s in the first run, which was rounded to q
/// @param secondScaled x * s in the second run
public record RoundingFlip(
    ActivationTrace.Place place,
    int index,
    int firstCode,
    int secondCode,
    float firstScaled,
    float secondScaled) {

  /// Compares two runs of the same tokens.
  ///
  /// @throws IllegalArgumentException if the second did not go as far as the first
  public static Optional<RoundingFlip> first(ActivationTrace first, ActivationTrace second) {
    for (ActivationTrace.Place place : first.places()) {
      ActivationTrace.Token a = first.at(place);
      ActivationTrace.Token b = second.at(place);
      for (int i = 0; i < a.width(); i++) {
        if (a.code(i) != b.code(i)) {
          return Optional.of(
              new RoundingFlip(place, i, a.code(i), b.code(i), a.scaled(i), b.scaled(i)));
        }
      }
    }
    return Optional.empty();
  }

  /// The tie between the two codes, if they are neighbours: k + 1/2.
  public double tie() {
    return (firstCode + secondCode) / 2.0;
  }

  /// How far the scaled value of the first run is from the tie.
  public double firstDistance() {
    return Math.abs(firstScaled - tie());
  }

  /// How far the scaled value of the second run is from the tie.
  public double secondDistance() {
    return Math.abs(secondScaled - tie());
  }

  /// Whether rounding explains it: the codes are neighbours, and both scaled values are within
  /// `tolerance` of the tie between them.
  public boolean isAtTie(double tolerance) {
    return Math.abs(firstCode - secondCode) == 1
        && firstDistance() <= tolerance
        && secondDistance() <= tolerance;
  }

  /// One line: where, the codes, and the distances from the tie.
  @Override
  public String toString() {
    return "position "
        + place.position()
        + ", layer "
        + place.layer()
        + ", input "
        + index
        + " of "
        + place.op().label()
        + ": "
        + firstScaled
        + " became "
        + firstCode
        + " and "
        + secondScaled
        + " became "
        + secondCode
        + " ("
        + firstDistance()
        + " and "
        + secondDistance()
        + " from the tie "
        + tie()
        + ")";
  }
}
