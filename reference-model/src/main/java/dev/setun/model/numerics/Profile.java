package dev.setun.model.numerics;

import dev.setun.traces.InputException;
import java.util.Arrays;
import java.util.stream.Collectors;

/// The numerics profiles. Integers are exact in all of them; they differ in what is quantised and
/// in how floating point is reduced and rounded.
public enum Profile {
  /// The default: reductions that 4, 8 and 16 lanes can all do, the same bits everywhere.
  CANONICAL("canonical"),
  /// Every sum strictly left to right, nothing fused; equal to the published f32 vectors of `bard`.
  /// Slow, scalar only.
  PLAIN("plain"),
  /// What bitnet.cpp's x86 build computes, each tensor type in its own arithmetic. Scalar only.
  BITNET_CPP("bitnet.cpp"),
  /// What Hugging Face's modules compute in bfloat16. Scalar only.
  HF("hf");

  private final String label;

  Profile(String label) {
    this.label = label;
  }

  /// The rules of the profile.
  public Numerics numerics() {
    return switch (this) {
      case CANONICAL -> new CanonicalNumerics();
      case PLAIN -> new PlainNumerics();
      case BITNET_CPP -> new BitnetCppNumerics();
      case HF -> new HfNumerics();
    };
  }

  /// Whether it is computed by the scalar reference only. The others have vector code of the same
  /// bits.
  public boolean isScalarOnly() {
    return this != CANONICAL;
  }

  /// The name on the command line.
  public String label() {
    return label;
  }

  /// @throws InputException if there is no such profile
  public static Profile parse(String label) {
    return Arrays.stream(values())
        .filter(profile -> profile.label().equals(label))
        .findFirst()
        .orElseThrow(() ->
            new InputException(
                "--profile",
                "expected one of "
                    + Arrays.stream(values()).map(Profile::label).collect(Collectors.joining(", "))
                    + ", found "
                    + label));
  }
}
