package dev.setun.model;

import dev.setun.model.tokenizer.Tokenizer;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A loaded BitNet model: shape, tokenizer, weights. Immutable; any number of sessions may use it.
///
/// @param name what the user called it
/// @param embedding vocabulary x hidden, row-major; also the head, which is tied
/// @param layers from the first to the last
/// @param finalNorm weights of the last RMSNorm
public record Model(
    String name,
    ModelConfig config,
    Tokenizer tokenizer,
    float[] embedding,
    List<Layer> layers,
    float[] finalNorm) {

  /// One transformer layer.
  ///
  /// @param linears the seven ternary linears
  public record Layer(
      float[] attentionNorm,
      float[] attentionSubNorm,
      float[] feedForwardNorm,
      float[] feedForwardSubNorm,
      Map<LinearOp, Linear> linears) {
    /// One of the seven linears.
    public Linear linear(LinearOp op) {
      return Objects.requireNonNull(linears.get(op));
    }
  }

  /// A ternary linear with the scale that its result is multiplied by.
  public record Linear(TernaryMatrix weights, float scale) {}
}
