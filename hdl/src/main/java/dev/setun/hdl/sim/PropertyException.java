package dev.setun.hdl.sim;

import dev.setun.hdl.ir.Property;
import java.util.Locale;

/// An assertion or an assumption of a design is 0 in a cycle of a simulation.
public final class PropertyException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String path;
  private final long cycle;

  PropertyException(String path, Property property, long cycle) {
    super(
        path
            + ": "
            + property.kind().name().toLowerCase(Locale.ROOT)
            + " expected 1 in every cycle, found 0 in cycle "
            + cycle
            + " ("
            + property.source()
            + ")");
    this.path = path;
    this.cycle = cycle;
  }

  /// The instances to the property and its name, joined by dots.
  public String path() {
    return path;
  }

  /// Edges before the cycle, from 0.
  public long cycle() {
    return cycle;
  }
}
