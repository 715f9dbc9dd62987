package dev.setun.model.inference;

import dev.setun.model.DenseMatrix;
import dev.setun.model.LinearBackend;
import dev.setun.model.Model;
import dev.setun.model.ModelConfig;
import dev.setun.model.numerics.Numerics;
import dev.setun.model.numerics.Profile;
import dev.setun.traces.InputException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// One context of a model: the forward pass of spec 1.2 with a key/value cache.
///
/// The same tokens give the same bits, in one batch or one by one, on any number of threads, with
/// any backend. Not for use by two threads at once.
public final class Session implements AutoCloseable {
  private final Model model;
  private final ModelConfig config;
  private final Execution execution;
  private final List<Layer> layers;
  private final RmsNorm finalNorm;
  private final Optional<ProfileHead> head;
  private final DenseMatrix embedding;
  private final KeyValueCache cache;
  private final Optional<TeamRun> teamRun;

  /// How a session computes.
  ///
  /// @param backend computes the ternary linears, and has the floating-point operations of the
  ///   profile
  /// @param threads 1..64
  /// @param observer sees what is computed
  /// @param cachePrecision how keys and values are kept
  public record Options(
      LinearBackend backend,
      Profile profile,
      int threads,
      Observer observer,
      CachePrecision cachePrecision) {
    public Options {
      cachePrecision.require(profile);
      if (threads < 1 || threads > 64) {
        throw new InputException("--threads", "expected 1..64, found " + threads);
      }
    }

    /// The scalar reference on one thread in the canonical profile.
    public static Options reference() {
      return new Options(
          new ScalarBackend(), Profile.CANONICAL, 1, Observer.NONE, CachePrecision.F32);
    }

    /// The same with another backend.
    public Options with(LinearBackend other) {
      return new Options(other, profile, threads, observer, cachePrecision);
    }

    /// The same in another profile.
    public Options with(Profile other) {
      return new Options(backend, other, threads, observer, cachePrecision);
    }

    /// The same with somebody watching.
    public Options with(Observer other) {
      return new Options(backend, profile, threads, other, cachePrecision);
    }

    /// The same with keys and values kept in another precision.
    public Options with(CachePrecision other) {
      return new Options(backend, profile, threads, observer, other);
    }

    /// The same on more or fewer threads.
    public Options withThreads(int count) {
      return new Options(backend, profile, count, observer, cachePrecision);
    }
  }

  /// An empty context.
  public Session(Model model, Options options) {
    this.model = model;
    this.config = model.config();
    Numerics numerics = options.backend().numerics(options.profile());
    this.execution = new Execution(numerics, new Workers(options.threads()), options.observer());
    RotaryEmbedding rotary = new RotaryEmbedding(config, numerics);
    this.finalNorm = new RmsNorm(model.finalNorm(), config.epsilon());
    this.cache = new KeyValueCache(config, options.cachePrecision());
    this.teamRun = TeamRun.of(model, options, numerics, rotary);
    this.layers =
        IntStream.range(0, teamRun.isPresent() ? 0 : config.layers())
            .mapToObj(i ->
                new Layer(
                    i, model.layers().get(i), config, options.profile(), options.backend(), rotary))
            .toList();
    this.head =
        teamRun.isPresent()
            ? Optional.empty()
            : Optional.of(ProfileHead.of(options.profile(), model.head()));
    this.embedding = ProfileMatrix.of(options.profile(), model.embedding());
  }

  private Session(Session other) {
    this.model = other.model;
    this.config = other.config;
    this.execution = other.execution;
    this.layers = other.layers;
    this.finalNorm = other.finalNorm;
    this.head = other.head;
    this.teamRun = other.teamRun;
    this.embedding = other.embedding;
    this.cache = new KeyValueCache(config, other.cache.precision());
  }

  /// An empty context of the same model with the same prepared weights and threads. Closing either
  /// ends the threads of both.
  public Session fresh() {
    return new Session(this);
  }

  /// The model that this is a context of.
  public Model model() {
    return model;
  }

  /// Tokens so far.
  public int positions() {
    return cache.positions();
  }

