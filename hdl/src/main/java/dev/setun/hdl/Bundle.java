package dev.setun.hdl;

import java.util.List;

/// A group of signals that travel together: a record of signals, usually.
///
/// ```java
/// public record Pixel(UInt luma, Bool last) implements Bundle<Pixel> {
///   public static Pixel of(Fields f) {
///     return new Pixel(f.field("luma", uint(8)), f.field("last", bool()));
///   }
///
///   public List<Signal<?>> fields() {
///     return List.of(luma, last);
///   }
/// }
/// ```
///
/// `Pixel::of` is its [BundleType]: `p.in("pixel", Pixel::of)` declares `pixel_luma` and
/// `pixel_last`.
///
/// @param <B> the bundle itself
public interface Bundle<B extends Bundle<B>> {
  /// The signals that go with the bundle's direction, in the order of their declaration.
  List<? extends Signal<?>> fields();

  /// The signals that go against it, such as the `ready` of a stream.
  default List<? extends Signal<?>> backFields() {
    return List.of();
  }

  /// Drives every field of this with the same field of `source`, and every back field of `source`
  /// with that of this. Under the rules of [Signal#drive].
  ///
  /// @throws HdlException if a field cannot be driven or its width differs
  default void driveFrom(B source) {
    drive(fields(), source.fields());
    drive(source.backFields(), backFields());
  }

  /// The fields side by side, the first in the least significant bits.
  ///
  /// @throws HdlException if there is a back field: bits have one direction
  default Bits asBits() {
    if (!backFields().isEmpty()) {
      throw Errors.at("asBits: expected no back fields, found " + backFields());
    }
    return Bits.lanes(fields());
  }

  private static void drive(List<? extends Signal<?>> targets, List<? extends Signal<?>> sources) {
    if (targets.size() != sources.size()) {
      throw Errors.at("driveFrom: expected " + targets.size() + " fields, found " + sources.size());
    }
    for (int i = 0; i < targets.size(); i++) {
      targets.get(i).driveExpr(sources.get(i).expr());
    }
  }
}
