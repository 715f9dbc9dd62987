package dev.setun.model.gguf;

import dev.setun.model.DenseMatrix;
import dev.setun.model.LinearOp;
import dev.setun.model.Model;
import dev.setun.model.ModelConfig;
import dev.setun.model.TernaryMatrix;
import dev.setun.model.WeightSource;
import dev.setun.model.tensor.BlockType;
import dev.setun.model.tensor.PackedTernary;
import dev.setun.model.tensor.ScalarType;
import dev.setun.model.tensor.Tensor;
import dev.setun.model.tensor.TensorType;
import dev.setun.model.tensor.TernaryPacking;
import dev.setun.model.tensor.TernaryTensor;
import dev.setun.model.tokenizer.Tokenizer;
import dev.setun.model.tokenizer.TokenizerGguf;
import dev.setun.traces.InputException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// Makes a model of a GGUF file (spec 3.2): the architectures bitnet-b1.58 and bitnet-25, and
/// bitnet where it says relu2. The embedding and packed weights stay views of the file.
public final class GgufModel {
  /// What an array holds.
  private static final long MOST_ELEMENTS = Integer.MAX_VALUE - 8;

  private final GgufFile file;
  private final GgufMetadata metadata;
  private final String architecture;
  private final ModelConfig shape;

  private GgufModel(GgufFile file) {
    this.file = file;
    this.metadata = file.metadata();
    this.architecture = requiredText("general.architecture");
    requireActivation();
    this.shape = shape();
  }

  /// @throws InputException if the file holds no such model, or an incomplete one
  public static Model load(GgufFile file) {
    return new GgufModel(file).build();
  }

  private Model build() {
    List<Model.Layer> layers = new ArrayList<>();
    for (int layer = 0; layer < shape.layers(); layer++) {
      layers.add(layer("blk." + layer + "."));
    }
    Tokenizer tokenizer = tokenizer();
    if (tokenizer.size() > shape.vocabulary()) {
      throw new InputException(
          file.name() + ": key tokenizer.ggml.tokens",
          "expected at most " + shape.vocabulary() + " tokens, found " + tokenizer.size());
    }
    // An output.weight is ignored: upstream's graph of these architectures multiplies by the
    // embedding.
    DenseMatrix embedding = tensor("token_embd.weight", shape.vocabulary(), shape.hidden()).dense();
    return new Model(
        file.name(),
        shape,
        tokenizer,
        embedding,
        layers,
        vector("output_norm.weight", shape.hidden()),
        embedding);
  }

  private void requireActivation() {
    String activation =
        switch (architecture) {
          case "bitnet-b1.58", "bitnet-25" -> "relu2";
          case "bitnet" -> metadata.text("bitnet.hidden_activation").orElse("silu");
          default ->
              throw problem(
                  "general.architecture",
                  "expected bitnet-b1.58, bitnet-25 or bitnet, found "
                      + Cursor.shown(architecture));
        };
    if (!activation.equals("relu2")) {
      throw problem(
          architecture + ".hidden_activation",
          "expected relu2, found " + activation + ", which the forward pass does not have");
    }
  }

  private ModelConfig shape() {
    int heads = whole("attention.head_count");
    int hidden = whole("embedding_length");
    Tensor embedding = tensor("token_embd.weight");
    try {
      return new ModelConfig(
          Math.toIntExact(embedding.rows()),
          hidden,
          whole("block_count"),
          heads,
          whole("attention.head_count_kv"),
          optionalWhole("rope.dimension_count").orElse(hidden / Math.max(heads, 1)),
          whole("feed_forward_length"),
          whole("context_length"),
          real("rope.freq_base"),
          (float) real("attention.layer_norm_rms_epsilon"),
          token("tokenizer.ggml.bos_token_id"),
          token("tokenizer.ggml.eos_token_id"));
    } catch (InputException e) {
      String message = String.valueOf(e.getMessage());
      throw message.startsWith(file.name()) ? e : new InputException(file.name(), message, e);
    }
  }

  private Tokenizer tokenizer() {
    String model = requiredText("tokenizer.ggml.model");
    if (!model.equals("gpt2")) {
      throw problem("tokenizer.ggml.model", "expected gpt2, found " + Cursor.shown(model));
    }
    return TokenizerGguf.of(
        file.name(),
        metadata.text("tokenizer.ggml.pre"),
        array("tokenizer.ggml.tokens", GgufType.STRING).texts(),
        array("tokenizer.ggml.token_type", GgufType.INT32).ints(),
        array("tokenizer.ggml.merges", GgufType.STRING).texts());
  }

