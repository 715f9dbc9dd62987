package dev.setun.kernels.measure;

import dev.setun.model.DenseMatrix;
import dev.setun.model.LinearOp;
import dev.setun.model.Model;
import dev.setun.model.ModelConfig;
import dev.setun.model.Models;
import dev.setun.model.family.ModelFamily;
import dev.setun.model.tensor.I2s;
import dev.setun.model.tensor.PackedTernary;
import dev.setun.model.tensor.ScalarType;
import dev.setun.model.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// A model of a published shape with random weights, in memory: I2_S linears, one F16 embedding of
/// normally distributed values that is also the head, norms of 1.
final class SyntheticModel {
  private static final float LINEAR_SCALE = 0x1p-5f;
  private static final double EMBEDDING_DEVIATION = 0x1p-5;

  /// Random values are taken from a table of so many: a normal deviate costs more than its use.
  private static final int DEVIATES = 1 << 16;

  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /// The 81 bytes of four codes 0, 1 or 2.
  private static final byte[] FOUR_CODES = fourCodes();

  private SyntheticModel() {}

  private static byte[] fourCodes() {
    byte[] bytes = new byte[81];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i % 3 | i / 3 % 3 << 2 | i / 9 % 3 << 4 | i / 27 << 6);
    }
    return bytes;
  }

  /// @param layers of the family's, at least 1
  static Model of(ModelFamily family, int layers, Arena arena, long seed) {
    ModelConfig config = config(family, layers);
    DenseMatrix embedding = embedding(config, arena, seed);
    var stacked =
        IntStream.range(0, layers).mapToObj(layer -> layer(config, layer, arena, seed)).toList();
    try {
      return new Model(
          "synthetic " + family.name(),
          config,
          Models.load(Models.BARD).tokenizer(),
          embedding,
          stacked,
          ones(config.hidden()),
          embedding);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ModelConfig config(ModelFamily family, int layers) {
    return new ModelConfig(
        family.vocabulary(),
        family.hidden(),
        layers,
        family.heads(),
        family.keyValueHeads(),
        family.headSize(),
        family.feedForward(),
        family.maxPositions(),
        family.ropeTheta(),
        family.epsilon(),
        0,
        1,
        family.activation());
  }

  private static float[] ones(int length) {
    float[] ones = new float[length];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static Model.Layer layer(ModelConfig config, int layer, Arena arena, long seed) {
    Map<LinearOp, Model.Linear> linears = new EnumMap<>(LinearOp.class);
    for (LinearOp op : LinearOp.values()) {
      long opSeed = seed + 31L * (layer * LinearOp.values().length + op.ordinal() + 1);
      var weights = ternary(config.outputs(op), config.inputs(op), arena, opSeed);
      linears.put(op, new Model.Linear(weights, LINEAR_SCALE));
    }
    return new Model.Layer(
        ones(config.hidden()),
        Optional.of(ones(config.queryWidth())),
        ones(config.hidden()),
        Optional.of(ones(config.feedForward())),
        linears);
  }

  /// Random weights of one linear.
  static PackedTernary ternary(int rows, int columns, Arena arena, long seed) {
    long codeBytes = I2s.codeBytes(rows, columns);
    MemorySegment data = arena.allocate(I2s.X86_128.byteSize(rows, columns), Long.BYTES);
    var random = new SplittableRandom(seed);
    for (long at = 0; at < codeBytes; at += 4) {
      long bits = random.nextLong();
      for (int i = 0; i < 4 && at + i < codeBytes; i++) {
        int pick = (int) ((bits >>> 16 * i & 0xffff) * FOUR_CODES.length >>> 16);
        data.set(ValueLayout.JAVA_BYTE, at + i, FOUR_CODES[pick]);
      }
    }
    data.set(FLOAT, codeBytes, LINEAR_SCALE);
    return PackedTernary.of("synthetic", I2s.X86_128, rows, columns, data);
  }

  private static DenseMatrix embedding(ModelConfig config, Arena arena, long seed) {
    short[] deviates = new short[DEVIATES];
    var random = new SplittableRandom(seed);
    for (int i = 0; i < DEVIATES; i++) {
      deviates[i] = Float.floatToFloat16((float) (random.nextGaussian() * EMBEDDING_DEVIATION));
    }
    long elements = (long) config.vocabulary() * config.hidden();
    MemorySegment data = arena.allocate(elements * Short.BYTES, Long.BYTES);
    for (long at = 0; at < elements; at += 4) {
      long bits = random.nextLong();
      for (int i = 0; i < 4 && at + i < elements; i++) {
        short value = deviates[(int) (bits >>> 16 * i & DEVIATES - 1)];
        data.set(SHORT, (at + i) * Short.BYTES, value);
      }
    }
    return new Tensor("synthetic", ScalarType.F16, config.vocabulary(), config.hidden(), data)
        .dense();
  }
}
