package dev.setun.model.inference;

import dev.setun.model.LinearOp;
import dev.setun.model.Model;
import dev.setun.model.ModelConfig;
import dev.setun.model.numerics.Numerics;
import dev.setun.model.numerics.Profile;
import java.util.Optional;

/// The operations of a forward pass one by one, on values that the caller gives: for comparing with
/// another program op by op, where a whole run would carry every difference on.
///
/// They are those of a [Session] with the same options. Activations are tokens x width, row-major;
/// no argument is changed.
public final class Operations implements AutoCloseable {
  private final Model model;
  private final ModelConfig config;
  private final Session.Options options;
  private final Execution execution;
  private final RotaryEmbedding rotary;

  /// Of a model, in the profile and with the backend, threads and observer of a session.
  public Operations(Model model, Session.Options options) {
    this.model = model;
    this.config = model.config();
    this.options = options;
    Numerics numerics = options.backend().numerics(options.profile());
    this.execution = new Execution(numerics, new Workers(options.threads()), options.observer());
    this.rotary = new RotaryEmbedding(config, numerics);
  }

  /// An RMSNorm of a model.
  public enum Norm {
    /// Before the attention block.
    ATTENTION,
    /// Before the output projection.
    ATTENTION_SUB,
    /// Before the feed-forward block.
    FEED_FORWARD,
    /// Before the down projection.
    FEED_FORWARD_SUB
  }

  /// The rows of the embedding, tokens x hidden.
  ///
  /// @param tokens ids below the vocabulary
  public float[] embedding(int... tokens) {
    return Session.embed(ProfileMatrix.of(profile(), model.embedding()), tokens);
  }

  /// An RMSNorm of a layer; x itself where the layer has no such norm.
  public float[] norm(int layer, Norm norm, float[] x) {
    Model.Layer weights = model.layers().get(layer);
    Optional<float[]> weight =
        switch (norm) {
          case ATTENTION -> Optional.of(weights.attentionNorm());
          case ATTENTION_SUB -> weights.attentionSubNorm();
          case FEED_FORWARD -> Optional.of(weights.feedForwardNorm());
          case FEED_FORWARD_SUB -> weights.feedForwardSubNorm();
        };
    return weight.map(w -> norm(w, x)).orElse(x);
  }

  /// The RMSNorm before the head.
  public float[] finalNorm(float[] x) {
    return norm(model.finalNorm(), x);
  }

  private float[] norm(float[] weight, float[] x) {
    return new RmsNorm(weight, config.epsilon()).apply(x, x.length / weight.length, execution);
  }

  /// A ternary linear, with all that the profile does to its input.
  public float[] linear(int layer, LinearOp op, float[] x) {
    ProfileLinear linear =
        ProfileLinear.of(
            profile(), layer, op, model.layers().get(layer).linear(op), options.backend());
    int tokens = x.length / config.inputs(op);
    return linear.apply(new LinearInput(layer, op, 0, tokens, x), execution);
  }

  /// Queries or keys after the rotary embedding.
  ///
  /// @param heads of which x has that many for each token
  /// @param firstPosition position of the first token
  public float[] rotate(float[] x, int heads, int firstPosition) {
    float[] rotated = x.clone();
    int tokens = x.length / (heads * config.headSize());
    rotary.apply(rotated, heads, tokens, firstPosition, execution);
    return rotated;
  }

  /// The result of attention, tokens x heads x head size.
  ///
  /// @param queries of the last tokens, rotated
  /// @param keys of all positions, rotated
  /// @param values of all positions
  public float[] attention(float[] queries, float[] keys, float[] values) {
    int tokens = queries.length / config.queryWidth();
    int positions = keys.length / config.keyValueWidth();
    KeyValueCache cache = new KeyValueCache(config, options.cachePrecision());
    cache.reserve(positions);
    Numerics numerics = execution.numerics();
    cache.store(0, numerics.narrowed(keys), numerics.narrowed(values), positions);
    return new Attention(config)
        .apply(0, numerics.narrowed(queries), tokens, positions - tokens, cache, execution);
  }

  /// The gated activation: activation(gate) * up.
  public float[] gated(float[] gate, float[] up) {
    float[] result = gate.clone();
    switch (config.activation()) {
      case RELU_SQUARED -> execution.numerics().reluSquared(result, up, result.length);
      case SILU -> execution.numerics().siluGated(result, up, result.length);
      case GELU -> throw new IllegalStateException("ModelConfig lets no GELU in");
    }
    return result;
  }

  /// The residual connection, x + y.
  public float[] add(float[] x, float[] y) {
    float[] sum = x.clone();
    execution.numerics().add(sum, y, sum.length);
    return sum;
  }

  /// One row of logits a token.
  ///
  /// @param x after the last RMSNorm
  public float[] logits(float[] x) {
    return ProfileHead.of(profile(), model.head())
        .apply(x, x.length / config.hidden(), 0, execution);
  }

  private Profile profile() {
    return options.profile();
  }

  @Override
  public void close() {
    execution.workers().close();
  }
}
