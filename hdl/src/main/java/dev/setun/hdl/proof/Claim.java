package dev.setun.hdl.proof;

import java.util.regex.Pattern;

/// A claim about every cycle of a module in which its reset is 0.
///
/// @param name letters, digits and `_`; it is what an answer calls the claim
/// @param condition a Verilog expression over the ports of the module (and what was declared beside
///   them, see [Claims]), not 0 where the claim holds
public record Claim(Kind kind, String name, String condition) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");
  private static final Pattern NO_EXPRESSION = Pattern.compile("[;`\\n\\r\"]");

  /// What a claim is for.
  public enum Kind {
    /// To be proved.
    ASSERT,
    /// Taken as given: what the surroundings promise.
    ASSUME
  }

  public Claim {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "claim " + name + ": expected a letter, then letters, digits or _");
    }
    if (condition.isBlank() || NO_EXPRESSION.matcher(condition).find()) {
      throw new IllegalArgumentException(
          "claim " + name + ": expected a Verilog expression, found " + condition.strip());
    }
  }

  /// A claim to be proved.
  public static Claim prove(String name, String condition) {
    return new Claim(Kind.ASSERT, name, condition);
  }

  /// A promise of the surroundings.
  public static Claim given(String name, String condition) {
    return new Claim(Kind.ASSUME, name, condition);
  }
}
