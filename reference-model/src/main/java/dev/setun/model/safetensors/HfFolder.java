package dev.setun.model.safetensors;

import dev.setun.model.DenseMatrix;
import dev.setun.model.LinearOp;
import dev.setun.model.Model;
import dev.setun.model.ModelConfig;
import dev.setun.model.WeightSource;
import dev.setun.model.bytes.NameIndex;
import dev.setun.model.tokenizer.Tokenizer;
import dev.setun.model.tokenizer.TokenizerFolder;
import dev.setun.model.tokenizer.TokenizerJson;
import dev.setun.traces.InputException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/// A model with ternary linears in the Hugging Face layout: config.json, tokenizer.json or
/// tokenizer.model, and model.safetensors or shards with their index, of master weights (quantised
/// on load) or packed ternary weights.
public final class HfFolder {
  private static final String TOKENIZER = "tokenizer.json";
  private static final long MOST_CONFIG_BYTES = 1L << 20;
  private static final long MOST_TOKENIZER_BYTES = 1L << 28;
  private static final long MANY_WEIGHTS = 1L << 24;

  private final HfConfig config;
  private final Weights weights;

  /// The tensors that the model has a place for.
  private final Set<String> placed = ConcurrentHashMap.newKeySet();

  private HfFolder(HfConfig config, Weights weights) {
    this.config = config;
    this.weights = weights;
  }

  /// Loads a folder; packed weights stay mapped.
  ///
  /// @throws InputException if a file is missing, truncated or inconsistent
  public static Model load(Path folder) throws IOException {
    HfFiles files = new HfFiles.OnDisk(folder);
    return build(files, config(files), TokenizerFolder.load(folder));
  }

  /// A model whose files are in memory.
  ///
  /// @param files by name, as in a folder
  /// @throws InputException if a file is missing, truncated or inconsistent
  public static Model parse(String name, Map<String, byte[]> files) {
    HfFiles memory = new HfFiles.InMemory(name, files);
    return build(
        memory,
        config(memory),
        TokenizerJson.parse(
            memory.where(TOKENIZER), memory.required(TOKENIZER, MOST_TOKENIZER_BYTES)));
  }

  /// As above, of one file with weights.
  public static Model parse(String name, byte[] config, byte[] tokenizer, byte[] safetensors) {
    return parse(
        name, Map.of(HfNames.CONFIG, config, TOKENIZER, tokenizer, HfNames.WEIGHTS, safetensors));
  }

  /// The tensors of a folder, whether or not they are those of a model that can be run.
  ///
  /// @throws InputException if a file of weights is missing, truncated or inconsistent
  public static List<StoredTensor> tensors(Path folder) {
    return weights(new HfFiles.OnDisk(folder)).tensors();
  }

  private static HfConfig config(HfFiles files) {
    return HfConfig.parse(
        files.where(HfNames.CONFIG), files.required(HfNames.CONFIG, MOST_CONFIG_BYTES));
  }

  /// One file goes before an index, as in Hugging Face's loader.
  private static Weights weights(HfFiles files) {
    Optional<MemorySegment> file = files.find(HfNames.WEIGHTS);
    if (file.isEmpty() && files.find(Shards.INDEX).isPresent()) {
      return Shards.open(files);
    }
    return SafetensorsFile.parse(files.where(HfNames.WEIGHTS), files.required(HfNames.WEIGHTS));
  }

  private static Model build(HfFiles files, HfConfig config, Tokenizer tokenizer) {
    String name = files.name();
    ModelConfig shape = config.shape();
    if (tokenizer.size() > shape.vocabulary()) {
      throw new InputException(
          name,
          "expected a tokenizer of at most vocab_size "
              + shape.vocabulary()
              + " tokens, found "
              + tokenizer.size());
    }
    HfFolder folder = new HfFolder(config, weights(files));
    DenseMatrix embedding = folder.matrix(HfNames.EMBEDDING);
    List<Model.Layer> layers = folder.layers();
    float[] finalNorm = folder.vector(HfNames.FINAL_NORM, shape.hidden());
    DenseMatrix head = config.tied() ? embedding : folder.matrix(HfNames.HEAD);
    folder.requirePlaces();
    return new Model(name, shape, tokenizer, embedding, layers, finalNorm, head);
  }

  /// What is in the file and not in the forward pass, a bias say, must not be dropped in silence.
  private void requirePlaces() {
    NameIndex names = weights.names();
    for (int i = 0; i < names.size(); i++) {
      String tensor = names.name(i);
      boolean harmless =
          tensor.endsWith(".rotary_emb.inv_freq") || config.tied() && tensor.equals(HfNames.HEAD);
      if (!harmless && !placed.contains(tensor)) {
        throw new InputException(
            weights.name() + ": tensor " + NameIndex.shown(tensor),
            "expected none of this name, which the forward pass has no place for");
      }
    }
  }

