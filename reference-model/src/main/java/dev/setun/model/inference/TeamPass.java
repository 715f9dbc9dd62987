package dev.setun.model.inference;

import dev.setun.model.ModelConfig;
import dev.setun.model.numerics.Numerics;
import java.util.List;
import java.util.Optional;

/// The forward pass of [Layer] as one job of a [Team], for sessions that nobody watches: the same
/// operations on the same values, in buffers that are kept.
///
/// With one token the threads share the rows of each linear and the heads; what is cheap (norms,
/// codes, the gated activation) each thread computes for itself, which costs less than a barrier.
/// With more tokens each thread takes some of them through the whole layer, and the threads only
/// meet where keys and values must be complete.
final class TeamPass implements Team.Job {
  /// Tokens of one job; a longer batch is several. So many that the weights are read rarely, so few
  /// that the buffers stay small.
  static final int MOST_TOKENS = 128;

  private static final int TOKEN_GROUP = 4;

  private final ModelConfig config;
  private final Numerics numerics;
  private final Team team;
  private final List<TeamLayer> layers;
  private final RmsNorm finalNorm;
  private final RotaryEmbedding rotary;
  private final Attention attention;
  private KeyValueCache cache;
  private float[][] angles = new float[0][];
  private int tokens;

  /// The residual stream, tokens x hidden; after a pass, the outputs of the last norm.
  private float[] x = new float[0];

  /// Outputs of the linears, tokens x rows.
  private float[] y = new float[0];

  /// What one token adds to the residual stream: not `y`, which others may still read.
  private final float[] added;

  private final float[] scales = new float[MOST_TOKENS];
  private int[] accumulators = new int[0];
  private float[] attended = new float[0];
  private final Own[] own;

  /// What a thread has for itself, with one token in it or its share of a batch.
  private static final class Own {
    private float[] real = new float[0];
    private byte[] codes = new byte[0];
    private float[] scores = new float[0];
    private final HeadRows rows;

    Own(ModelConfig config) {
      rows = new HeadRows(config);
    }
  }

  /// @param cache of the session that uses the pass first
  TeamPass(
      ModelConfig config,
      Numerics numerics,
      Team team,
      List<TeamLayer> layers,
      RmsNorm finalNorm,
      RotaryEmbedding rotary,
      KeyValueCache cache) {
    this.config = config;
    this.numerics = numerics;
    this.team = team;
    this.layers = layers;
    this.finalNorm = finalNorm;
    this.rotary = rotary;
    this.attention = new Attention(config);
    this.cache = cache;
    this.added = new float[config.hidden()];
    this.own = new Own[team.threads()];
    for (int thread = 0; thread < own.length; thread++) {
      own[thread] = new Own(config);
    }
  }

  /// Makes room, before `x` is filled.
  ///
  /// @param count 1 .. MOST_TOKENS
  float[] reserve(KeyValueCache context, int count) {
    cache = context;
    tokens = count;
    cache.reserve(count);
    angles = rotary.anglesUpTo(cache.positions() + count);
    int widest = Math.max(config.queryWidth() + 2 * config.keyValueWidth(), config.hidden());
    widest = Math.max(widest, 2 * config.feedForward());
    if (x.length < count * config.hidden()) {
      x = new float[count * config.hidden()];
      y = new float[count * widest];
      accumulators = new int[count * widest];
      attended = new float[count * config.queryWidth()];
    }
    int inputs = Math.max(Math.max(config.hidden(), config.queryWidth()), config.feedForward());
    int positions = cache.positions() + count;
    for (Own o : own) {
      if (o.codes.length < count * inputs) {
        o.real = new float[inputs];
        o.codes = new byte[count * inputs];
      }
      if (o.scores.length < positions * attention.headsOfOneKey()) {
        int room = Math.min(config.maxPositions(), 2 * positions);
        o.scores = new float[room * attention.headsOfOneKey()];
      }
    }
    return x;
  }

  /// The outputs of the last norm, tokens x hidden, until the next pass.
  float[] outputs() {
    return x;
  }

  /// Bytes of the packed linears.
  long weightBytes() {
    return layers.stream().mapToLong(TeamLayer::byteSize).sum();
  }

