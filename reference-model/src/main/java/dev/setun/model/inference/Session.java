package dev.setun.model.inference;

import dev.setun.model.LinearBackend;
import dev.setun.model.LinearCall;
import dev.setun.model.LinearOp;
import dev.setun.model.Model;
import dev.setun.model.ModelConfig;
import dev.setun.model.TernaryLinear;
import dev.setun.model.numerics.Numerics;
import dev.setun.model.numerics.Profile;
import dev.setun.traces.InputException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// One context of a model: the forward pass of spec 1.2 with a key/value cache.
///
/// The same tokens give the same bits, in one batch or one by one, on any number of threads, with
/// any backend. Not for use by two threads at once.
public final class Session implements AutoCloseable {
  private final Model model;
  private final ModelConfig config;
  private final Numerics numerics;
  private final List<Map<LinearOp, TernaryLinear>> linears;
  private final Observer observer;
  private final Workers workers;
  private final KeyValueCache cache;

  /// How a session computes.
  ///
  /// @param threads 1..64
  public record Options(LinearBackend backend, Profile profile, int threads, Observer observer) {
    public Options {
      if (threads < 1 || threads > 64) {
        throw new InputException("--threads", "expected 1..64, found " + threads);
      }
    }

    /// The scalar reference on one thread in the canonical profile.
    public static Options reference() {
      return new Options(new ScalarBackend(), Profile.CANONICAL, 1, new Observer() {});
    }

    /// The same with another backend.
    public Options with(LinearBackend other) {
      return new Options(other, profile, threads, observer);
    }

    /// The same in another profile.
    public Options with(Profile other) {
      return new Options(backend, other, threads, observer);
    }

    /// The same with somebody watching.
    public Options with(Observer other) {
      return new Options(backend, profile, threads, other);
    }

    /// The same on more threads.
    public Options withThreads(int count) {
      return new Options(backend, profile, count, observer);
    }
  }

  /// An empty context.
  public Session(Model model, Options options) {
    this.model = model;
    this.config = model.config();
    this.numerics = options.profile().numerics();
    this.observer = options.observer();
    this.workers = new Workers(options.threads());
    this.cache = new KeyValueCache(config);
    this.linears = model.layers().stream().map(layer -> prepare(layer, options.backend())).toList();
  }

  private Session(Session other) {
    this.model = other.model;
    this.config = other.config;
    this.numerics = other.numerics;
    this.observer = other.observer;
    this.workers = other.workers;
    this.linears = other.linears;
    this.cache = new KeyValueCache(config);
  }

  private static Map<LinearOp, TernaryLinear> prepare(Model.Layer layer, LinearBackend backend) {
    Map<LinearOp, TernaryLinear> prepared = new EnumMap<>(LinearOp.class);
    for (LinearOp op : LinearOp.values()) {
      prepared.put(op, backend.prepare(layer.linear(op).weights()));
    }
    return prepared;
  }

  /// An empty context of the same model with the same prepared weights and threads.
  public Session fresh() {
    return new Session(this);
  }

  /// Tokens so far.
  public int positions() {
    return cache.positions();
  }

  /// Appends tokens and gives the logits after the last one.
  public float[] logits(int... tokens) {
    float[] x = forward(tokens);
    float[] logits = new float[config.vocabulary()];
    head(x, (tokens.length - 1) * config.hidden(), logits, 0);
    return logits;
  }

  /// Appends tokens and gives the logits after each: tokens x vocabulary, row-major.
  public float[] allLogits(int... tokens) {
    float[] x = forward(tokens);
    float[] logits = new float[Math.multiplyExact(tokens.length, config.vocabulary())];
    for (int token = 0; token < tokens.length; token++) {
      head(x, token * config.hidden(), logits, token * config.vocabulary());
    }
    return logits;
  }

  /// The residual stream after the last norm, tokens x hidden.
  private float[] forward(int[] tokens) {
    cache.reserve(tokens.length);
    float[] x = embed(tokens);
    observer.hidden("embedding", x);
    for (int layer = 0; layer < config.layers(); layer++) {
      attentionBlock(layer, x, tokens.length);
      feedForwardBlock(layer, x, tokens.length);
      observer.hidden("after_layer_" + layer, x);
    }
    cache.advance(tokens.length);
    float[] normed = norm(x, model.finalNorm(), tokens.length);
    observer.hidden("after_final_norm", normed);
    return normed;
  }

  private float[] embed(int[] tokens) {
    int hidden = config.hidden();
    float[] x = new float[tokens.length * hidden];
    for (int i = 0; i < tokens.length; i++) {
      if (tokens[i] < 0 || tokens[i] >= config.vocabulary()) {
        throw new InputException(
            "token", "expected an id of 0.." + (config.vocabulary() - 1) + ", found " + tokens[i]);
      }
      System.arraycopy(model.embedding(), tokens[i] * hidden, x, i * hidden, hidden);
    }
    return x;
  }

