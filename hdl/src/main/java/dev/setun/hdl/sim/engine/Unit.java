package dev.setun.hdl.sim.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// The state of one instance of a module that has generated code of its own, or of several
/// instances that are computed together. The generated subclass has a field for each narrow value,
/// and the code.
public abstract class Unit {
  /// Values of more than 64 bits, and what has no field, in words from the least significant on.
  public long[] s = new long[0];

  /// Memories, each in words.
  public long[][] m = new long[0][];

  /// Values of instances that are computed together.
  public int[] v = new int[0];

  private final List<Unit> children = new ArrayList<>();

  /// An instance whose values are all 0.
  protected Unit() {}

  /// The instances of other units inside this one, in order.
  public final List<Unit> children() {
    return Collections.unmodifiableList(children);
  }

  /// Called by the generated constructor.
  protected final void add(Unit child) {
    children.add(child);
  }

  /// Runs all combinational statements, those of the units inside included.
  public abstract void settle();

  /// A rising clock edge.
  public abstract void clock();

  /// The value of the field for a place.
  ///
  /// @throws IllegalArgumentException if it has no field
  public abstract long get(int place);

  /// Sets the field for a place.
  ///
  /// @throws IllegalArgumentException if it has no field
  public abstract void set(int place, long value);
}
