package dev.setun.model;

import dev.setun.model.tokenizer.Tokenizer;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A loaded BitNet model: shape, tokenizer, weights. Immutable; any number of sessions may use it.
///
/// The shapes of all weights are checked here, once, so that nothing that computes has to.
///
/// @param name what the user called it
/// @param embedding vocabulary x hidden
/// @param layers from the first to the last
/// @param finalNorm weights of the last RMSNorm, hidden
/// @param head vocabulary x hidden; the embedding itself where the two are tied
@SuppressWarnings("ArrayRecordComponent") // never compared by value
public record Model(
    String name,
    ModelConfig config,
    Tokenizer tokenizer,
    DenseMatrix embedding,
    List<Layer> layers,
    float[] finalNorm,
    DenseMatrix head) {

  public Model {
    layers = List.copyOf(layers);
    requireShape("embedding", embedding.rows(), embedding.columns(), config);
    requireShape("head", head.rows(), head.columns(), config);
    require("layers", config.layers(), layers.size());
    require("final norm", config.hidden(), finalNorm.length);
    for (int layer = 0; layer < layers.size(); layer++) {
      layers.get(layer).requireShapes("layer " + layer, config);
    }
  }

  /// Bytes of all weights where they lie, in memory or in a mapped file.
  public long weightBytes() {
    long bytes = embedding.byteSize() + (long) finalNorm.length * Float.BYTES;
    if (!head.equals(embedding)) {
      bytes += head.byteSize();
    }
    for (Layer layer : layers) {
      bytes += layer.byteSize();
    }
    return bytes;
  }

  /// Weights of all ternary linears.
  public long ternaryWeights() {
    return layers.stream()
        .flatMap(layer -> layer.linears().values().stream())
        .mapToLong(linear -> (long) linear.weights().rows() * linear.weights().columns())
        .sum();
  }

  /// The ids of a prompt: the begin-of-text token, then the text.
  public int[] promptIds(String text) {
    int[] encoded = tokenizer.encode(text);
    int[] ids = new int[1 + encoded.length];
    ids[0] = config.beginToken();
    System.arraycopy(encoded, 0, ids, 1, encoded.length);
    return ids;
  }

  /// One transformer layer.
  ///
  /// @param attentionNorm weights of the RMSNorm before the attention block, hidden
  /// @param attentionSubNorm weights of the RMSNorm before the output projection, query width
  /// @param feedForwardNorm weights of the RMSNorm before the feed-forward block, hidden
  /// @param feedForwardSubNorm weights of the RMSNorm before the down projection, feed-forward
  ///   width
  /// @param linears the seven ternary linears
  public record Layer(
      float[] attentionNorm,
      float[] attentionSubNorm,
      float[] feedForwardNorm,
      float[] feedForwardSubNorm,
      Map<LinearOp, Linear> linears) {
    public Layer {
      linears = Map.copyOf(linears);
      require("linears", LinearOp.values().length, linears.size());
    }

    /// One of the seven linears.
    public Linear linear(LinearOp op) {
      return Objects.requireNonNull(linears.get(op));
    }

    private long byteSize() {
      long norms =
          (long) attentionNorm.length
              + attentionSubNorm.length
              + feedForwardNorm.length
              + feedForwardSubNorm.length;
      return norms * Float.BYTES
          + linears.values().stream().mapToLong(linear -> linear.weights().byteSize()).sum();
    }

    private void requireShapes(String where, ModelConfig config) {
      require(where + ", attention norm", config.hidden(), attentionNorm.length);
      require(where + ", attention sub-norm", config.queryWidth(), attentionSubNorm.length);
      require(where + ", feed-forward norm", config.hidden(), feedForwardNorm.length);
      require(where + ", feed-forward sub-norm", config.feedForward(), feedForwardSubNorm.length);
      for (LinearOp op : LinearOp.values()) {
        TernaryMatrix weights = linear(op).weights();
        require(where + ", rows of " + op.label(), config.outputs(op), weights.rows());
        require(where + ", columns of " + op.label(), config.inputs(op), weights.columns());
      }
    }
  }

  /// A ternary linear: y = (acc / s) * scale.
  ///
  /// @param scale alpha, mean |W|, what the result is multiplied by
  /// @param source how the file holds the weights, which `scale` was derived from
  public record Linear(TernaryMatrix weights, float scale, WeightSource source) {
    /// Of weights that were made in memory.
    public Linear(TernaryMatrix weights, float scale) {
      this(weights, scale, new WeightSource.InMemory());
    }
  }

  private static void requireShape(String what, int rows, int columns, ModelConfig config) {
    require("rows of the " + what, config.vocabulary(), rows);
    require("columns of the " + what, config.hidden(), columns);
  }

  private static void require(String what, int expected, int found) {
    if (expected != found) {
      throw new IllegalArgumentException(what + ": expected " + expected + ", found " + found);
    }
  }
}
