package dev.setun.model.safetensors;

import dev.setun.model.DenseMatrix;
import dev.setun.model.LinearOp;
import dev.setun.model.Model;
import dev.setun.model.ModelConfig;
import dev.setun.model.WeightSource;
import dev.setun.model.tokenizer.Tokenizer;
import dev.setun.model.tokenizer.TokenizerFolder;
import dev.setun.model.tokenizer.TokenizerJson;
import dev.setun.traces.InputException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// A BitNet model in the Hugging Face layout: config.json, tokenizer.json or tokenizer.model,
/// model.safetensors with master weights (quantised on load) or packed ternary weights.
public final class HfFolder {
  private static final long MOST_JSON_BYTES = 1L << 28;
  private static final String SHARD_INDEX = "model.safetensors.index.json";

  private final HfConfig config;
  private final SafetensorsFile file;

  private HfFolder(HfConfig config, SafetensorsFile file) {
    this.config = config;
    this.file = file;
  }

  /// Loads a folder; the weights stay mapped.
  ///
  /// @throws InputException if a file is missing, truncated or inconsistent
  public static Model load(Path folder) throws IOException {
    Path config = folder.resolve("config.json");
    Path weights = folder.resolve("model.safetensors");
    if (!Files.exists(weights) && Files.exists(folder.resolve(SHARD_INDEX))) {
      throw new InputException(
          folder.toString(),
          "expected model.safetensors, found " + SHARD_INDEX + ": join the shards to one file");
    }
    return build(
        folder.toString(),
        HfConfig.parse(config.toString(), bounded(config)),
        TokenizerFolder.load(folder),
        SafetensorsFile.open(weights));
  }

  /// A model whose three files are in memory.
  public static Model parse(String name, byte[] config, byte[] tokenizer, byte[] safetensors) {
    return build(
        name,
        HfConfig.parse(name + ": config.json", config),
        TokenizerJson.parse(name + ": tokenizer.json", tokenizer),
        SafetensorsFile.parse(name + ": model.safetensors", MemorySegment.ofArray(safetensors)));
  }

  private static byte[] bounded(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new InputException(file.toString(), "expected a file, found none");
    }
    long bytes = Files.size(file);
    if (bytes > MOST_JSON_BYTES) {
      throw new InputException(
          file.toString(), "expected at most " + MOST_JSON_BYTES + " bytes, found " + bytes);
    }
    return Files.readAllBytes(file);
  }

  private static Model build(
      String name, HfConfig config, Tokenizer tokenizer, SafetensorsFile file) {
    ModelConfig shape = config.shape();
    if (tokenizer.size() > shape.vocabulary()) {
      throw new InputException(
          name,
          "expected a tokenizer of at most vocab_size "
              + shape.vocabulary()
              + " tokens, found "
              + tokenizer.size());
    }
    HfFolder folder = new HfFolder(config, file);
    DenseMatrix embedding = folder.matrix("model.embed_tokens.weight");
    List<Model.Layer> layers = new ArrayList<>();
    for (int layer = 0; layer < shape.layers(); layer++) {
      layers.add(folder.layer("model.layers." + layer + "."));
    }
    return new Model(
        name,
        shape,
        tokenizer,
        embedding,
        layers,
        folder.vector("model.norm.weight", shape.hidden()),
        config.tied() ? embedding : folder.matrix("lm_head.weight"));
  }

  private Model.Layer layer(String prefix) {
    ModelConfig shape = config.shape();
    Map<LinearOp, Model.Linear> linears = new EnumMap<>(LinearOp.class);
    for (LinearOp op : LinearOp.values()) {
      linears.put(op, linear(prefix + path(op), shape.outputs(op), shape.inputs(op)));
    }
    return new Model.Layer(
        vector(prefix + "input_layernorm.weight", shape.hidden()),
        vector(prefix + "self_attn.attn_sub_norm.weight", shape.queryWidth()),
        vector(prefix + "post_attention_layernorm.weight", shape.hidden()),
        vector(prefix + "mlp.ffn_sub_norm.weight", shape.feedForward()),
        linears);
  }

  private static String path(LinearOp op) {
    return switch (op) {
      case ATTN_Q -> "self_attn.q_proj";
      case ATTN_K -> "self_attn.k_proj";
      case ATTN_V -> "self_attn.v_proj";
      case ATTN_OUTPUT -> "self_attn.o_proj";
      case FFN_GATE -> "mlp.gate_proj";
      case FFN_UP -> "mlp.up_proj";
      case FFN_DOWN -> "mlp.down_proj";
    };
  }

  private Model.Linear linear(String path, int rows, int columns) {
    StoredTensor weight = required(path + ".weight");
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
    return new Model.Linear(PackedMatrix.of(weight, rows, columns), factor, source);
  }

  private float[] vector(String name, int length) {
    return required(name).vector(length);
  }

  private StoredMatrix matrix(String name) {
    ModelConfig shape = config.shape();
    return StoredMatrix.of(required(name), shape.vocabulary(), shape.hidden());
  }

  private StoredTensor required(String name) {
    return file.find(name)
        .orElseThrow(
            () -> new InputException(file.name(), "expected tensor " + name + ", found none"));
  }
}
