package dev.setun.hdl.ir;

/// A clock of a module with its synchronous reset: the inputs `clk` and `rst`, or `NAME_clk` and
/// `NAME_rst`.
///
/// @param name empty for the clock that every module may have, and which is not declared
public record Clock(String name) {
  /// The clock `clk` with the reset `rst`.
  public static final Clock MAIN = new Clock("");

  /// What changes at no clock edge: an input from outside of all clocks.
  public static final Clock NONE = new Clock("(none)");

  /// The input that carries the clock.
  public String clockPort() {
    return name.isEmpty() ? "clk" : name + "_clk";
  }

  /// The input that carries the reset.
  public String resetPort() {
    return name.isEmpty() ? "rst" : name + "_rst";
  }

  @Override
  public String toString() {
    return equals(NONE) ? "no clock" : clockPort();
  }
}
