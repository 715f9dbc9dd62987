package dev.setun.model.inference;

import dev.setun.model.Model;
import dev.setun.traces.InputException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleConsumer;

/// How well a model predicts a text.
///
/// The ids of the text, without a begin-of-text token, are cut into chunks; each is predicted in a
/// fresh context from the begin-of-text token and the ids before. The negative log-likelihoods are
/// summed in binary64.
///
/// @param tokens ids predicted
/// @param bytes length of the text in UTF-8
/// @param nats sum of the negative log-likelihoods
/// @param natsPerChunk the same for each chunk
public record Perplexity(int tokens, int bytes, double nats, List<Double> natsPerChunk) {
  /// Bits that the model needs for a byte of the text.
  public double bitsPerByte() {
    return nats / StrictMath.log(2) / bytes;
  }

  /// e to the nats per token.
  public double perplexity() {
    return StrictMath.exp(nats / tokens);
  }

  /// Scores a text.
  ///
  /// @param model that of the session
  /// @param session says how; contexts of its own are used
  /// @param text at least one character
  /// @param chunk ids in a context, 1 .. the longest context of the model
  /// @param progress told the share that is done, after each chunk
  /// @throws InputException if the text is empty or the chunk out of its range
  public static Perplexity of(
      Model model, Session session, String text, int chunk, DoubleConsumer progress) {
    if (chunk < 1 || chunk > model.config().maxPositions()) {
      throw new InputException(
          "chunk", "expected 1.." + model.config().maxPositions() + " tokens, found " + chunk);
    }
    int[] ids = model.tokenizer().encode(text);
    if (ids.length == 0) {
      throw new InputException("text", "expected at least one token, found none");
    }
    List<Double> chunks = new ArrayList<>();
    double total = 0;
    for (int from = 0; from < ids.length; from += chunk) {
      int[] expected = Arrays.copyOfRange(ids, from, Math.min(ids.length, from + chunk));
      int[] context = new int[expected.length];
      context[0] = model.config().beginToken();
      System.arraycopy(expected, 0, context, 1, expected.length - 1);
      double nats = nats(session.fresh().allLogits(context), expected, model.config().vocabulary());
      chunks.add(nats);
      total += nats;
      progress.accept((double) Math.min(ids.length, from + chunk) / ids.length);
    }
    return new Perplexity(
        ids.length, text.getBytes(StandardCharsets.UTF_8).length, total, List.copyOf(chunks));
  }

  private static double nats(float[] logits, int[] expected, int vocabulary) {
    double nats = 0;
    for (int i = 0; i < expected.length; i++) {
      double largest = Double.NEGATIVE_INFINITY;
      for (int id = 0; id < vocabulary; id++) {
        largest = Math.max(largest, logits[i * vocabulary + id]);
      }
      double sum = 0;
      for (int id = 0; id < vocabulary; id++) {
        sum += StrictMath.exp(logits[i * vocabulary + id] - largest);
      }
      nats += largest + StrictMath.log(sum) - logits[i * vocabulary + expected[i]];
    }
    return nats;
  }
}
