package dev.setun.hdl.library;

/// What all parameters of the modules here are held to.
final class Parameters {
  private Parameters() {}

  /// @throws IllegalArgumentException if the value is below the least
  static void require(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(name + ": expected " + least + " or more, found " + value);
    }
  }
}
