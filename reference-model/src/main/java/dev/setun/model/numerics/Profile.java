package dev.setun.model.numerics;

import dev.setun.traces.InputException;
import java.util.Arrays;
import java.util.Locale;

/// The numerics profiles. Integers are exact in all of them; they differ in how floating point is
/// reduced and rounded.
public enum Profile {
  /// The default: reductions that 4, 8 and 16 lanes can all do, the same bits everywhere.
  CANONICAL,
  /// Every sum strictly left to right, nothing fused; equal to the published f32 vectors of `bard`.
  /// Slow, scalar only.
  PLAIN;

  /// The rules of the profile.
  public Numerics numerics() {
    return switch (this) {
      case CANONICAL -> new CanonicalNumerics();
      case PLAIN -> new PlainNumerics();
    };
  }

  /// The name on the command line.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// @throws InputException if there is no such profile
  public static Profile parse(String label) {
    return Arrays.stream(values())
        .filter(profile -> profile.label().equals(label))
        .findFirst()
        .orElseThrow(
            () -> new InputException("--profile", "expected canonical or plain, found " + label));
  }
}
