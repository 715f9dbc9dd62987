package dev.setun.model.inference;

import dev.setun.model.Activation;
import dev.setun.model.LinearBackend;
import dev.setun.model.LinearOp;
import dev.setun.model.Model;
import dev.setun.model.ModelConfig;
import java.util.Optional;

/// The weights of one layer as [TeamPass] multiplies them.
record TeamLayer(
    Optional<RmsNorm> attentionNorm,
    Optional<RmsNorm> attentionSubNorm,
    Optional<RmsNorm> feedForwardNorm,
    Optional<RmsNorm> feedForwardSubNorm,
    StackedLinear queryKeyValue,
    StackedLinear output,
    StackedLinear gateUp,
    StackedLinear down) {

  static TeamLayer of(Model.Layer layer, ModelConfig config, LinearBackend backend) {
    float epsilon = config.epsilon();
    return new TeamLayer(
        Optional.of(new RmsNorm(layer.attentionNorm(), epsilon)),
        layer.attentionSubNorm().map(norm -> new RmsNorm(norm, epsilon)),
        Optional.of(new RmsNorm(layer.feedForwardNorm(), epsilon)),
        layer.feedForwardSubNorm().map(norm -> new RmsNorm(norm, epsilon)),
        StackedLinear.of(layer, backend, LinearOp.ATTN_Q, LinearOp.ATTN_K, LinearOp.ATTN_V),
        StackedLinear.of(layer, backend, LinearOp.ATTN_OUTPUT),
        StackedLinear.of(layer, backend, LinearOp.FFN_GATE, LinearOp.FFN_UP),
        StackedLinear.of(
            layer,
            config.activation() == Activation.RELU_SQUARED
                ? backend::prepareForZeros
                : backend::prepare,
            LinearOp.FFN_DOWN));
  }

  /// Bytes of the packed linears.
  long byteSize() {
    return queryKeyValue.linear().byteSize()
        + output.linear().byteSize()
        + gateUp.linear().byteSize()
        + down.linear().byteSize();
  }

  /// Whether a layer has nothing that only [Layer] computes: one scale a linear and no factors.
  static boolean fits(Model.Layer layer) {
    return layer.linears().values().stream()
        .allMatch(linear -> linear.hasOneScale() && linear.factor() == 1);
  }
}
