package dev.setun.model.gguf;

import dev.setun.model.Activation;
import dev.setun.traces.InputException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/// The values of `general.architecture` that can be run, and what their graphs differ in (spec 1.3,
/// 3.2).
public enum Architecture {
  /// BitNet b1.58 2B4T.
  BITNET_B158("bitnet-b1.58"),
  /// The first upload of 2B4T; the same graph.
  BITNET_25("bitnet-25"),
  /// The 1bitLLM models.
  BITNET("bitnet"),
  /// Falcon3-1.58bit, Llama3-8B-1.58, Falcon-E: Llama with ternary linears.
  LLAMA("llama");

  private final String label;

  Architecture(String label) {
    this.label = label;
  }

  static Optional<Architecture> find(String label) {
    return Arrays.stream(values()).filter(each -> each.label.equals(label)).findFirst();
  }

  /// All of them, for messages.
  static String labels() {
    return Arrays.stream(values()).map(Architecture::label).collect(Collectors.joining(", "));
  }

  /// The architecture that computes what a model computes.
  ///
  /// @param where what errors call the model
  /// @throws InputException if there is none
  public static Architecture of(
      String where, Activation activation, boolean subNorms, boolean ownHead) {
    Architecture architecture =
        switch (activation) {
          case RELU_SQUARED -> BITNET_B158;
          case SILU -> subNorms ? BITNET : LLAMA;
          case GELU -> throw new InputException(where, "expected relu2 or silu, found gelu");
        };
    if (architecture.hasSubNorms() != subNorms) {
      throw new InputException(
          where, "GGUF has no architecture with relu2 and without norms inside of a layer");
    }
    if (ownHead && !architecture.usesOutputWeight()) {
      throw new InputException(
          where,
          "GGUF's architecture "
              + architecture.label
              + " multiplies by the embedding, found a head of its own (tie_word_embeddings false)");
    }
    return architecture;
  }

  /// The value of the key, and the prefix of other keys.
  public String label() {
    return label;
  }

  /// The activation of a file that does not name one.
  String usualActivation() {
    return switch (this) {
      case BITNET_B158, BITNET_25 -> "relu2";
      case BITNET, LLAMA -> "silu";
    };
  }

  /// Whether `ARCH.hidden_activation` counts.
  boolean namesActivation() {
    return this == BITNET;
  }

  /// Whether a layer has RMSNorms before the output and the down projection.
  boolean hasSubNorms() {
    return this != LLAMA;
  }

  /// Whether `output.weight` is the head where there is one. In the others upstream's graph
  /// multiplies by the embedding whatever the file has.
  boolean usesOutputWeight() {
    return this == LLAMA;
  }

  /// Whether the rows of q and k lie in the order of the interleaved rotation (spec 7, trap 13).
  boolean interleavesHeads() {
    return this == LLAMA;
  }
}
