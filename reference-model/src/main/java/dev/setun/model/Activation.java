package dev.setun.model;

import dev.setun.traces.InputException;
import java.util.Arrays;

/// The activation of the gated feed-forward block (spec 1.2, 1.3): f = activation(gate) * up.
public enum Activation {
  /// relu(gate)^2: BitNet b1.58 2B4T.
  RELU_SQUARED("relu2"),
  /// gate / (1 + e^-gate): the 1bitLLM models and those of the llama architecture.
  SILU("silu");

  private final String label;

  Activation(String label) {
    this.label = label;
  }

  /// The name in config.json and in GGUF.
  public String label() {
    return label;
  }

  /// @param where file and key, for the message
  /// @throws InputException if there is no such activation
  public static Activation parse(String where, String label) {
    return Arrays.stream(values())
        .filter(activation -> activation.label.equals(label))
        .findFirst()
        .orElseThrow(() -> new InputException(where, "expected relu2 or silu, found " + label));
  }
}
