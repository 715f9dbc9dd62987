package dev.setun.workbench.cli;

import dev.setun.accel.workload.TransformerShape;
import dev.setun.model.Model;
import dev.setun.model.ModelConfig;
import dev.setun.model.Models;
import dev.setun.model.family.Weights;
import dev.setun.model.gguf.GgufFile;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Which model a command works on.
final class ModelOption {
  private static final int STORED_BITS = 16;

  @Option(
      names = {"-m", "--model"},
      paramLabel = "MODEL",
      description =
          "A GGUF file, a safetensors folder, or bard, the embedded model (default: bard).")
  private String model = Models.BARD;

  @Mixin private GgufOption gguf = new GgufOption();

  String name() {
    return model;
  }

  Model load() throws IOException {
    Model loaded = Models.load(model, gguf.options());
    long scalar =
        loaded.layers().stream()
            .flatMap(layer -> layer.linears().values().stream())
            .filter(linear -> !linear.hasOneScale())
            .count();
    if (scalar > 0) {
      System.err.println(
          "setun: note: "
              + scalar
              + " linears have several block scales; every executor computes them in scalar Java");
    }
    return loaded;
  }

  /// The file, not yet as a model.
  GgufFile openGguf() {
    return GgufFile.open(Path.of(model), gguf.options());
  }

  /// How the model is read, in one line: equal lines, the same weights of the same file.
  String reading() {
    return gguf.options().toString();
  }

  /// Further options that were given, for a line that repeats a run.
  String arguments() {
    return gguf.arguments();
  }

  /// The dimensions of a loaded model; embeddings and cache in 16 bits.
  static TransformerShape shape(Model model) {
    ModelConfig config = model.config();
    return new TransformerShape(
        model.name(),
        config.hidden(),
        config.layers(),
        config.heads(),
        config.keyValueHeads(),
        config.headSize(),
        config.feedForward(),
        config.vocabulary(),
        STORED_BITS,
        STORED_BITS,
        config.activation(),
        model.layers().getFirst().attentionSubNorm().isPresent(),
        model.head().equals(model.embedding()),
        Weights.TERNARY);
  }
}
