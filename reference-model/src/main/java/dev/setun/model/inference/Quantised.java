package dev.setun.model.inference;

/// The int8 activations of some tokens: what the linears of one input share.
///
/// @param tokens M
/// @param width K
/// @param codes q, tokens x width
/// @param scales s of each token: q = clamp(rne(x * s), -128, 127)
@SuppressWarnings("ArrayRecordComponent") // never compared by value
record Quantised(int tokens, int width, byte[] codes, float[] scales) {
  /// Token by token.
  static Quantised of(float[] x, int tokens, CodeRule rule, Execution on) {
    int width = x.length / tokens;
    byte[] codes = new byte[x.length];
    float[] scales = new float[tokens];
    on.workers()
        .split(
            tokens,
            1,
            (from, to) -> {
              for (int token = from; token < to; token++) {
                scales[token] = rule.quantise(on.numerics(), x, token * width, width, codes);
              }
            });
    return new Quantised(tokens, width, codes, scales);
  }
}
