package dev.setun.model.synthesis;

import dev.setun.model.LinearOp;
import dev.setun.model.ModelConfig;
import dev.setun.model.family.ModelFamily;
import dev.setun.model.family.Weights;
import dev.setun.model.gguf.GgufArray;
import dev.setun.model.gguf.GgufValue;
import dev.setun.model.gguf.LinearFormat;
import dev.setun.model.gguf.ModelKeys;
import dev.setun.model.gguf.PiecewiseGguf;
import dev.setun.model.tensor.RowSource;
import dev.setun.model.tensor.ScalarType;
import dev.setun.model.tensor.ScaleRounding;
import dev.setun.model.tensor.TensorPieces;
import dev.setun.model.tensor.TensorType;
import dev.setun.model.tensor.TernaryPacking;
import dev.setun.model.tensor.TernaryScale;
import dev.setun.model.tensor.TernaryTensor;
import dev.setun.model.tensor.TlKernelConfig;
import dev.setun.traces.InputException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// A GGUF file of the exact shape and vocabulary of a family with random weights.
///
/// - Ternary weights: the given share is 0, the rest half -1 and half +1. The scale is mean |W| of
///   normal masters of variance 1 / K, sqrt(2 / (pi K)), times 0.75 to 1.25, rounded to 8
///   significant bits so that every packing holds it.
/// - Embedding: normal with standard deviation 2 / sqrt(hidden), so that logits, the dot of a row
///   and a normed vector, have a standard deviation of 2. A head of its own likewise.
/// - Norms: normal, mean 1, standard deviation 0.1.
///
/// @param layers of the file, at least 1; fewer than the family has for a smaller file
/// @param format of the linears
/// @param kernels tile sizes for TL1 and TL2
/// @param embedding type of the embedding and of a head of its own
/// @param zeros share of weights that are 0, 0..1, to 1 / 65536
public record Synthesis(
    ModelFamily family,
    int layers,
    LinearFormat format,
    TlKernelConfig kernels,
    TensorType embedding,
    double zeros,
    long seed) {
  private static final int FEWEST_TOKENS = 512;
  private static final int MOST_TOKENS = 400_000;

  /// What the published templates say: the role, the text, the end of the turn.
  private static final String CHAT_TEMPLATE =
      "{% for message in messages %}{{ message['role'] | capitalize + ': ' + message['content'] |"
          + " trim + eos_token }}{% endfor %}{% if add_generation_prompt %}{{ 'Assistant: ' }}{%"
          + " endif %}";

  public Synthesis {
    if (family.weights() != Weights.TERNARY) {
      throw new InputException(
          "--shape", "expected a ternary family, found " + family.name() + ", which is not");
    }
    if (!(zeros >= 0 && zeros <= 1)) {
      throw new InputException("--zeros", "expected a share of 0..1, found " + zeros);
    }
    if (layers < 1 || layers > 1024) {
      throw new InputException("--layers", "expected 1..1024, found " + layers);
    }
    if (family.vocabulary() < FEWEST_TOKENS || family.vocabulary() > MOST_TOKENS) {
      throw new InputException(
          "--shape",
          "expected a vocabulary of "
              + FEWEST_TOKENS
              + ".."
              + MOST_TOKENS
              + " tokens, found "
              + family.vocabulary());
    }
  }

  /// Why a format cannot hold the linears of a family, or nothing when it can.
  public static Optional<String> obstacle(
      ModelFamily family, LinearFormat format, TlKernelConfig kernels) {
    for (LinearOp op : LinearOp.values()) {
      int rows = rows(family, op);
      int columns = columns(family, op);
      Optional<String> obstacle;
      try {
        obstacle =
            switch (format.type(rows, columns, kernels)) {
              case TernaryPacking packing ->
                  new TernaryTensor(
                          new RandomWeights(new RandomTensor(0), rows, columns, 0),
                          new TernaryScale.PerTensor(1))
                      .obstacle(packing, ScaleRounding.EXACT);
              case TensorType plain -> plain.shapeProblem(rows, columns);
            };
      } catch (InputException e) {
        obstacle = Optional.of(String.valueOf(e.getMessage()));
      }
      if (obstacle.isPresent()) {
        return Optional.of(op.label() + ": " + obstacle.get());
      }
    }
    return Optional.empty();
  }

  /// The file, to be written.
  ///
  /// @throws InputException if the formats cannot hold the shape
  public PiecewiseGguf file() {
    obstacle(family, format, kernels)
        .or(() -> embedding.shapeProblem(family.vocabulary(), family.hidden()))
        .ifPresent(obstacle -> {
          throw new InputException("--shape " + family.name(), obstacle);
        });
    PiecewiseGguf file = new PiecewiseGguf();
    SyntheticTokenizer tokenizer = SyntheticTokenizer.of(family);
    ModelKeys.addShape(
        file,
        family.architecture(),
        family.name() + " shape, synthesized random weights, seed " + seed,
        config(tokenizer),
        true,
        format.fileType());
    addTokenizer(file, tokenizer);
    addDense(file, "token_embd.weight");
    for (int layer = 0; layer < layers; layer++) {
      addLayer(file, "blk." + layer + ".");
    }
    addNorm(file, "output_norm.weight", family.hidden());
    if (!family.tied()) {
      addDense(file, "output.weight");
    }
    return file;
  }

  private ModelConfig config(SyntheticTokenizer tokenizer) {
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
        tokenizer.begin(),
        tokenizer.end(),
        family.activation());
  }

  /// There is no `tokenizer.ggml.pre`, as in the official file.
  private void addTokenizer(PiecewiseGguf file, SyntheticTokenizer tokenizer) {
    file.key("tokenizer.ggml.model", GgufValue.text("gpt2"))
        .key("tokenizer.ggml.tokens", GgufArray.ofTexts(tokenizer.tokens()))
        .key("tokenizer.ggml.scores", GgufArray.ofFloats(new float[family.vocabulary()]))
        .key("tokenizer.ggml.token_type", GgufArray.ofInts(tokenizer.types()))
        .key("tokenizer.ggml.merges", GgufArray.ofTexts(tokenizer.merges()))
        .key("tokenizer.ggml.bos_token_id", GgufValue.uint32(tokenizer.begin()))
        .key("tokenizer.ggml.eos_token_id", GgufValue.uint32(tokenizer.end()))
        .key("tokenizer.ggml.padding_token_id", GgufValue.uint32(tokenizer.padding()))
        .key("tokenizer.chat_template", GgufValue.text(CHAT_TEMPLATE))
        .key("general.quantization_version", GgufValue.uint32(2));
  }

  private void addLayer(PiecewiseGguf file, String prefix) {
    addNorm(file, prefix + "attn_norm.weight", family.hidden());
    if (family.subNorms()) {
      addNorm(file, prefix + "attn_sub_norm.weight", family.queryWidth());
    }
    addNorm(file, prefix + "ffn_norm.weight", family.hidden());
    if (family.subNorms()) {
      addNorm(file, prefix + "ffn_sub_norm.weight", family.feedForward());
    }
    for (LinearOp op : LinearOp.values()) {
      addLinear(file, prefix + op.label() + ".weight", rows(family, op), columns(family, op));
    }
  }

  private void addLinear(PiecewiseGguf file, String name, int rows, int columns) {
    RandomWeights weights =
        new RandomWeights(
            RandomTensor.of(seed, name), rows, columns, (int) Math.round(zeros * (1 << 16)));
    float scale = scale(RandomTensor.of(seed, name + "_scale"), columns);
    TensorType type = format.type(rows, columns, kernels);
    List<Supplier<byte[]>> pieces =
        switch (type) {
          case TernaryPacking packing ->
              TensorPieces.ternary(
                  new TernaryTensor(weights, new TernaryScale.PerTensor(scale)),
                  packing,
                  ScaleRounding.EXACT);
          case TensorType plain -> TensorPieces.plain(plain, rows, columns, values(weights, scale));
        };
    file.matrix(name, rows, columns, type, pieces);
  }

  private static RowSource values(RandomWeights weights, float scale) {
    return (row, into) -> {
      byte[] trits = new byte[into.length];
      weights.unpackRow((int) row, trits);
      for (int i = 0; i < into.length; i++) {
        into[i] = trits[i] * scale;
      }
    };
  }

  /// Rounded to 8 significant bits.
  private static float scale(RandomTensor random, int columns) {
    float exact =
        (float) (StrictMath.sqrt(2 / (Math.PI * columns)) * (0.75 + 0.5 * random.unit(0)));
    return Float.intBitsToFloat(Float.floatToIntBits(exact) + 0x8000 & ~0xffff);
  }

  private void addDense(PiecewiseGguf file, String name) {
    int columns = family.hidden();
    RandomTensor random = RandomTensor.of(seed, name);
    float deviation = 2 / (float) StrictMath.sqrt(columns);
    RowSource source =
        (row, into) -> {
          for (int i = 0; i < into.length; i++) {
            into[i] = deviation * random.normal(row * columns + i);
          }
        };
    file.matrix(
        name,
        family.vocabulary(),
        columns,
        embedding,
        TensorPieces.plain(embedding, family.vocabulary(), columns, source));
  }

  private void addNorm(PiecewiseGguf file, String name, int length) {
    RandomTensor random = RandomTensor.of(seed, name);
    RowSource source =
        (_, into) -> {
          for (int i = 0; i < into.length; i++) {
            into[i] = 1 + 0.1f * random.normal(i);
          }
        };
    file.vector(
        name, length, ScalarType.F32, TensorPieces.plain(ScalarType.F32, 1, length, source));
  }

  private static int rows(ModelFamily family, LinearOp op) {
    return switch (op) {
      case ATTN_Q -> family.queryWidth();
      case ATTN_K, ATTN_V -> family.keyValueWidth();
      case ATTN_OUTPUT, FFN_DOWN -> family.hidden();
      case FFN_GATE, FFN_UP -> family.feedForward();
    };
  }

  private static int columns(ModelFamily family, LinearOp op) {
    return switch (op) {
      case ATTN_Q, ATTN_K, ATTN_V, FFN_GATE, FFN_UP -> family.hidden();
      case ATTN_OUTPUT -> family.queryWidth();
      case FFN_DOWN -> family.feedForward();
    };
  }
}
