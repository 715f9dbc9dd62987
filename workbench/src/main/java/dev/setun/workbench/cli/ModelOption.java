package dev.setun.workbench.cli;

import dev.setun.accel.workload.TransformerShape;
import dev.setun.model.Model;
import dev.setun.model.ModelConfig;
import dev.setun.model.Models;
import java.io.IOException;
import picocli.CommandLine.Option;

/// Which model a command works on.
final class ModelOption {
  private static final int STORED_BITS = 16;

  @Option(
      names = {"-m", "--model"},
      paramLabel = "MODEL",
      description = "A safetensors folder, or bard, the embedded model (default: bard).")
  private String model = Models.BARD;

  String name() {
    return model;
  }

  Model load() throws IOException {
    return Models.load(model);
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
        STORED_BITS);
  }
}
