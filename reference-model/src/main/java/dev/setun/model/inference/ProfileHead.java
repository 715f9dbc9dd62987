package dev.setun.model.inference;

import dev.setun.model.DenseMatrix;
import dev.setun.model.numerics.Profile;
import dev.setun.model.tensor.RowSource;
import dev.setun.model.tensor.ScalarType;
import dev.setun.model.tensor.TensorMatrix;
import dev.setun.model.upstream.RowDot;
import java.util.Arrays;

/// logits = E x (spec 1.2) in the arithmetic of a profile.
sealed interface ProfileHead permits Head, ProfileHead.OfUpstream {
  /// @param x tokens x hidden
  /// @param fromToken first token whose logits are wanted
  /// @return (tokens - fromToken) x vocabulary
  float[] apply(float[] x, int tokens, int fromToken, Execution on);

  /// The arithmetic of a profile for a head.
  static ProfileHead of(Profile profile, DenseMatrix head) {
    DenseMatrix rows = ProfileMatrix.of(profile, head);
    return switch (profile) {
      case CANONICAL, PLAIN, HF -> new Head(rows);
      case BITNET_CPP -> new OfUpstream(rows);
    };
  }

  /// The activations become what upstream multiplies the type of the head with (spec section 5).
  record OfUpstream(DenseMatrix rows) implements ProfileHead {
    @Override
    public float[] apply(float[] x, int tokens, int fromToken, Execution on) {
      float[] wanted = Arrays.copyOfRange(x, fromToken * rows.columns(), x.length);
      return RowDotLinear.multiply(wanted, tokens - fromToken, rows.rows(), this::dot, on);
    }

    private RowDot dot(float[] x) {
      if (rows instanceof TensorMatrix(var tensor)) {
        return RowDot.of(tensor, x);
      }
      RowSource source = (row, into) -> rows.row(Math.toIntExact(row), into, 0);
      return RowDot.ofNumbers(ScalarType.F16, rows.columns(), source, x);
    }
  }
}
