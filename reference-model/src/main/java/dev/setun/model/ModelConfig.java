package dev.setun.model;

import dev.setun.traces.InputException;

/// The shape and constants of a transformer with ternary linears (spec 1.1, 1.3).
///
/// @param vocabulary token ids
/// @param hidden width of the residual stream
/// @param layers transformer layers
/// @param heads query heads
/// @param keyValueHeads key/value heads; query head h uses key/value head h / (heads /
///   keyValueHeads)
/// @param headSize width of a head, even
/// @param feedForward width of the gated feed-forward block
/// @param maxPositions longest context
/// @param ropeTheta base of the rotary frequencies
/// @param epsilon of RMSNorm
/// @param beginToken id put before a text
/// @param endToken id at which generation stops
/// @param activation of the gated feed-forward block, one that is computed
public record ModelConfig(
    int vocabulary,
    int hidden,
    int layers,
    int heads,
    int keyValueHeads,
    int headSize,
    int feedForward,
    int maxPositions,
    double ropeTheta,
    float epsilon,
    int beginToken,
    int endToken,
    Activation activation) {
  private static final int MOST = 1 << 22;

  public ModelConfig {
    range("vocab_size", vocabulary, 1);
    range("hidden_size", hidden, 1);
    range("num_hidden_layers", layers, 1);
    range("num_attention_heads", heads, 1);
    range("num_key_value_heads", keyValueHeads, 1);
    range("head_dim", headSize, 2);
    range("intermediate_size", feedForward, 1);
    range("max_position_embeddings", maxPositions, 1);
    if (heads % keyValueHeads != 0) {
      throw new InputException(
          "num_key_value_heads",
          "expected a divisor of " + heads + " heads, found " + keyValueHeads);
    }
    range("num_attention_heads x head_dim", (long) heads * headSize, 1);
    if (headSize % 2 != 0) {
      throw new InputException("head_dim", "expected an even number, found " + headSize);
    }
    if (!(ropeTheta > 1) || !Double.isFinite(ropeTheta)) {
      throw new InputException("rope_theta", "expected a number above 1, found " + ropeTheta);
    }
    if (!(epsilon > 0) || !Float.isFinite(epsilon)) {
      throw new InputException("rms_norm_eps", "expected a number above 0, found " + epsilon);
    }
    if (beginToken < 0 || beginToken >= vocabulary || endToken < 0 || endToken >= vocabulary) {
      throw new InputException(
          "bos_token_id, eos_token_id",
          "expected ids below " + vocabulary + ", found " + beginToken + ", " + endToken);
    }
    Activation.parse("hidden_act", activation.label());
  }

  /// With the activation of BitNet b1.58 2B4T.
  public ModelConfig(
      int vocabulary,
      int hidden,
      int layers,
      int heads,
      int keyValueHeads,
      int headSize,
      int feedForward,
      int maxPositions,
      double ropeTheta,
      float epsilon,
      int beginToken,
      int endToken) {
    this(
        vocabulary,
        hidden,
        layers,
        heads,
        keyValueHeads,
        headSize,
        feedForward,
        maxPositions,
        ropeTheta,
        epsilon,
        beginToken,
        endToken,
        Activation.RELU_SQUARED);
  }

  /// Width of the queries: heads x head size.
  public int queryWidth() {
    return heads * headSize;
  }

  /// Width of the keys and of the values.
  public int keyValueWidth() {
    return keyValueHeads * headSize;
  }

  /// Outputs N of a linear.
  public int outputs(LinearOp op) {
    return switch (op) {
      case ATTN_Q -> queryWidth();
      case ATTN_K, ATTN_V -> keyValueWidth();
      case ATTN_OUTPUT, FFN_DOWN -> hidden;
      case FFN_GATE, FFN_UP -> feedForward;
    };
  }

  /// Inputs K of a linear.
  public int inputs(LinearOp op) {
    return switch (op) {
      case ATTN_Q, ATTN_K, ATTN_V, FFN_GATE, FFN_UP -> hidden;
      case ATTN_OUTPUT -> queryWidth();
      case FFN_DOWN -> feedForward;
    };
  }

  private static void range(String key, long value, int least) {
    if (value < least || value > MOST) {
      throw new InputException(key, "expected " + least + ".." + MOST + ", found " + value);
    }
  }
}
