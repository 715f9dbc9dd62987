package dev.setun.model.family;

import dev.setun.model.Activation;
import dev.setun.traces.InputException;

/// The shape and constants of a published model (spec 1.1, 1.3, 1.4).
///
/// @param name on the command line
/// @param hidden width of the residual stream
/// @param layers transformer layers
/// @param heads query heads
/// @param keyValueHeads key/value heads, a divisor of `heads`
/// @param headSize width of a head, even; heads x head size need not be `hidden`
/// @param feedForward width of the gated feed-forward block
/// @param vocabulary token ids
/// @param maxPositions longest context, tokens
/// @param ropeTheta base of the rotary frequencies, above 1
/// @param epsilon of RMSNorm, above 0
/// @param tied whether the head is the embedding
/// @param subNorms whether norms stand before the attention output and the down projection
/// @param architecture what `general.architecture` of a GGUF file says
/// @param weights what the published linears are
/// @param source where the shape comes from
/// @param confidence how sure it is, and which values are not
public record ModelFamily(
    String name,
    int hidden,
    int layers,
    int heads,
    int keyValueHeads,
    int headSize,
    int feedForward,
    int vocabulary,
    int maxPositions,
    double ropeTheta,
    float epsilon,
    Activation activation,
    boolean tied,
    boolean subNorms,
    String architecture,
    Weights weights,
    String source,
    String confidence) {
  private static final int MOST = 1 << 22;

  public ModelFamily {
    text(name, "name", name);
    range(name, "hidden", hidden);
    range(name, "layers", layers);
    range(name, "heads", heads);
    range(name, "key_value_heads", keyValueHeads);
    range(name, "head_size", headSize);
    range(name, "feed_forward", feedForward);
    range(name, "vocabulary", vocabulary);
    range(name, "max_positions", maxPositions);
    if (heads % keyValueHeads != 0) {
      throw bad(name, "key_value_heads", "a divisor of " + heads, keyValueHeads);
    }
    if (headSize % 2 != 0) {
      throw bad(name, "head_size", "an even number", headSize);
    }
    if (!(ropeTheta > 1) || !Double.isFinite(ropeTheta)) {
      throw bad(name, "rope_theta", "a number above 1", ropeTheta);
    }
    if (!(epsilon > 0) || !Float.isFinite(epsilon)) {
      throw bad(name, "epsilon", "a number above 0", epsilon);
    }
    text(name, "architecture", architecture);
    text(name, "source", source);
    text(name, "confidence", confidence);
  }

  /// Width of the queries: heads x head size.
  public int queryWidth() {
    return Math.multiplyExact(heads, headSize);
  }

  /// Width of the keys, which is also that of the values.
  public int keyValueWidth() {
    return Math.multiplyExact(keyValueHeads, headSize);
  }

  /// Weights of the linears of all layers: no embedding, no head, no norms.
  public long linearWeights() {
    long attention = 2L * hidden * queryWidth() + 2L * hidden * keyValueWidth();
    return Math.multiplyExact((long) layers, attention + 3L * hidden * feedForward);
  }

  private static void range(String name, String key, int value) {
    if (value < 1 || value > MOST) {
      throw bad(name, key, "1.." + MOST, value);
    }
  }

  private static void text(String name, String key, String value) {
    if (value.isBlank()) {
      throw bad(name, key, "a text", "nothing");
    }
  }

  private static InputException bad(String name, String key, String expected, Object found) {
    return new InputException(
        "model family " + name, key + ": expected " + expected + ", found " + found);
  }
}
