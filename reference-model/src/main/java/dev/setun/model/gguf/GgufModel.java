package dev.setun.model.gguf;

import dev.setun.model.Activation;
import dev.setun.model.DenseMatrix;
import dev.setun.model.LinearOp;
import dev.setun.model.Model;
import dev.setun.model.ModelConfig;
import dev.setun.model.TernaryMatrix;
import dev.setun.model.tensor.Tensor;
import dev.setun.model.tokenizer.Tokenizer;
import dev.setun.model.tokenizer.TokenizerLists;
import dev.setun.traces.InputException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Makes a model of a GGUF file (spec 1.3, 3.2) of one of the architectures in [Architecture]. The
/// embedding and packed weights stay views of the file.
public final class GgufModel {
  /// The base of the rotary frequencies where no key gives it.
  private static final double USUAL_ROPE_THETA = 10000;

  /// From this size on the tokenizer is made beside the look through the weights, which then takes
  /// as long.
  private static final long LARGE_BYTES = 1L << 26;

  private final GgufFile file;
  private final GgufMetadata metadata;
  private final GgufWeights weights;
  private final Architecture architecture;
  private final ModelConfig shape;

  private GgufModel(GgufFile file) {
    this.file = file;
    this.metadata = file.metadata();
    this.weights = new GgufWeights(file);
    this.architecture = architecture();
    UnknownParts.requireNoRopeScaling(file, architecture);
    this.shape = shape();
    UnknownParts.requireNoOtherTensors(file, architecture, shape);
  }

  /// @throws InputException if the file holds no such model, or an incomplete one
  public static Model load(GgufFile file) {
    return new GgufModel(file).build();
  }

  /// What the tokenizer of a file is made of.
  ///
  /// @throws InputException if a key is missing, or the tokenizer is of an unknown kind
  public static TokenizerLists tokenizer(GgufFile file) {
    return GgufTokenizer.lists(file);
  }

  private Model build() {
    FutureTask<Tokenizer> task = new FutureTask<>(() -> GgufTokenizer.read(file));
    if (file.byteSize() >= LARGE_BYTES) {
      Thread.ofPlatform().name("setun-tokenizer").daemon().start(task);
    }
    List<Model.Layer> layers = new ArrayList<>();
    for (int layer = 0; layer < shape.layers(); layer++) {
      layers.add(layer("blk." + layer + "."));
    }
    Tokenizer tokenizer = made(task);
    if (tokenizer.size() > shape.vocabulary()) {
      throw new InputException(
          file.name() + ": key tokenizer.ggml.tokens",
          "expected at most " + shape.vocabulary() + " tokens, found " + tokenizer.size());
    }
    DenseMatrix embedding = dense("token_embd.weight");
    boolean untied = architecture.usesOutputWeight() && file.tensor("output.weight").isPresent();
    return new Model(
        file.name(),
        shape,
        tokenizer,
        embedding,
        layers,
        weights.vector("output_norm.weight", shape.hidden()),
        untied ? dense("output.weight") : embedding);
  }

