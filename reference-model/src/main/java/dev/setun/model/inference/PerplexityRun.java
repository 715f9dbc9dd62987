package dev.setun.model.inference;

import dev.setun.model.Model;
import dev.setun.traces.InputException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The scoring of a text for its [Perplexity], chunk by chunk, so that it can be stopped between
/// two chunks and taken up again: the log-likelihoods of the chunks are all that is between them.
///
/// Not for use by two threads at once.
public final class PerplexityRun {
  /// Tokens whose logits are held at a time; logits do not depend on it.
  private static final int BATCH = 64;

  private final Model model;
  private final Session session;
  private final int[] ids;
  private final int bytes;
  private final int chunk;
  private final List<Double> natsPerChunk = new ArrayList<>();

  /// @param model that of the session
  /// @param session says how; contexts of its own are used
  /// @param text at least one character
  /// @param chunk ids in a context, 1 .. the longest context of the model
  /// @throws InputException if the text is empty or the chunk out of its range
  public PerplexityRun(Model model, Session session, String text, int chunk) {
    if (chunk < 1 || chunk > model.config().maxPositions()) {
      throw new InputException(
          "chunk", "expected 1.." + model.config().maxPositions() + " tokens, found " + chunk);
    }
    this.model = model;
    this.session = session;
    this.ids = model.tokenizer().encode(text);
    this.bytes = text.getBytes(StandardCharsets.UTF_8).length;
    this.chunk = chunk;
    if (ids.length == 0) {
      throw new InputException("text", "expected at least one token, found none");
    }
  }

  /// Takes up an earlier run with the same model, numerics, text and chunk.
  ///
  /// @param scored negative log-likelihoods of the first chunks
  /// @throws InputException if there are more than the text has chunks
  /// @throws IllegalStateException if this run has begun
  public void takeUp(List<Double> scored) {
    if (!natsPerChunk.isEmpty()) {
      throw new IllegalStateException(natsPerChunk.size() + " chunks are scored already");
    }
    if (scored.size() > chunks()) {
      throw new InputException(
          "scored chunks", "expected at most " + chunks() + ", found " + scored.size());
    }
    natsPerChunk.addAll(scored);
  }

  /// Chunks of the text.
  public int chunks() {
    return Math.ceilDiv(ids.length, chunk);
  }

  /// Tokens of the text.
  public int tokens() {
    return ids.length;
  }

  /// Tokens scored so far.
  public int scoredTokens() {
    return (int) Math.min(ids.length, (long) natsPerChunk.size() * chunk);
  }

  /// Whether all chunks are scored.
  public boolean isDone() {
    return natsPerChunk.size() == chunks();
  }

  /// The negative log-likelihoods of the chunks scored so far.
  public List<Double> natsPerChunk() {
    return List.copyOf(natsPerChunk);
  }

  /// Scores the next chunk.
  ///
  /// @throws InputException if the model gives logits that are no numbers
  public void scoreChunk() {
    int from = natsPerChunk.size() * chunk;
    int[] expected = Arrays.copyOfRange(ids, from, Math.min(ids.length, from + chunk));
    int[] context = new int[expected.length];
    context[0] = model.config().beginToken();
    System.arraycopy(expected, 0, context, 1, expected.length - 1);
    Session fresh = session.fresh();
    double nats = 0;
    for (int first = 0; first < context.length; first += BATCH) {
      int end = Math.min(context.length, first + BATCH);
      float[] logits = fresh.allLogits(Arrays.copyOfRange(context, first, end));
      nats = add(nats, logits, Arrays.copyOfRange(expected, first, end));
    }
    if (!Double.isFinite(nats)) {
      throw new InputException(
          model.name() + ": chunk " + natsPerChunk.size() + " of the text",
          "expected a finite log-likelihood, found " + nats);
    }
    natsPerChunk.add(nats);
  }

  /// The result.
  ///
  /// @throws IllegalStateException if not all chunks are scored
  public Perplexity result() {
    if (!isDone()) {
      throw new IllegalStateException(natsPerChunk.size() + " of " + chunks() + " chunks scored");
    }
    double total = 0;
    for (double nats : natsPerChunk) {
      total += nats;
    }
    return new Perplexity(ids.length, bytes, total, natsPerChunk());
  }

  private double add(double nats, float[] logits, int[] expected) {
    int vocabulary = model.config().vocabulary();
    double sum = nats;
    for (int i = 0; i < expected.length; i++) {
      double largest = Double.NEGATIVE_INFINITY;
      for (int id = 0; id < vocabulary; id++) {
        largest = Math.max(largest, logits[i * vocabulary + id]);
      }
      double weights = 0;
      for (int id = 0; id < vocabulary; id++) {
        weights += StrictMath.exp(logits[i * vocabulary + id] - largest);
      }
      sum += largest + StrictMath.log(weights) - logits[i * vocabulary + expected[i]];
    }
    return sum;
  }
}
