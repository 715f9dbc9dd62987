package dev.setun.model.inference;

import dev.setun.model.LinearBackend;
import dev.setun.model.LinearOp;
import dev.setun.model.Model;
import dev.setun.model.ModelConfig;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/// One transformer layer of spec 1.2: an attention block and a feed-forward block, each of which
/// adds to the residual stream x.
final class Layer {
  private final int index;
  private final ModelConfig config;
  private final RmsNorm attentionNorm;
  private final RmsNorm attentionSubNorm;
  private final RmsNorm feedForwardNorm;
  private final RmsNorm feedForwardSubNorm;
  private final Map<LinearOp, BitLinear> linears = new EnumMap<>(LinearOp.class);
  private final RotaryEmbedding rotary;
  private final Attention attention;

  Layer(
      int index,
      Model.Layer weights,
      ModelConfig config,
      LinearBackend backend,
      RotaryEmbedding rotary) {
    this.index = index;
    this.config = config;
    this.attentionNorm = new RmsNorm(weights.attentionNorm(), config.epsilon());
    this.attentionSubNorm = new RmsNorm(weights.attentionSubNorm(), config.epsilon());
    this.feedForwardNorm = new RmsNorm(weights.feedForwardNorm(), config.epsilon());
    this.feedForwardSubNorm = new RmsNorm(weights.feedForwardSubNorm(), config.epsilon());
    for (LinearOp op : LinearOp.values()) {
      linears.put(op, BitLinear.of(index, op, weights.linear(op), backend));
    }
    this.rotary = rotary;
    this.attention = new Attention(config);
  }

  /// x += BL_o(rms(attention(rope(BL_q(h)), rope(BL_k(h)), BL_v(h)))), h = rms(x).
  void attentionBlock(float[] x, int tokens, KeyValueCache cache, Execution on) {
    int first = cache.positions();
    Quantised h = quantise(LinearOp.ATTN_Q, attentionNorm.apply(x, tokens, on), tokens, first, on);
    float[] queries = linear(LinearOp.ATTN_Q, h, first, on);
    float[] keys = linear(LinearOp.ATTN_K, h, first, on);
    float[] values = linear(LinearOp.ATTN_V, h, first, on);
    rotary.apply(queries, config.heads(), tokens, first, on);
    rotary.apply(keys, config.keyValueHeads(), tokens, first, on);
    on.observer().between(index, Intermediate.QUERIES, queries);
    on.observer().between(index, Intermediate.KEYS, keys);
    cache.store(index, keys, values, tokens);
    float[] attended = attention.apply(index, queries, tokens, first, cache, on);
    on.observer().between(index, Intermediate.ATTENDED, attended);
    float[] normed = attentionSubNorm.apply(attended, tokens, on);
    Quantised a = quantise(LinearOp.ATTN_OUTPUT, normed, tokens, first, on);
    on.numerics().add(x, linear(LinearOp.ATTN_OUTPUT, a, first, on), x.length);
    on.observer().between(index, Intermediate.AFTER_ATTENTION, x);
  }

  /// x += BL_down(rms(relu(BL_gate(h))^2 * BL_up(h))), h = rms(x).
  void feedForwardBlock(float[] x, int tokens, KeyValueCache cache, Execution on) {
    int first = cache.positions();
    float[] normed = feedForwardNorm.apply(x, tokens, on);
    Quantised h = quantise(LinearOp.FFN_GATE, normed, tokens, first, on);
    float[] gate = linear(LinearOp.FFN_GATE, h, first, on);
    float[] up = linear(LinearOp.FFN_UP, h, first, on);
    on.numerics().reluSquared(gate, up, gate.length);
    on.observer().between(index, Intermediate.GATED, gate);
    float[] gated = feedForwardSubNorm.apply(gate, tokens, on);
    Quantised f = quantise(LinearOp.FFN_DOWN, gated, tokens, first, on);
    on.numerics().add(x, linear(LinearOp.FFN_DOWN, f, first, on), x.length);
  }

  /// @param op the first linear that takes these activations
  private Quantised quantise(LinearOp op, float[] x, int tokens, int first, Execution on) {
    Quantised quantised = Quantised.of(x, tokens, on);
    on.observer()
        .quantised(
            new ActivationCodes(
                index, op, first, tokens, x, quantised.codes(), quantised.scales()));
    return quantised;
  }

  private float[] linear(LinearOp op, Quantised input, int first, Execution on) {
    return Objects.requireNonNull(linears.get(op)).apply(input, first, on);
  }
}
