package dev.setun.kernels;

import dev.setun.model.Activation;
import dev.setun.model.BlockScales;
import dev.setun.model.LinearOp;
import dev.setun.model.LinearScale;
import dev.setun.model.Model;
import dev.setun.model.ModelConfig;
import dev.setun.model.Models;
import dev.setun.model.WeightSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The weights of the embedded model in models of other kinds. What they say makes no sense; what
/// they compute is as good as any.
enum ModelKind {
  /// As it is: squared ReLU, sub-norms, a scale for each linear.
  BITNET(Activation.RELU_SQUARED, true, false),
  /// The 1bitLLM models.
  BITNET_SILU(Activation.SILU, true, false),
  /// Falcon3-1.58bit, Llama3-8B-1.58: no sub-norms.
  LLAMA(Activation.SILU, false, false),
  /// TQ1_0 or TQ2_0 with scales that differ within a linear.
  BITNET_BLOCKS(Activation.RELU_SQUARED, true, true),
  LLAMA_BLOCKS(Activation.SILU, false, true);

  private static final Model BARD = bard();

  private final Activation activation;
  private final boolean subNorms;
  private final boolean blockScales;

  ModelKind(Activation activation, boolean subNorms, boolean blockScales) {
    this.activation = activation;
    this.subNorms = subNorms;
    this.blockScales = blockScales;
  }

  private static Model bard() {
    try {
      return Models.load(Models.BARD);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Model model() {
    List<Model.Layer> layers = BARD.layers().stream().map(this::layer).toList();
    return new Model(
        name(),
        config(BARD.config()),
        BARD.tokenizer(),
        BARD.embedding(),
        layers,
        BARD.finalNorm(),
        BARD.head());
  }

  private ModelConfig config(ModelConfig of) {
    return new ModelConfig(
        of.vocabulary(),
        of.hidden(),
        of.layers(),
        of.heads(),
        of.keyValueHeads(),
        of.headSize(),
        of.feedForward(),
        of.maxPositions(),
        of.ropeTheta(),
        of.epsilon(),
        of.beginToken(),
        of.endToken(),
        activation);
  }

  private Model.Layer layer(Model.Layer of) {
    Map<LinearOp, Model.Linear> linears = new EnumMap<>(of.linears());
    if (blockScales) {
      linears.replaceAll((_, linear) -> withBlockScales(linear));
    }
    return new Model.Layer(
        of.attentionNorm(),
        subNorms ? of.attentionSubNorm() : Optional.empty(),
        of.feedForwardNorm(),
        subNorms ? of.feedForwardSubNorm() : Optional.empty(),
        linears);
  }

  /// Many scales around that of the linear, and a factor.
  private static Model.Linear withBlockScales(Model.Linear linear) {
    int blocksPerRow = linear.weights().columns() / BlockScales.BLOCK_COLUMNS;
    float scale = linear.scale();
    BlockScales scales =
        new BlockScales() {
          @Override
          public int blocksPerRow() {
            return blocksPerRow;
          }

          @Override
          public float value(int row, int block) {
            float factor = 0.5f + (row * blocksPerRow + block) * 37 % 101 / 100f;
            return Float.float16ToFloat(Float.floatToFloat16(scale * factor));
          }
        };
    return new Model.Linear(
        linear.weights(), new LinearScale.PerBlock(scales), 1.25f, new WeightSource.InMemory());
  }
}
