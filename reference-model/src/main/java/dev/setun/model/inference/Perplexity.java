package dev.setun.model.inference;

import dev.setun.model.Model;
import dev.setun.traces.InputException;
import java.util.List;

/// How well a model predicts a text.
///
/// The ids of the text, without a begin-of-text token, are cut into chunks; each is predicted in a
/// fresh context from the begin-of-text token and the ids before. The negative log-likelihoods are
/// summed in binary64, token by token in a chunk, then chunk by chunk.
///
/// @param tokens ids predicted
/// @param bytes length of the text in UTF-8
/// @param nats sum of the negative log-likelihoods
/// @param natsPerChunk the same for each chunk
public record Perplexity(int tokens, int bytes, double nats, List<Double> natsPerChunk) {
  public Perplexity {
    natsPerChunk = List.copyOf(natsPerChunk);
  }

  /// Bits that the model needs for a byte of the text.
  public double bitsPerByte() {
    return nats / StrictMath.log(2) / bytes;
  }

  /// e to the nats per token.
  public double perplexity() {
    return StrictMath.exp(nats / tokens);
  }

  /// Scores a text in one go; [PerplexityRun] does it in steps.
  ///
  /// @param model that of the session
  /// @param session says how; contexts of its own are used
  /// @param text at least one character
  /// @param chunk ids in a context, 1 .. the longest context of the model
  /// @throws InputException if the text is empty or the chunk out of its range
  public static Perplexity of(Model model, Session session, String text, int chunk) {
    PerplexityRun run = new PerplexityRun(model, session, text, chunk);
    while (!run.isDone()) {
      run.scoreChunk();
    }
    return run.result();
  }
}
