package dev.setun.model.inference;

import dev.setun.model.BlockScales;
import dev.setun.model.LinearBackend;
import dev.setun.model.LinearOp;
import dev.setun.model.LinearScale;
import dev.setun.model.Model;
import dev.setun.model.numerics.Profile;

/// BL of spec 1.2 in the arithmetic of a profile: from the real inputs of a ternary linear to its
/// real outputs. What is quantised on the way, and what is summed in integers, is the profile's.
sealed interface ProfileLinear permits BitLinear, BlockScaledLinear, FactoredLinear {
  /// @return y, tokens x N
  float[] apply(LinearInput input, Execution on);

  /// The arithmetic of a profile for one linear.
  static ProfileLinear of(
      Profile profile, int layer, LinearOp op, Model.Linear weights, LinearBackend backend) {
    ProfileLinear linear =
        switch (profile) {
          case CANONICAL, PLAIN -> ours(layer, op, weights, backend);
        };
    return weights.factor() == 1 ? linear : new FactoredLinear(linear, weights.factor());
  }

  private static ProfileLinear ours(
      int layer, LinearOp op, Model.Linear weights, LinearBackend backend) {
    return switch (weights.scaling()) {
      case LinearScale.PerTensor _ ->
          BitLinear.of(layer, op, weights, backend, CodeRule.OF_PROFILE);
      case LinearScale.PerBlock(BlockScales scales) ->
          new BlockScaledLinear(weights.weights(), scales);
    };
  }
}