  /// Appends tokens and gives the logits after the last one.
  ///
  /// @param tokens at least one id
  /// @return one logit an id
  /// @throws InputException if an id is not in the vocabulary or the context is full; nothing is
  ///   appended then
  public float[] logits(int... tokens) {
    if (teamRun.isPresent()) {
      requireTokens(tokens);
      float[] logits = new float[config.vocabulary()];
      teamRun.get().lastLogits(tokens, cache, logits);
      return logits;
    }
    float[] x = forward(tokens);
    return head.orElseThrow().apply(x, tokens.length, tokens.length - 1, execution);
  }

  /// Appends tokens and gives the logits after each: tokens x vocabulary, row-major.
  ///
  /// @param tokens at least one id
  /// @throws InputException as [#logits]
  public float[] allLogits(int... tokens) {
    if (teamRun.isPresent()) {
      requireTokens(tokens);
      float[] logits = new float[Math.multiplyExact(tokens.length, config.vocabulary())];
      teamRun.get().allLogits(tokens, cache, logits);
      return logits;
    }
    float[] x = forward(tokens);
    return head.orElseThrow().apply(x, tokens.length, 0, execution);
  }

  /// Appends tokens and picks the next one: what the sampler picks from [#logits], without most
  /// logits where it picks among few and the backend can tell those from fewer bytes.
  ///
  /// @param tokens at least one id
  /// @throws InputException as [#logits]
  public int next(Sampler sampler, int... tokens) {
    if (teamRun.isEmpty()) {
      return sampler.next(logits(tokens));
    }
    requireTokens(tokens);
    return teamRun.get().next(sampler, tokens, cache);
  }

  /// Appends one token and gives the id with the largest logit after it, the lowest one on ties:
  /// what [Sampler.Greedy] picks from [#logits], without all logits where the backend can tell it
  /// from fewer bytes. Allocates nothing once the buffers have grown, with a backend for teams.
  ///
  /// @throws InputException as [#logits]
  public int greedyAfter(int token) {
    if (teamRun.isEmpty()) {
      return new Sampler.Greedy().next(logits(token));
    }
    requireToken(token);
    return teamRun.get().greedyAfter(token, cache);
  }

  /// Bytes of the keys and values so far.
  public long cacheBytes() {
    return cache.byteSize();
  }

  /// Bytes that the next [#greedyAfter] has to read from memory at least: packed linears, keys and
  /// values so far, the screen of the head or the head. 0 where the pass runs step by step.
  public long bytesPerToken() {
    return teamRun.isPresent() ? teamRun.get().bytesPerToken(cache) : 0;
  }

  /// Rows of the head that [#greedyAfter] and [#next] multiplied in full, as a share of those it
  /// looked at; 0 where it has no screen.
  public double rescoredShare() {
    return teamRun.isPresent() ? teamRun.get().rescoredShare() : 0;
  }

  /// The residual stream after the last norm, tokens x hidden.
  private float[] forward(int[] tokens) {
    requireTokens(tokens);
    cache.reserve(tokens.length);
    Observer observer = execution.observer();
    float[] x = embed(embedding, tokens);
    observer.hidden("embedding", x);
    for (int layer = 0; layer < layers.size(); layer++) {
      layers.get(layer).attentionBlock(x, tokens.length, cache, execution);
      layers.get(layer).feedForwardBlock(x, tokens.length, cache, execution);
      observer.hidden("after_layer_" + layer, x);
    }
    cache.advance(tokens.length);
    float[] normed = finalNorm.apply(x, tokens.length, execution);
    observer.hidden("after_final_norm", normed);
    return normed;
  }

  private void requireTokens(int[] tokens) {
    if (tokens.length == 0) {
      throw new InputException("tokens", "expected at least one, found none");
    }
    for (int token : tokens) {
      requireToken(token);
    }
  }

  private void requireToken(int token) {
    if (token < 0 || token >= config.vocabulary()) {
      throw new InputException(
          "token", "expected an id of 0.." + (config.vocabulary() - 1) + ", found " + token);
    }
  }

  /// x = E\[token\].
  static float[] embed(DenseMatrix embedding, int[] tokens) {
    int hidden = embedding.columns();
    float[] x = new float[Math.multiplyExact(tokens.length, hidden)];
    for (int i = 0; i < tokens.length; i++) {
      embedding.row(tokens[i], x, i * hidden);
    }
    return x;
  }

  @Override
  public void close() {
    execution.workers().close();
    teamRun.ifPresent(TeamRun::close);
  }
}