  private Model.Layer layer(String prefix) {
    Map<LinearOp, Model.Linear> linears = new EnumMap<>(LinearOp.class);
    for (LinearOp op : LinearOp.values()) {
      linears.put(op, linear(prefix + op.label(), shape.outputs(op), shape.inputs(op)));
    }
    return new Model.Layer(
        vector(prefix + "attn_norm.weight", shape.hidden()),
        vector(prefix + "attn_sub_norm.weight", shape.queryWidth()),
        vector(prefix + "ffn_norm.weight", shape.hidden()),
        vector(prefix + "ffn_sub_norm.weight", shape.feedForward()),
        linears);
  }

  private Model.Linear linear(String name, int rows, int columns) {
    Tensor tensor = tensor(name + ".weight", rows, columns);
    if (file.tensor(name + ".scale").isPresent()) {
      throw new InputException(
          file.name() + ": tensor " + name + ".scale",
          "expected no second scale of a linear, found one, which the forward pass does not have");
    }
    return switch (tensor.type()) {
      case TernaryPacking _ -> packed(tensor.ternary());
      case ScalarType _, BlockType _ -> plain(tensor, rows, columns);
    };
  }

  private static Model.Linear packed(PackedTernary weights) {
    weights.validate();
    try {
      return linear(weights.where(), weights, weights.unpacked().tensorScale(), weights.packing());
    } catch (IllegalArgumentException e) {
      throw new InputException(weights.where(), String.valueOf(e.getMessage()), e);
    }
  }

  /// Weights that are ternary times a scale but stored as numbers.
  private static Model.Linear plain(Tensor tensor, int rows, int columns) {
    if (tensor.rows() * tensor.columns() > MOST_ELEMENTS) {
      throw new InputException(
          tensor.where(),
          "expected at most "
              + MOST_ELEMENTS
              + " elements, found "
              + tensor.rows()
              + " x "
              + tensor.columns());
    }
    TernaryTensor ternary = TernaryTensor.ofTernaryValues(rows, columns, tensor::dequantiseRow);
    float scale = ternary.tensorScale();
    float[] values = new float[columns];
    byte[] trits = new byte[columns];
    for (int row = 0; row < rows; row++) {
      tensor.dequantiseRow(row, values);
      ternary.weights().unpackRow(row, trits);
      for (int column = 0; column < columns; column++) {
        if (values[column] != trits[column] * scale) {
          throw new InputException(
              tensor.where(),
              "row "
                  + row
                  + ", column "
                  + column
                  + ": expected a ternary weight -"
                  + scale
                  + ", 0 or "
                  + scale
                  + ", found "
                  + values[column]);
        }
      }
    }
    return linear(tensor.where(), ternary.weights(), scale, tensor.type());
  }

  private static Model.Linear linear(
      String where, TernaryMatrix weights, float scale, TensorType type) {
    if (!Float.isFinite(scale)) {
      throw new InputException(where, "expected a finite scale, found " + scale);
    }
    return new Model.Linear(weights, scale, new WeightSource.Gguf(type));
  }

  private float[] vector(String name, int length) {
    float[] values = new float[length];
    tensor(name, 1, length).dequantiseRow(0, values);
    return values;
  }

  private Tensor tensor(String name, int rows, int columns) {
    Tensor tensor = tensor(name);
    if (tensor.rows() != rows || tensor.columns() != columns) {
      throw new InputException(
          tensor.where(),
          "expected "
              + rows
              + " x "
              + columns
              + " (outputs x inputs), found "
              + tensor.rows()
              + " x "
              + tensor.columns());
    }
    return tensor;
  }

  private Tensor tensor(String name) {
    return file.tensor(name)
        .orElseThrow(
            () -> new InputException(file.name(), "expected tensor " + name + ", found none"))
        .tensor();
  }

  private String requiredText(String key) {
    return metadata.text(key).orElseThrow(() -> missing(key));
  }

  private GgufArray array(String key, GgufType type) {
    return metadata.array(key, type).orElseThrow(() -> missing(key));
  }

  private int whole(String key) {
    return optionalWhole(key).orElseThrow(() -> missing(architecture + "." + key));
  }

  private Optional<Integer> optionalWhole(String key) {
    OptionalLong found = metadata.whole(architecture + "." + key);
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(toInt(architecture + "." + key, found.getAsLong()));
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
    OptionalDouble found = metadata.real(architecture + "." + key);
    return found.orElseThrow(() -> missing(architecture + "." + key));
  }

  private InputException missing(String key) {
    return problem(key, "expected this key, found none");
  }

  private InputException problem(String key, String problem) {
    return new InputException(file.name() + ": key " + key, problem);
  }
}
