package dev.setun.hdl.ir;

/// A named signal of a module. Nets are compared by identity: two modules may each have a net `x`.
public final class Net {
  /// What a net is, and so who drives it.
  public enum Kind {
    /// A port driven from outside the module.
    INPUT,
    /// A port driven by an [Assign].
    OUTPUT,
    /// Driven by an [Assign].
    WIRE,
    /// Driven by a [Register].
    REGISTER,
    /// Driven by the output of an [Instance].
    INSTANCE_OUTPUT
  }

  private final String name;
  private final int width;
  private final boolean signed;
  private final Kind kind;
  private final Source source;

  /// A net.
  ///
  /// @param width bits, 1..65536
  /// @throws IllegalArgumentException if the width is out of range
  public Net(String name, int width, boolean signed, Kind kind, Source source) {
    if (width < 1 || width > 65536) {
      throw new IllegalArgumentException(name + ": width " + width + " is not in 1..65536");
    }
    this.name = name;
    this.width = width;
    this.signed = signed;
    this.kind = kind;
    this.source = source;
  }

  /// The name, which is also the name in the Verilog and in a VCD.
  public String name() {
    return name;
  }

  /// Bits, 1..65536.
  public int width() {
    return width;
  }

  /// Whether the value is two's complement.
  public boolean signed() {
    return signed;
  }

  /// What drives it.
  public Kind kind() {
    return kind;
  }

  /// Where it was declared.
  public Source source() {
    return source;
  }

  @Override
  public String toString() {
    return name + "[" + width + (signed ? " signed]" : "]");
  }
}