  /// Runs the layers and the last norm on `x`, in place; adds the tokens to the context.
  void run() {
    team.run(this);
    cache.advance(tokens);
  }

  @Override
  public void run(int thread, int threads) {
    if (tokens == 1) {
      for (int layer = 0; layer < layers.size(); layer++) {
        oneTokenAttention(layer, thread, threads);
        oneTokenFeedForward(layers.get(layer), thread, threads);
      }
      if (thread == 0) {
        norm(finalNorm, 0);
      }
      return;
    }
    int groups = Math.ceilDiv(tokens, TOKEN_GROUP);
    int from = Math.min(tokens, groups * thread / threads * TOKEN_GROUP);
    int to = Math.min(tokens, groups * (thread + 1) / threads * TOKEN_GROUP);
    for (int layer = 0; layer < layers.size(); layer++) {
      batchAttention(layer, from, to, own[thread]);
      batchFeedForward(layers.get(layer), from, to, own[thread]);
    }
    for (int token = from; token < to; token++) {
      norm(finalNorm, token);
    }
  }

  private void norm(RmsNorm norm, int token) {
    int hidden = config.hidden();
    numerics.rmsNorm(x, token * hidden, norm.weight(), norm.epsilon(), x, token * hidden, hidden);
  }

  private void oneTokenAttention(int layer, int thread, int threads) {
    TeamLayer weights = layers.get(layer);
    Own o = own[thread];
    float s = codes(weights.attentionNorm(), x, 0, config.hidden(), o, 0);
    shareOfRows(weights.queryKeyValue(), s, o, y, thread, threads);
    team.barrier();
    rotateAndStore(layer, 0, thread, threads);
    team.barrier();
    int heads = config.heads();
    attend(layer, 0, heads * thread / threads, heads * (thread + 1) / threads, o);
    team.barrier();
    s = codes(weights.attentionSubNorm(), attended, 0, config.queryWidth(), o, 0);
    addShareOfRows(weights.output(), s, o, thread, threads);
    team.barrier();
  }

  private void oneTokenFeedForward(TeamLayer weights, int thread, int threads) {
    Own o = own[thread];
    float s = codes(weights.feedForwardNorm(), x, 0, config.hidden(), o, 0);
    shareOfRows(weights.gateUp(), s, o, y, thread, threads);
    team.barrier();
    s = gatedCodes(weights, 0, o, 0);
    addShareOfRows(weights.down(), s, o, thread, threads);
    team.barrier();
  }

  /// The codes of one token after a norm, if there is one.
  ///
  /// @return s
  private float codes(
      Optional<RmsNorm> norm, float[] values, int from, int width, Own o, int codesFrom) {
    if (norm.isEmpty()) {
      return numerics.quantise(values, from, width, o.codes, codesFrom);
    }
    RmsNorm rms = norm.get();
    numerics.rmsNorm(values, from, rms.weight(), rms.epsilon(), o.real, 0, width);
    return numerics.quantise(o.real, 0, width, o.codes, codesFrom);
  }

  /// The codes of activation(gate) * up of one token, whose gate and up are in `y`.
  private float gatedCodes(TeamLayer weights, int token, Own o, int codesFrom) {
    int width = config.feedForward();
    int gate = token * 2 * width;
    int up = gate + width;
    switch (config.activation()) {
      case RELU_SQUARED -> numerics.reluSquared(y, gate, y, up, o.real, 0, width);
      case SILU -> numerics.siluGated(y, gate, y, up, o.real, 0, width);
      case GELU -> throw new IllegalStateException("ModelConfig lets no GELU in");
    }
    return codes(weights.feedForwardSubNorm(), o.real, 0, width, o, codesFrom);
  }

  private void shareOfRows(
      StackedLinear linear, float s, Own o, float[] outputs, int thread, int threads) {
    int from = linear.shareFrom(thread, threads);
    int to = linear.shareFrom(thread + 1, threads);
    linear.linear().multiplyRows(o.codes, 1, accumulators, from, to);
    linear.rescale(accumulators, 0, s, outputs, from, to, numerics);
  }

  private void addShareOfRows(StackedLinear linear, float s, Own o, int thread, int threads) {
    shareOfRows(linear, s, o, added, thread, threads);
    int from = linear.shareFrom(thread, threads);
    numerics.add(x, from, added, from, linear.shareFrom(thread + 1, threads) - from);
  }

