package dev.setun.kernels;

import dev.setun.model.BackendException;
import java.util.Arrays;
import java.util.stream.Collectors;

/// The kernels of the ternary linear, the fastest on a whole model first.
public enum Kernel {
  /// Three weights by one lookup in a table of 27 shorts, 1.67 bits a weight; needs a 16-bit
  /// shuffle of 32 entries.
  LUT3_W48("lut3-w48"),
  /// The same at 1.78 bits a weight, with fewer instructions: faster where weights are in a cache.
  LUT3_W9("lut3-w9"),
  /// Two weights by one lookup in two tables of 16 bytes; for vectors of 128 bits.
  NIBBLE_TABLES("nibble-tables"),
  /// Two-bit weights, unpacked and multiplied; any vector width.
  UNPACK2("unpack2"),
  /// Planes of bits counted with full adders, a digit of an activation at a time; any vector width.
  BIT_SERIAL("bit-serial"),
  /// Three weights by one lookup in two tables of 27 bytes; needs vectors of 256 bits.
  BYTE_TABLES("byte-tables"),
  /// The scalar reference; needs nothing.
  SCALAR("scalar");

  private final String label;

  Kernel(String label) {
    this.label = label;
  }

  /// The name used on the command line and in the property `setun.kernel`.
  public String label() {
    return label;
  }

  /// Whether it is code on the Vector API.
  public boolean vector() {
    return this != SCALAR;
  }

  /// The kernel with this label.
  ///
  /// @param where what the label was read from, for the message
  /// @throws BackendException if there is none
  static Kernel parse(String where, String label) {
    return Arrays.stream(values())
        .filter(kernel -> kernel.label.equals(label))
        .findFirst()
        .orElseThrow(() ->
            new BackendException(
                where, "expected one of " + labels() + ", found \"" + label + "\""));
  }

  private static String labels() {
    return Arrays.stream(values()).map(Kernel::label).collect(Collectors.joining(", "));
  }
}
