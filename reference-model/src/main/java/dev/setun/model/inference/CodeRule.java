package dev.setun.model.inference;

import dev.setun.model.numerics.Numerics;

/// How the activations of a token become int8 codes.
enum CodeRule {
  /// The absmax quantisation of the profile.
  OF_PROFILE;

  /// q = clamp(rne(x * s), -128, 127).
  ///
  /// @param q written from `from`
  /// @return s
  float quantise(Numerics numerics, float[] x, int from, int length, byte[] q) {
    return switch (this) {
      case OF_PROFILE -> numerics.quantise(x, from, length, q, from);
    };
  }
}
