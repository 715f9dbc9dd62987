package dev.setun.model.inference;

import dev.setun.model.BlockScales;
import dev.setun.model.LinearBackend;
import dev.setun.model.LinearOp;
import dev.setun.model.LinearScale;
import dev.setun.model.Model;
import dev.setun.model.WeightSource;
import dev.setun.model.numerics.Profile;
import dev.setun.model.tensor.BlockType;
import dev.setun.model.tensor.ScalarType;
import dev.setun.model.tensor.TensorType;
import dev.setun.model.tensor.TernaryBlocks;
import dev.setun.model.tensor.TernaryPacking;
import dev.setun.model.tensor.Tl1;
import dev.setun.model.tensor.Tl2;

/// BL of spec 1.2 in the arithmetic of a profile: from the real inputs of a ternary linear to its
/// real outputs. What is quantised on the way, and what is summed in integers, is the profile's.
sealed interface ProfileLinear
    permits BitLinear,
        BlockScaledLinear,
        FactoredLinear,
        RowDotLinear,
        AutoBitLinear,
        DividedBitLinear {
  /// @return y, tokens x N
  float[] apply(LinearInput input, Execution on);

  /// The arithmetic of a profile for one linear.
  static ProfileLinear of(
      Profile profile, int layer, LinearOp op, Model.Linear weights, LinearBackend backend) {
    ProfileLinear linear =
        switch (profile) {
          case CANONICAL, PLAIN -> ours(layer, op, weights, backend, CodeRule.OF_PROFILE);
          case BITNET_CPP -> ofUpstream(layer, op, weights, backend);
          case HF -> ofHuggingFace(layer, op, weights, backend);
        };
    return weights.factor() == 1 ? linear : new FactoredLinear(linear, weights.factor());
  }

  private static ProfileLinear ours(
      int layer, LinearOp op, Model.Linear weights, LinearBackend backend, CodeRule rule) {
    return switch (weights.scaling()) {
      case LinearScale.PerTensor _ -> BitLinear.of(layer, op, weights, backend, rule);
      case LinearScale.PerBlock(BlockScales scales) ->
          new BlockScaledLinear(weights.weights(), scales);
    };
  }

  /// Each tensor type has its own arithmetic. What is not from a GGUF file is taken as bitnet.cpp's
  /// converter would store it, I2_S.
  private static ProfileLinear ofUpstream(
      int layer, LinearOp op, Model.Linear weights, LinearBackend backend) {
    return switch (weights.source()) {
      case WeightSource.Gguf(TensorType type) ->
          switch (type) {
            case Tl1 _, Tl2 _ -> ours(layer, op, weights, backend, CodeRule.TABLE_LOOKUP);
            case TernaryBlocks _ -> RowDotLinear.ofBlocks(weights);
            case TernaryPacking _ -> ours(layer, op, weights, backend, CodeRule.OF_PROFILE);
            case ScalarType scalar -> RowDotLinear.ofNumbers(scalar, weights);
            case BlockType block -> RowDotLinear.ofQuantised(block, weights);
          };
      case WeightSource.InMemory _,
          WeightSource.Masters _,
          WeightSource.Multiplied _,
          WeightSource.Divided _ ->
          ours(layer, op, weights, backend, CodeRule.OF_PROFILE);
    };
  }

  private static ProfileLinear ofHuggingFace(
      int layer, LinearOp op, Model.Linear weights, LinearBackend backend) {
    return switch (weights.source()) {
      case WeightSource.Divided(float weightScale) ->
          DividedBitLinear.of(layer, op, weights.weights(), weightScale, backend);
      case WeightSource.Masters _ -> AutoBitLinear.online(weights);
      case WeightSource.InMemory _, WeightSource.Multiplied _, WeightSource.Gguf _ ->
          switch (weights.scaling()) {
            case LinearScale.PerTensor _ -> AutoBitLinear.offline(weights);
            case LinearScale.PerBlock _ -> AutoBitLinear.online(weights);
          };
    };
  }
}
