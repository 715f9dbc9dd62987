package dev.setun.hdl.ir;

import java.util.regex.Pattern;

/// A parameter of a Verilog module that was written elsewhere.
///
/// @param name a Verilog identifier
/// @param literal the value as Verilog text
public record Parameter(String name, String literal) {
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern LITERAL = Pattern.compile("-?\\d+|\"[ !#-\\[\\]-~]*\"");

  /// @throws IllegalArgumentException if the name is no identifier, or the literal neither an
  ///   integer nor text in quotes
  public Parameter {
    if (!IDENTIFIER.matcher(name).matches()) {
      throw new IllegalArgumentException("expected the name of a parameter, found '" + name + "'");
    }
    if (!LITERAL.matcher(literal).matches()) {
      throw new IllegalArgumentException(
          name + ": expected an integer or text in quotes, found '" + literal + "'");
    }
  }

  /// A whole number.
  public static Parameter of(String name, int value) {
    return new Parameter(name, Integer.toString(value));
  }

  /// Text of printable ASCII without quotes and backslashes.
  public static Parameter of(String name, String text) {
    return new Parameter(name, '"' + text + '"');
  }
}