  /// Rotates a share of the heads of one token; whoever has a key's head last has also its cache
  /// entry, so keys and values are stored by the thread of the last share.
  private void rotateAndStore(int layer, int token, int thread, int threads) {
    int headSize = config.headSize();
    int heads = config.heads();
    int base = token * layers.get(layer).queryKeyValue().rows();
    float[] turn = angles[cache.positions() + token];
    int to = heads * (thread + 1) / threads;
    for (int head = heads * thread / threads; head < to; head++) {
      numerics.rotate(y, base + head * headSize, headSize, turn);
    }
    if (thread == threads - 1) {
      int keys = base + config.queryWidth();
      for (int head = 0; head < config.keyValueHeads(); head++) {
        numerics.rotate(y, keys + head * headSize, headSize, turn);
      }
      cache.store(layer, token, y, keys, y, keys + config.keyValueWidth());
    }
  }

  private void attend(int layer, int token, int fromHead, int toHead, Own o) {
    int together = attention.headsOfOneKey();
    int head = fromHead;
    while (head < toHead) {
      int keyHead = attention.keyValueHead(head);
      int end = Math.min(toHead, (keyHead + 1) * together);
      attend(layer, token, head, end - head, keyHead, o);
      head = end;
    }
  }

  private void attend(int layer, int token, int firstHead, int heads, int keyHead, Own o) {
    int headSize = config.headSize();
    int base = token * layers.get(layer).queryKeyValue().rows();
    int seen = cache.positions() + token + 1;
    int to = token * config.queryWidth() + firstHead * headSize;
    int queries = base + firstHead * headSize;
    o.rows.turnTo(cache, layer, keyHead, seen);
    if (tokens == 1) {
      o.rows.readAhead(cache, seen);
    }
    attention.attend(seen, y, queries, heads, o.rows, o.scores, attended, to, numerics);
  }

  private void batchAttention(int layer, int from, int to, Own o) {
    TeamLayer weights = layers.get(layer);
    int hidden = config.hidden();
    for (int token = from; token < to; token++) {
      scales[token] = codes(weights.attentionNorm(), x, token * hidden, hidden, o, token * hidden);
    }
    multiply(weights.queryKeyValue(), from, to, o);
    for (int token = from; token < to; token++) {
      rotateAndStore(layer, token, 0, 1);
    }
    team.barrier();
    // Head by head: what a head has of keys and values stays in the second-level cache.
    int together = attention.headsOfOneKey();
    for (int keyHead = 0; keyHead < config.keyValueHeads(); keyHead++) {
      for (int token = from; token < to; token++) {
        attend(layer, token, keyHead * together, together, keyHead, o);
      }
    }
    int width = config.queryWidth();
    for (int token = from; token < to; token++) {
      scales[token] =
          codes(weights.attentionSubNorm(), attended, token * width, width, o, token * width);
    }
    // Rows of the next linear are narrower: a token's outputs would overwrite another's queries.
    team.barrier();
    multiply(weights.output(), from, to, o);
    numerics.add(x, from * hidden, y, from * hidden, (to - from) * hidden);
    team.barrier();
  }

  private void batchFeedForward(TeamLayer weights, int from, int to, Own o) {
    int hidden = config.hidden();
    for (int token = from; token < to; token++) {
      scales[token] =
          codes(weights.feedForwardNorm(), x, token * hidden, hidden, o, token * hidden);
    }
    multiply(weights.gateUp(), from, to, o);
    int width = config.feedForward();
    for (int token = from; token < to; token++) {
      scales[token] = gatedCodes(weights, token, o, token * width);
    }
    team.barrier();
    multiply(weights.down(), from, to, o);
    numerics.add(x, from * hidden, y, from * hidden, (to - from) * hidden);
    team.barrier();
  }

  private void multiply(StackedLinear linear, int from, int to, Own o) {
    if (from == to) {
      return;
    }
    int rows = linear.rows();
    linear.linear().multiplyTokens(o.codes, accumulators, from, to);
    for (int token = from; token < to; token++) {
      linear.rescale(accumulators, token * rows, scales[token], y, 0, rows, numerics);
    }
  }
}