  /// x += BL_o(rms(attention(rope(BL_q(h)), rope(BL_k(h)), BL_v(h)))), h = rms(x).
  private void attentionBlock(int layer, float[] x, int tokens) {
    Model.Layer weights = model.layers().get(layer);
    Quantised h = quantise(norm(x, weights.attentionNorm(), tokens), tokens);
    float[] queries = bitLinear(layer, LinearOp.ATTN_Q, h);
    float[] keys = bitLinear(layer, LinearOp.ATTN_K, h);
    float[] values = bitLinear(layer, LinearOp.ATTN_V, h);
    rotate(queries, config.heads(), tokens);
    rotate(keys, config.keyValueHeads(), tokens);
    cache.store(layer, keys, values, tokens);
    float[] attended = new float[tokens * config.queryWidth()];
    workers.split(
        tokens * config.heads(), 1, (from, to) -> attend(layer, queries, attended, from, to));
    Quantised a = quantise(norm(attended, weights.attentionSubNorm(), tokens), tokens);
    addTo(x, bitLinear(layer, LinearOp.ATTN_OUTPUT, a));
  }

  /// x += BL_down(rms(relu(BL_gate(h))^2 * BL_up(h))), h = rms(x).
  private void feedForwardBlock(int layer, float[] x, int tokens) {
    Model.Layer weights = model.layers().get(layer);
    Quantised h = quantise(norm(x, weights.feedForwardNorm(), tokens), tokens);
    float[] gate = bitLinear(layer, LinearOp.FFN_GATE, h);
    float[] up = bitLinear(layer, LinearOp.FFN_UP, h);
    for (int i = 0; i < gate.length; i++) {
      gate[i] = numerics.reluSquared(gate[i], up[i]);
    }
    Quantised f = quantise(norm(gate, weights.feedForwardSubNorm(), tokens), tokens);
    addTo(x, bitLinear(layer, LinearOp.FFN_DOWN, f));
  }

  private float[] norm(float[] x, float[] weight, int tokens) {
    float[] y = new float[x.length];
    int width = weight.length;
    for (int token = 0; token < tokens; token++) {
      numerics.rmsNorm(x, token * width, weight, config.epsilon(), y, token * width, width);
    }
    return y;
  }

  /// @param codes tokens x width int8
  /// @param scales s of each token
  private record Quantised(byte[] codes, float[] scales) {}

  private Quantised quantise(float[] x, int tokens) {
    byte[] codes = new byte[x.length];
    float[] scales = new float[tokens];
    int width = x.length / tokens;
    for (int token = 0; token < tokens; token++) {
      scales[token] = numerics.quantise(x, token * width, width, codes, token * width);
    }
    return new Quantised(codes, scales);
  }

  /// BL: ternary matrix times int8, then (acc / s) * alpha.
  private float[] bitLinear(int layer, LinearOp op, Quantised input) {
    TernaryLinear linear = Objects.requireNonNull(linears.get(layer).get(op));
    Model.Linear weights = model.layers().get(layer).linear(op);
    int tokens = input.scales().length;
    int[] accumulators = new int[tokens * linear.rows()];
    workers.split(
        linear.rows(),
        linear.rowGranularity(),
        (from, to) -> linear.multiplyRows(input.codes(), tokens, accumulators, from, to));
    observer.linear(
        new LinearCall(
            layer, op, cache.positions(), tokens, weights.weights(), input.codes(), accumulators),
        input.scales());
    float[] y = new float[accumulators.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = numerics.rescale(accumulators[i], input.scales()[i / linear.rows()], weights.scale());
    }
    return y;
  }

  private void rotate(float[] x, int heads, int tokens) {
    int headSize = config.headSize();
    for (int token = 0; token < tokens; token++) {
      float[] angles =
          numerics.rotaryAngles(cache.positions() + token, headSize, config.ropeTheta());
      for (int head = 0; head < heads; head++) {
        numerics.rotate(x, (token * heads + head) * headSize, headSize, angles);
      }
    }
  }

  /// softmax(q k^T / sqrt(headSize)) v over the positions up to the token's own, for the (token,
  /// head) pairs `[from, to)`.
  private void attend(int layer, float[] queries, float[] out, int from, int to) {
    int headSize = config.headSize();
    int width = config.keyValueWidth();
    float inverseRoot = 1.0f / (float) Math.sqrt(headSize);
    float[] keys = cache.keys(layer);
    float[] values = cache.values(layer);
    for (int pair = from; pair < to; pair++) {
      int head = pair % config.heads();
      int kvFrom = head / (config.heads() / config.keyValueHeads()) * headSize;
      int seen = cache.positions() + pair / config.heads() + 1;
      float[] scores = new float[seen];
      for (int position = 0; position < seen; position++) {
        scores[position] =
            numerics.dot(queries, pair * headSize, keys, position * width + kvFrom, headSize)
                * inverseRoot;
      }
      numerics.softmax(scores, 0, seen);
      for (int position = 0; position < seen; position++) {
        numerics.addScaled(
            scores[position], values, position * width + kvFrom, out, pair * headSize, headSize);
      }
    }
  }

  private void addTo(float[] x, float[] y) {
    for (int i = 0; i < x.length; i++) {
      x[i] += y[i];
    }
  }

  private void head(float[] x, int from, float[] logits, int to) {
    int hidden = config.hidden();
    workers.split(
        config.vocabulary(),
        1,
        (first, last) -> {
          for (int id = first; id < last; id++) {
            logits[to + id] = numerics.dot(x, from, model.embedding(), id * hidden, hidden);
          }
        });
  }

  @Override
  public void close() {
    workers.close();
  }
}
