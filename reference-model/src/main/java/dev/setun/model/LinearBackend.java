package dev.setun.model;

/// Where the ternary linears of a forward pass are computed: the scalar reference or a SIMD kernel.
/// All backends give the same integers, so a backend never changes a logit.
public interface LinearBackend {
  /// The name of the executor or kernel, for reports.
  String name();

  /// Repacks the weights of one linear.
  TernaryLinear prepare(TernaryMatrix weights);
}
