package dev.setun.hdl.ir;

/// What a module says of itself: a one-bit net that is 1 in every cycle, or in some.
///
/// A module that has a reset says it of the cycles with the reset 0 only.
///
/// @param clock whose cycles are meant
/// @param condition a wire of the module, which has the property's name
/// @param source where it was declared
public record Property(Kind kind, Clock clock, Net condition, Source source) {
  /// What is said of the net.
  public enum Kind {
    /// It is 1 in every cycle: the module's promise.
    ASSERT,
    /// It is 1 in every cycle: what the module's surroundings promise.
    ASSUME,
    /// It is 1 in some cycle: a situation that tests ought to reach.
    COVER
  }

  /// @throws IllegalArgumentException if the net has more than one bit
  public Property {
    if (condition.width() != 1 || condition.signed()) {
      throw new IllegalArgumentException(
          condition.name() + ": expected one bit unsigned, found " + condition);
    }
  }

  /// The name, unique in the module.
  public String name() {
    return condition.name();
  }
}
