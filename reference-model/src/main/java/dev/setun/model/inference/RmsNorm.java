package dev.setun.model.inference;

/// RMSNorm (numerics.md: rms-norm): y = w * (x * r), r = 1 / sqrt(mean(x^2) + epsilon).
///
/// @param weight w, one value a column
@SuppressWarnings("ArrayRecordComponent") // never compared by value
record RmsNorm(float[] weight, float epsilon) {
  /// @param x tokens x width
  /// @return y, tokens x width
  float[] apply(float[] x, int tokens, Execution on) {
    float[] y = new float[x.length];
    int width = weight.length;
    on.workers()
        .split(
            tokens,
            1,
            (from, to) -> {
              for (int token = from; token < to; token++) {
                on.numerics().rmsNorm(x, token * width, weight, epsilon, y, token * width, width);
              }
            });
    return y;
  }
}
