package dev.setun.model.inference;

import dev.setun.model.LinearOp;

/// One activation quantisation of a forward pass, with what was rounded.
///
/// @param layer transformer layer, from 0
/// @param op the first linear that takes the codes (ATTN_Q for q, k and v; FFN_GATE for gate and
///   up)
/// @param firstPosition position of the first token in the context
/// @param tokens M
/// @param values x, tokens x K; not copied, do not write
/// @param codes q, tokens x K; not copied, do not write
/// @param scales s, one a token; not copied, do not write
@SuppressWarnings("ArrayRecordComponent") // never compared by value
public record ActivationCodes(
    int layer,
    LinearOp op,
    int firstPosition,
    int tokens,
    float[] values,
    byte[] codes,
    float[] scales) {
  public ActivationCodes {
    if (tokens < 1
        || values.length % tokens != 0
        || codes.length != values.length
        || scales.length != tokens) {
      throw new IllegalArgumentException("expected tokens x K values and codes, and tokens scales");
    }
  }

  /// K.
  public int width() {
    return codes.length / tokens;
  }
}
