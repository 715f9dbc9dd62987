package dev.setun.model.inference;

import dev.setun.model.DenseMatrix;
import dev.setun.model.LinearOp;
import dev.setun.model.Model;
import dev.setun.model.ModelConfig;
import dev.setun.model.Models;
import dev.setun.model.TernaryMatrix;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Models of odd shapes with random weights.
final class RandomModel {
  static final int VOCABULARY = 521;
  static final int POSITIONS = 40;

  private final Random random;
  private final ModelConfig config;

  private RandomModel(long seed) {
    this.random = new Random(seed);
    int keyValueHeads = random.nextInt(1, 4);
    int heads = keyValueHeads * random.nextInt(1, 4);
    int headSize = 2 * random.nextInt(1, 10);
    this.config =
        new ModelConfig(
            VOCABULARY,
            random.nextInt(1, 50),
            random.nextInt(1, 4),
            heads,
            keyValueHeads,
            headSize,
            random.nextInt(1, 70),
            POSITIONS,
            10000,
            1e-5f,
            510,
            511);
  }

  static Model of(long seed) {
    return new RandomModel(seed).build();
  }

  private Model build() {
    DenseMatrix embedding =
        DenseMatrix.of(VOCABULARY, config.hidden(), floats(VOCABULARY * config.hidden()));
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
          embedding);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Model.Layer layer() {
    Map<LinearOp, Model.Linear> linears = new EnumMap<>(LinearOp.class);
    for (LinearOp op : LinearOp.values()) {
      byte[] trits = new byte[config.outputs(op) * config.inputs(op)];
      for (int i = 0; i < trits.length; i++) {
        trits[i] = (byte) random.nextInt(-1, 2);
      }
      TernaryMatrix weights = TernaryMatrix.of(config.outputs(op), config.inputs(op), trits);
      linears.put(op, new Model.Linear(weights, 0.01f + random.nextFloat()));
    }
    return new Model.Layer(
        floats(config.hidden()),
        floats(config.queryWidth()),
        floats(config.hidden()),
        floats(config.feedForward()),
        linears);
  }

  private float[] floats(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = random.nextFloat() * 2 - 1;
    }
    return values;
  }
}
