package dev.setun.hdl;

import dev.setun.hdl.ir.Clock;
import dev.setun.hdl.ir.Source;
import java.util.Optional;

/// A clock with its reset, as a value: what [Circuit#in] describes registers in, what ports keep
/// to, what the clocks of instances are connected with.
public final class ClockDomain {
  /// The module in which this is a clock, or around the instance that this is a pin of.
  private final CircuitBuilder builder;

  private final Clock clock;
  private final String label;
  private final Source source;
  private final boolean pin;
  private Optional<Clock> driver = Optional.empty();

  private ClockDomain(
      CircuitBuilder builder, Clock clock, String label, Source source, boolean pin) {
    this.builder = builder;
    this.clock = clock;
    this.label = label;
    this.source = source;
    this.pin = pin;
  }

  /// A clock of the module that `builder` builds.
  static ClockDomain of(CircuitBuilder builder, Clock clock) {
    return new ClockDomain(builder, clock, clock.toString(), Errors.source(), false);
  }

  /// A clock of an instance, seen from around.
  static ClockDomain pin(CircuitBuilder builder, Clock clock, String label, Source source) {
    return new ClockDomain(builder, clock, label, source, true);
  }

  /// Connects this clock and reset of an instance with one of the module around.
  ///
  /// @throws HdlException if this is no clock of an instance, `outside` is no clock of this module,
  ///   or it is connected already
  public void driveFrom(ClockDomain outside) {
    if (!pin) {
      throw Errors.at(label + ": only clocks of instances can be driven");
    }
    if (driver.isPresent()) {
      throw Errors.at(label + ": driven twice");
    }
    driver = Optional.of(outside.here(builder));
  }

  /// The clock, in the module under construction.
  ///
  /// @throws HdlException if this is a clock of another module or of an instance
  Clock here(CircuitBuilder user) {
    if (pin || builder != user) {
      throw Errors.at(
          "clock domain " + label + " of " + source + ": expected one of the module itself");
    }
    return clock;
  }

  Clock inside() {
    return clock;
  }

  /// What drives this pin.
  ///
  /// @throws HdlException if nothing does
  Clock outside() {
    return driver.orElseThrow(
        () -> Errors.at(label + ": nothing drives this clock domain of an instance", source));
  }

  @Override
  public String toString() {
    return label;
  }
}