  /// Large masters take seconds to quantise: their layers are read by all processors. What is wrong
  /// with the first layer is reported first all the same.
  private List<Model.Layer> layers() {
    int threads = isLargeMaster() ? Runtime.getRuntime().availableProcessors() : 1;
    if (threads == 1) {
      return IntStream.range(0, config.shape().layers()).mapToObj(this::layer).toList();
    }
    List<Future<Model.Layer>> pending = new ArrayList<>();
    List<Model.Layer> layers = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      for (int i = 0; i < config.shape().layers(); i++) {
        int number = i;
        pending.add(pool.submit(() -> layer(number)));
      }
      try {
        for (Future<Model.Layer> each : pending) {
          layers.add(each.get());
        }
      } catch (ExecutionException e) {
        pool.shutdownNow();
        throw e.getCause() instanceof InputException cause ? cause : new IllegalStateException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        pool.shutdownNow();
        throw new IllegalStateException("interrupted while loading", e);
      }
    }
    return layers;
  }

  private boolean isLargeMaster() {
    ModelConfig shape = config.shape();
    long elements = (long) shape.hidden() * shape.feedForward() * shape.layers();
    // A folder with fewer tensors ends at the first layer that is not there.
    return elements > MANY_WEIGHTS
        && shape.layers() < weights.names().size()
        && weights(HfNames.layer(0) + HfNames.linear(LinearOp.FFN_UP)).type() != StoredType.U8;
  }

  private StoredTensor weights(String path) {
    return required(path + ".weight");
  }

  private Model.Layer layer(int number) {
    String prefix = HfNames.layer(number);
    ModelConfig shape = config.shape();
    Map<LinearOp, Model.Linear> linears = new EnumMap<>(LinearOp.class);
    for (LinearOp op : LinearOp.values()) {
      linears.put(op, linear(prefix + HfNames.linear(op), shape.outputs(op), shape.inputs(op)));
    }
    return new Model.Layer(
        vector(prefix + HfNames.ATTENTION_NORM, shape.hidden()),
        subNorm(
            prefix,
            HfNames.ATTENTION_SUB_NORM,
            "self_attn.inner_attn_ln.weight",
            shape.queryWidth()),
        vector(prefix + HfNames.FEED_FORWARD_NORM, shape.hidden()),
        subNorm(
            prefix, HfNames.FEED_FORWARD_SUB_NORM, "mlp.ffn_layernorm.weight", shape.feedForward()),
        linears);
  }

  /// The norm inside of a block by its name in Hugging Face, or in the 1bitLLM models.
  private Optional<float[]> subNorm(String prefix, String name, String other, int length) {
    boolean named = weights.find(prefix + name).isPresent();
    if (named || weights.find(prefix + other).isPresent()) {
      return Optional.of(vector(prefix + (named ? name : other), length));
    }
    return switch (config.family()) {
      case BITNET -> Optional.of(vector(prefix + name, length));
      case LLAMA -> Optional.empty();
    };
  }

  private Model.Linear linear(String path, int rows, int columns) {
    StoredTensor weight = weights(path);
    if (weight.type() != StoredType.U8) {
      return Absmean.quantise(weight, rows, columns);
    }
    StoredTensor stored = required(path + ".weight_scale");
    float scale = stored.vector(1)[0];
    float factor =
        switch (config.scaleUse()) {
          case MULTIPLY -> scale;
          case DIVIDE -> 1.0f / scale;
        };
    if (!(scale > 0) || !Float.isFinite(factor)) {
      throw new InputException(stored.where(), "expected a positive scale, found " + scale);
    }
    WeightSource source =
        switch (config.scaleUse()) {
          case MULTIPLY -> new WeightSource.Multiplied();
          case DIVIDE -> new WeightSource.Divided(scale);
        };
    return new Model.Linear(weight.packed(rows, columns, factor), factor, source);
  }

  private float[] vector(String name, int length) {
    return required(name).vector(length);
  }

  private DenseMatrix matrix(String name) {
    ModelConfig shape = config.shape();
    return required(name).matrix(shape.vocabulary(), shape.hidden()).dense();
  }

  private StoredTensor required(String name) {
    placed.add(name);
    return weights
        .find(name)
        .orElseThrow(
            () -> new InputException(weights.name(), "expected tensor " + name + ", found none"));
  }
}
