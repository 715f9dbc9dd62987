package dev.setun.model;

import dev.setun.model.numerics.Numerics;
import dev.setun.model.numerics.Profile;

/// Where the ternary linears of a forward pass are computed: the scalar reference or a SIMD kernel.
/// All backends give the same integers, so a backend never changes a logit.
public interface LinearBackend {
  /// The name of the executor or kernel, for reports.
  String name();

  /// Repacks the weights of one linear.
  TernaryLinear prepare(TernaryMatrix weights);

  /// The floating-point operations that go with the linears: those of the profile, or others that
  /// give the same bits.
  default Numerics numerics(Profile profile) {
    return profile.numerics();
  }
}
