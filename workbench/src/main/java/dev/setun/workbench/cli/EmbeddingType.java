package dev.setun.workbench.cli;

import dev.setun.model.tensor.BlockType;
import dev.setun.model.tensor.ScalarType;
import dev.setun.model.tensor.TensorType;
import dev.setun.traces.InputException;
import java.util.Locale;

/// The types that an embedding may be stored in, by name.
final class EmbeddingType {
  private EmbeddingType() {}

  /// @throws InputException if there is no such type
  static TensorType parse(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "f32" -> ScalarType.F32;
      case "f16" -> ScalarType.F16;
      case "bf16" -> ScalarType.BF16;
      case "q8_0" -> BlockType.Q8_0;
      case "q6_k" -> BlockType.Q6_K;
      default ->
          throw new InputException(
              "--embedding", "expected f32, f16, bf16, q8_0 or q6_k, found " + text);
    };
  }
}
