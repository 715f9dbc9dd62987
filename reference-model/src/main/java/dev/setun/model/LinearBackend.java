package dev.setun.model;

import dev.setun.model.numerics.Numerics;
import dev.setun.model.numerics.Profile;
import java.util.Optional;

/// Where the ternary linears of a forward pass are computed: the scalar reference or a SIMD kernel.
/// All backends give the same integers, so a backend never changes a logit.
public interface LinearBackend {
  /// The name of the executor or kernel, for reports.
  String name();

  /// Repacks the weights of one linear.
  TernaryLinear prepare(TernaryMatrix weights);

  /// Repacks the weights of a linear whose activations are mostly zero, as after a squared ReLU.
  default TernaryLinear prepareForZeros(TernaryMatrix weights) {
    return prepare(weights);
  }

  /// The floating-point operations that go with the linears: those of the profile, or others that
  /// give the same bits.
  default Numerics numerics(Profile profile) {
    return profile.numerics();
  }

  /// Whether a session nobody watches should run its forward pass on a team of threads that share
  /// one pass and its buffers, and not step by step. The bits are the same.
  default boolean forTeams() {
    return false;
  }

  /// Of the multiply-accumulates so far of those linears whose zeros are left out, the share that
  /// was; 0 for a backend without such linears.
  default double skippedShare() {
    return 0;
  }

  /// The rows of the head, to be multiplied with the bits of `numerics`.
  default RowDots rows(DenseMatrix matrix, Numerics numerics) {
    return new DecodedRows(matrix, numerics);
  }

  /// A cheap look at the rows of the head with a bound on its error, if there is one.
  default Optional<RowScreen> screen(DenseMatrix matrix) {
    return Optional.empty();
  }
}
