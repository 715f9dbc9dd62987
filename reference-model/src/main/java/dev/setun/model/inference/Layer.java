package dev.setun.model.inference;

import dev.setun.model.LinearBackend;
import dev.setun.model.LinearOp;
import dev.setun.model.Model;
import dev.setun.model.ModelConfig;
import dev.setun.model.numerics.Profile;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// One transformer layer of spec 1.2: an attention block and a feed-forward block, each of which
/// adds to the residual stream x.
final class Layer {
  private final int index;
  private final ModelConfig config;
  private final RmsNorm attentionNorm;
  private final Optional<RmsNorm> attentionSubNorm;
  private final RmsNorm feedForwardNorm;
  private final Optional<RmsNorm> feedForwardSubNorm;
  private final Map<LinearOp, ProfileLinear> linears = new EnumMap<>(LinearOp.class);
  private final RotaryEmbedding rotary;
  private final Attention attention;

  Layer(
      int index,
      Model.Layer weights,
      ModelConfig config,
      Profile profile,
      LinearBackend backend,
      RotaryEmbedding rotary) {
    this.index = index;
    this.config = config;
    this.attentionNorm = new RmsNorm(weights.attentionNorm(), config.epsilon());
    this.attentionSubNorm =
        weights.attentionSubNorm().map(norm -> new RmsNorm(norm, config.epsilon()));
    this.feedForwardNorm = new RmsNorm(weights.feedForwardNorm(), config.epsilon());
    this.feedForwardSubNorm =
        weights.feedForwardSubNorm().map(norm -> new RmsNorm(norm, config.epsilon()));
    for (LinearOp op : LinearOp.values()) {
      linears.put(op, ProfileLinear.of(profile, index, op, weights.linear(op), backend));
    }
    this.rotary = rotary;
    this.attention = new Attention(config);
  }

  /// x += BL_o(rms(attention(rope(BL_q(h)), rope(BL_k(h)), BL_v(h)))), h = rms(x); where the model
  /// has no sub-norm, there is no rms inside.
  void attentionBlock(float[] x, int tokens, KeyValueCache cache, Execution on) {
    int first = cache.positions();
    LinearInput h =
        new LinearInput(index, LinearOp.ATTN_Q, first, tokens, attentionNorm.apply(x, tokens, on));
    float[] queries = linear(LinearOp.ATTN_Q, h, on);
    float[] keys = linear(LinearOp.ATTN_K, h, on);
    float[] values = linear(LinearOp.ATTN_V, h, on);
    rotary.apply(queries, config.heads(), tokens, first, on);
    rotary.apply(keys, config.keyValueHeads(), tokens, first, on);
    on.observer().between(index, Intermediate.QUERIES, queries);
    on.observer().between(index, Intermediate.KEYS, keys);
    cache.store(index, on.numerics().narrowed(keys), on.numerics().narrowed(values), tokens);
    float[] attended =
        attention.apply(index, on.numerics().narrowed(queries), tokens, first, cache, on);
    on.observer().between(index, Intermediate.ATTENDED, attended);
    float[] normed = subNormed(attentionSubNorm, attended, tokens, on);
    LinearInput a = new LinearInput(index, LinearOp.ATTN_OUTPUT, first, tokens, normed);
    on.numerics().add(x, linear(LinearOp.ATTN_OUTPUT, a, on), x.length);
    on.observer().between(index, Intermediate.AFTER_ATTENTION, x);
  }

  /// x += BL_down(rms(activation(BL_gate(h)) * BL_up(h))), h = rms(x); where the model has no
  /// sub-norm, there is no rms inside.
  void feedForwardBlock(float[] x, int tokens, KeyValueCache cache, Execution on) {
    int first = cache.positions();
    float[] normed = feedForwardNorm.apply(x, tokens, on);
    LinearInput h = new LinearInput(index, LinearOp.FFN_GATE, first, tokens, normed);
    float[] gate = linear(LinearOp.FFN_GATE, h, on);
    float[] up = linear(LinearOp.FFN_UP, h, on);
    switch (config.activation()) {
      case RELU_SQUARED -> on.numerics().reluSquared(gate, up, gate.length);
      case SILU -> on.numerics().siluGated(gate, up, gate.length);
      case GELU -> throw new IllegalStateException("ModelConfig lets no GELU in");
    }
    on.observer().between(index, Intermediate.GATED, gate);
    float[] gated = subNormed(feedForwardSubNorm, gate, tokens, on);
    LinearInput f = new LinearInput(index, LinearOp.FFN_DOWN, first, tokens, gated);
    on.numerics().add(x, linear(LinearOp.FFN_DOWN, f, on), x.length);
  }

  private static float[] subNormed(Optional<RmsNorm> norm, float[] x, int tokens, Execution on) {
    return norm.isPresent() ? norm.get().apply(x, tokens, on) : x;
  }

  private float[] linear(LinearOp op, LinearInput input, Execution on) {
    float[] y = Objects.requireNonNull(linears.get(op)).apply(input, on);
    on.observer().outputs(index, op, input.values(), y);
    return y;
  }
}
