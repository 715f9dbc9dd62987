package dev.setun.hdl;

/// A port of a module as Verilog shows it.
///
/// @param name the name in the Verilog
/// @param width bits, 1..65536
/// @param signed whether the value is two's complement
public record Port(String name, Direction direction, int width, boolean signed) {
  /// Which way a port faces, seen from inside the module.
  public enum Direction {
    INPUT,
    OUTPUT
  }

  public Port {
    if (width < 1 || width > 65536) {
      throw new IllegalArgumentException(
          "port " + name + ": expected a width in 1..65536, found " + width);
    }
  }

  /// 64-bit words that a value of this port takes.
  public int words() {
    return (width + 63) / 64;
  }
}
