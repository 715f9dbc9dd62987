package dev.setun.model;

import dev.setun.traces.InputException;
import java.util.Arrays;
import java.util.Optional;

/// The activation of the gated feed-forward block (spec 1.2, 1.3): f = activation(gate) * up.
public enum Activation {
  /// relu(gate)^2: BitNet b1.58 2B4T.
  RELU_SQUARED("relu2"),
  /// gate / (1 + e^-gate): the 1bitLLM models and those of the llama architecture.
  SILU("silu"),
  /// The tanh form of gate * Phi(gate): a dense baseline whose operations are counted. No executor
  /// computes it.
  GELU("gelu_pytorch_tanh");

  private final String label;

  Activation(String label) {
    this.label = label;
  }

  /// The name in config.json and in GGUF.
  public String label() {
    return label;
  }

  /// Whether executors compute it, so that a model may have it.
  public boolean isComputed() {
    return switch (this) {
      case RELU_SQUARED, SILU -> true;
      case GELU -> false;
    };
  }

  /// The activation of a name, computed or not.
  public static Optional<Activation> named(String label) {
    return Arrays.stream(values()).filter(each -> each.label.equals(label)).findFirst();
  }

  /// The activation of a model that is to be computed.
  ///
  /// @param where file and key, for the message
  /// @throws InputException if there is no such activation, or no executor computes it
  public static Activation parse(String where, String label) {
    return named(label)
        .filter(Activation::isComputed)
        .orElseThrow(() -> new InputException(where, "expected relu2 or silu, found " + label));
  }
}
