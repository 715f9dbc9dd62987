package dev.setun.model.inference;

import dev.setun.model.numerics.Numerics;
import dev.setun.model.tensor.HalfFloats;
import dev.setun.model.tensor.Rounding;
import dev.setun.model.upstream.TableActivation;

/// How the activations of a token become int8 codes.
enum CodeRule {
  /// The absmax quantisation of the profile.
  OF_PROFILE,
  /// That of bitnet.cpp's table look-up kernels, TL1 and TL2.
  TABLE_LOOKUP,
  /// That of Hugging Face's BitLinear: every step rounded to bfloat16.
  BFLOAT16;

  /// @param q written from `from`
  /// @return s
  float quantise(Numerics numerics, float[] x, int from, int length, byte[] q) {
    return switch (this) {
      case OF_PROFILE -> numerics.quantise(x, from, length, q, from);
      case TABLE_LOOKUP -> TableActivation.quantise(x, from, length, q);
      case BFLOAT16 -> bfloat16(x, from, length, q);
    };
  }

  /// s = bf16(127 / max(bf16(1e-5), |x|)), q = clamp(rne(bf16(x * s)), -128, 127) (spec 2.2).
  private static float bfloat16(float[] x, int from, int length, byte[] q) {
    float largest = HalfFloats.roundToBfloat16(1e-5f);
    for (int i = from; i < from + length; i++) {
      largest = Math.max(largest, Math.abs(x[i]));
    }
    float scale = HalfFloats.roundToBfloat16(127 / largest);
    for (int i = from; i < from + length; i++) {
      float scaled = HalfFloats.roundToBfloat16(x[i] * scale);
      q[i] = (byte) Math.clamp(Rounding.halfEven(scaled), -128, 127);
    }
    return scale;
  }
}
