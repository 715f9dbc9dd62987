package dev.setun.model.inference;

import dev.setun.model.DenseMatrix;
import dev.setun.model.LinearBackend;
import dev.setun.model.Model;
import dev.setun.model.numerics.Numerics;
import dev.setun.model.numerics.Profile;
import dev.setun.traces.InputException;
import java.util.Optional;

/// A session that nobody watches, on a [Team]: from tokens to logits or to the best id. Sessions of
/// the same weights share it, one at a time.
final class TeamRun implements AutoCloseable {
  private final Model model;
  private final Team team;
  private final TeamPass pass;
  private final TeamHead head;
  private final int[] one = new int[1];

  private TeamRun(Model model, Team team, TeamPass pass, TeamHead head) {
    this.model = model;
    this.team = team;
    this.pass = pass;
    this.head = head;
  }

  /// One for these options, if nothing in them or in the model needs the pass step by step.
  static Optional<TeamRun> of(
      Model model, Session.Options options, Numerics numerics, RotaryEmbedding rotary) {
    LinearBackend backend = options.backend();
    if (options.observer() != Observer.NONE
        || options.profile() != Profile.CANONICAL
        || !backend.forTeams()
        || !model.layers().stream().allMatch(TeamLayer::fits)) {
      return Optional.empty();
    }
    var layers =
        model.layers().stream().map(layer -> TeamLayer.of(layer, model.config(), backend)).toList();
    var team = new Team(options.threads());
    var norm = new RmsNorm(model.finalNorm(), model.config().epsilon());
    var cache = new KeyValueCache(model.config(), options.cachePrecision());
    var pass = new TeamPass(model.config(), numerics, team, layers, norm, rotary, cache);
    DenseMatrix rows = model.head();
    var head = new TeamHead(team, backend.rows(rows, numerics), backend.screen(rows), rows);
    return Optional.of(new TeamRun(model, team, pass, head));
  }

  /// Appends the tokens.
  ///
  /// @param logits of the last one, written from 0
  synchronized void lastLogits(int[] tokens, KeyValueCache cache, float[] logits) {
    requireRoom(tokens.length, cache);
    int last = append(tokens, cache);
    head.logits(pass.outputs(), last * model.config().hidden(), logits, 0);
  }

  /// Appends the tokens.
  ///
  /// @param logits tokens x vocabulary
  synchronized void allLogits(int[] tokens, KeyValueCache cache, float[] logits) {
    requireRoom(tokens.length, cache);
    for (int from = 0; from < tokens.length; from += TeamPass.MOST_TOKENS) {
      int count = Math.min(TeamPass.MOST_TOKENS, tokens.length - from);
      appendPart(tokens, from, count, cache);
      for (int token = 0; token < count; token++) {
        int at = (from + token) * model.config().vocabulary();
        head.logits(pass.outputs(), token * model.config().hidden(), logits, at);
      }
    }
  }

  synchronized int greedyAfter(int token, KeyValueCache cache) {
    one[0] = token;
    appendPart(one, 0, 1, cache);
    return head.greedy(pass.outputs(), 0);
  }

  /// Appends the tokens.
  ///
  /// @return what the sampler picks after the last
  synchronized int next(Sampler sampler, int[] tokens, KeyValueCache cache) {
    requireRoom(tokens.length, cache);
    int at = append(tokens, cache) * model.config().hidden();
    return sampler.limit() == 1
        ? head.greedy(pass.outputs(), at)
        : sampler.next(head.largest(pass.outputs(), at, sampler.limit()));
  }

  long bytesPerToken(KeyValueCache cache) {
    return pass.weightBytes() + cache.byteSize() + head.byteSize();
  }

  double rescoredShare() {
    return head.rescoredShare();
  }

  /// A batch is run in parts, but refused as a whole.
  private void requireRoom(int tokens, KeyValueCache cache) {
    int needed = cache.positions() + tokens;
    if (needed > model.config().maxPositions()) {
      throw new InputException(
          "context",
          "expected at most " + model.config().maxPositions() + " tokens, found " + needed);
    }
  }

  /// @return the index of the last token in its part
  private int append(int[] tokens, KeyValueCache cache) {
    int last = 0;
    for (int from = 0; from < tokens.length; from += TeamPass.MOST_TOKENS) {
      int count = Math.min(TeamPass.MOST_TOKENS, tokens.length - from);
      appendPart(tokens, from, count, cache);
      last = count - 1;
    }
    return last;
  }

  private void appendPart(int[] tokens, int from, int count, KeyValueCache cache) {
    float[] x = pass.reserve(cache, count);
    for (int i = 0; i < count; i++) {
      model.embedding().row(tokens[from + i], x, i * model.config().hidden());
    }
    pass.run();
  }

  @Override
  public void close() {
    team.close();
  }
}
