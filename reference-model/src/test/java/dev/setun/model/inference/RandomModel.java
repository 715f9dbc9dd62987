package dev.setun.model.inference;

import dev.setun.model.Activation;
import dev.setun.model.BlockScales;
import dev.setun.model.DenseMatrix;
import dev.setun.model.LinearOp;
import dev.setun.model.LinearScale;
import dev.setun.model.Model;
import dev.setun.model.ModelConfig;
import dev.setun.model.Models;
import dev.setun.model.TernaryMatrix;
import dev.setun.model.WeightSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// Models with random weights.
final class RandomModel {
  static final int VOCABULARY = 521;
  static final int POSITIONS = 40;

  /// What a model is like.
  enum Kind {
    /// Odd widths, squared ReLU, sub-norms, the embedding as head.
    BITNET,
    /// Odd widths, SiLU, no sub-norms, a head of its own.
    LLAMA,
    /// Widths of whole blocks with a scale each (TQ1_0, TQ2_0), SiLU, sub-norms, a factor of each
    /// result.
    BLOCK_SCALES
  }

  private final Random random;
  private final Kind kind;
  private final ModelConfig config;

  private RandomModel(long seed, Kind kind) {
    this.random = new Random(seed);
    this.kind = kind;
    int keyValueHeads = random.nextInt(1, 4);
    int heads = keyValueHeads * random.nextInt(1, 4);
    boolean blocks = kind == Kind.BLOCK_SCALES;
    this.config =
        new ModelConfig(
            VOCABULARY,
            blocks ? BlockScales.BLOCK_COLUMNS : random.nextInt(1, 50),
            random.nextInt(1, blocks ? 2 : 4),
            heads,
            keyValueHeads,
            blocks ? BlockScales.BLOCK_COLUMNS : 2 * random.nextInt(1, 10),
            blocks ? 2 * BlockScales.BLOCK_COLUMNS : random.nextInt(1, 70),
            POSITIONS,
            10000,
            1e-5f,
            510,
            511,
            kind == Kind.BITNET ? Activation.RELU_SQUARED : Activation.SILU);
  }

  static Model of(long seed) {
    return of(seed, Kind.BITNET);
  }

  static Model of(long seed, Kind kind) {
    return new RandomModel(seed, kind).build();
  }

  private Model build() {
    DenseMatrix embedding = table();
    List<Model.Layer> layers = new ArrayList<>();
    for (int i = 0; i < config.layers(); i++) {
      layers.add(layer());
    }
    try {
      return new Model(
          "random",
          config,
          Models.load(Models.BARD).tokenizer(),
          embedding,
          layers,
          floats(config.hidden()),
          kind == Kind.LLAMA ? table() : embedding);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private DenseMatrix table() {
    return DenseMatrix.of(VOCABULARY, config.hidden(), floats(VOCABULARY * config.hidden()));
  }

  private Model.Layer layer() {
    Map<LinearOp, Model.Linear> linears = new EnumMap<>(LinearOp.class);
    for (LinearOp op : LinearOp.values()) {
      byte[] trits = new byte[config.outputs(op) * config.inputs(op)];
      for (int i = 0; i < trits.length; i++) {
        trits[i] = (byte) random.nextInt(-1, 2);
      }
      TernaryMatrix weights = TernaryMatrix.of(config.outputs(op), config.inputs(op), trits);
      linears.put(op, linear(weights));
    }
    return new Model.Layer(
        floats(config.hidden()),
        subNorm(config.queryWidth()),
        floats(config.hidden()),
        subNorm(config.feedForward()),
        linears);
  }

  private Model.Linear linear(TernaryMatrix weights) {
    float scale = 0.01f + random.nextFloat();
    if (kind != Kind.BLOCK_SCALES) {
      return new Model.Linear(weights, scale);
    }
    BlockScales scales =
        new Scales(
            weights.columns() / BlockScales.BLOCK_COLUMNS,
            floats(weights.rows() * weights.columns() / BlockScales.BLOCK_COLUMNS));
    return new Model.Linear(
        weights, new LinearScale.PerBlock(scales), scale, new WeightSource.InMemory());
  }

  private Optional<float[]> subNorm(int width) {
    return kind == Kind.LLAMA ? Optional.empty() : Optional.of(floats(width));
  }

  /// Random scales, rounded to binary16.
  private static final class Scales implements BlockScales {
    private final int blocksPerRow;
    private final float[] values;

    Scales(int blocksPerRow, float[] values) {
      this.blocksPerRow = blocksPerRow;
      this.values = values;
    }

    @Override
    public int blocksPerRow() {
      return blocksPerRow;
    }

    @Override
    public float value(int row, int block) {
      return Float.float16ToFloat(Float.floatToFloat16(values[row * blocksPerRow + block]));
    }
  }

  private float[] floats(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = random.nextFloat() * 2 - 1;
    }
    return values;
  }
}
