package dev.setun.kernels.probe;

import dev.setun.model.LinearBackend;
import dev.setun.model.Model;
import dev.setun.model.Models;
import dev.setun.model.inference.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/// A whole forward pass of the embedded model: a prompt in one batch, then tokens one by one.
public final class BardCase {
  private static final int PROMPT = 21;
  private static final int STEPS = 6;
  private static final Model MODEL = load();

  private BardCase() {}

  private static Model load() {
    try {
      return Models.load(Models.BARD);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The bits of all logits: of each prompt token, then of each further token.
  public static int[][] logitBits(LinearBackend backend, int threads) {
    int[][] bits = new int[1 + STEPS][];
    try (Session session =
        new Session(MODEL, Session.Options.reference().with(backend).withThreads(threads))) {
      int[] prompt = new int[PROMPT];
      Arrays.setAll(prompt, i -> i == 0 ? MODEL.config().beginToken() : 31 * i % 500);
      bits[0] = bits(session.allLogits(prompt));
      for (int step = 1; step <= STEPS; step++) {
        bits[step] = bits(session.logits(97 * step % 500));
      }
    }
    return bits;
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }
}