  /// The tokenizer; made here if nobody has begun.
  private static Tokenizer made(FutureTask<Tokenizer> task) {
    task.run();
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    }
  }

  private DenseMatrix dense(String name) {
    return weights.tensor(name, shape.vocabulary(), shape.hidden()).dense();
  }

  private Architecture architecture() {
    String label = requiredText("general.architecture");
    return Architecture.find(label)
        .orElseThrow(() ->
            problem(
                "general.architecture",
                "expected one of " + Architecture.labels() + ", found " + Cursor.shown(label)));
  }

  private Activation activation() {
    String key = architecture.label() + ".hidden_activation";
    Optional<String> named = architecture.namesActivation() ? metadata.text(key) : Optional.empty();
    return Activation.parse(
        file.name() + ": key " + key, named.orElse(architecture.usualActivation()));
  }

  private ModelConfig shape() {
    int heads = whole("attention.head_count");
    int hidden = whole("embedding_length");
    Tensor embedding = weights.tensor("token_embd.weight");
    try {
      return new ModelConfig(
          Math.toIntExact(embedding.rows()),
          hidden,
          whole("block_count"),
          heads,
          optionalWhole("attention.head_count_kv").orElse(heads),
          headSize(hidden, heads),
          whole("feed_forward_length"),
          whole("context_length"),
          metadata.real(architecture.label() + ".rope.freq_base").orElse(USUAL_ROPE_THETA),
          (float) real("attention.layer_norm_rms_epsilon"),
          token("tokenizer.ggml.bos_token_id"),
          token("tokenizer.ggml.eos_token_id"),
          activation());
    } catch (InputException e) {
      String message = String.valueOf(e.getMessage());
      throw message.startsWith(file.name()) ? e : new InputException(file.name(), message, e);
    }
  }

  /// Keys, values and what is rotated of them have one width here, as in all models of spec 1.3.
  private int headSize(int hidden, int heads) {
    int rotated =
        optionalWhole("rope.dimension_count")
            .or(() -> optionalWhole("attention.key_length"))
            .orElse(hidden / Math.max(heads, 1));
    for (String key : List.of("attention.key_length", "attention.value_length")) {
      int width = optionalWhole(key).orElse(rotated);
      if (width != rotated) {
        throw problem(
            architecture.label() + "." + key,
            "expected heads of " + rotated + " values, all of them rotated, found " + width);
      }
    }
    return rotated;
  }

  private Model.Layer layer(String prefix) {
    Map<LinearOp, Model.Linear> linears = new EnumMap<>(LinearOp.class);
    for (LinearOp op : LinearOp.values()) {
      linears.put(
          op,
          weights.linear(
              prefix + op.label(),
              shape.outputs(op),
              shape.inputs(op),
              stored -> ordered(op, stored)));
    }
    return new Model.Layer(
        weights.vector(prefix + "attn_norm.weight", shape.hidden()),
        subNorm(prefix + "attn_sub_norm.weight", shape.queryWidth()),
        weights.vector(prefix + "ffn_norm.weight", shape.hidden()),
        subNorm(prefix + "ffn_sub_norm.weight", shape.feedForward()),
        linears);
  }

  private Optional<float[]> subNorm(String name, int length) {
    return architecture.hasSubNorms()
        ? Optional.of(weights.vector(name, length))
        : Optional.empty();
  }

  /// The order of the rows of the model, of a matrix in the order of the file.
  private TernaryMatrix ordered(LinearOp op, TernaryMatrix stored) {
    return switch (op) {
      case ATTN_Q, ATTN_K ->
          architecture.interleavesHeads() ? new InterleavedHeads(stored, shape.headSize()) : stored;
      case ATTN_V, ATTN_OUTPUT, FFN_GATE, FFN_UP, FFN_DOWN -> stored;
    };
  }

  private String requiredText(String key) {
    return metadata.text(key).orElseThrow(() -> missing(key));
  }

  private int whole(String key) {
    return optionalWhole(key).orElseThrow(() -> missing(architecture.label() + "." + key));
  }

  private Optional<Integer> optionalWhole(String key) {
    OptionalLong found = metadata.whole(architecture.label() + "." + key);
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(toInt(architecture.label() + "." + key, found.getAsLong()));
  }

  private int token(String key) {
    OptionalLong found = metadata.whole(key);
    return toInt(key, found.orElseThrow(() -> missing(key)));
  }

  private int toInt(String key, long value) {
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw problem(key, "expected 0 to 2147483647, found " + value);
    }
    return (int) value;
  }

  private double real(String key) {
    OptionalDouble found = metadata.real(architecture.label() + "." + key);
    return found.orElseThrow(() -> missing(architecture.label() + "." + key));
  }

  private InputException missing(String key) {
    return problem(key, "expected this key, found none");
  }

  private InputException problem(String key, String problem) {
    return new InputException(file.name() + ": key " + key, problem);
  }
}
