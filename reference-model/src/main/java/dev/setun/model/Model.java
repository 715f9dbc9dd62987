package dev.setun.model;

import dev.setun.model.tokenizer.ChatMessage;
import dev.setun.model.tokenizer.ChatTemplate;
import dev.setun.model.tokenizer.Tokenizer;
import dev.setun.traces.InputException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// A loaded model with ternary linears: shape, tokenizer, weights. Immutable; any number of
/// sessions may use it.
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

  /// Checks that every linear is one integer matrix multiplication, as accelerators compute it.
  ///
  /// @throws InputException with the first linear that has several scales
  public void requireIntegerLinears() {
    for (int layer = 0; layer < layers.size(); layer++) {
      for (LinearOp op : LinearOp.values()) {
        if (!layers.get(layer).linear(op).hasOneScale()) {
          throw new InputException(
              name + ": blk." + layer + "." + op.label(),
              "expected one scale, so that the linear is one integer matrix multiplication, found"
                  + " several block scales, which only the whole model on reference and simd has");
        }
      }
    }
  }

  /// Weights of all ternary linears.
  public long ternaryWeights() {
    return layers.stream()
        .flatMap(layer -> layer.linears().values().stream())
        .mapToLong(linear -> (long) linear.weights().rows() * linear.weights().columns())
        .sum();
  }

  /// The ids of a prompt: the begin-of-text token where the model's files want it, then the text.
  public int[] promptIds(String text) {
    return withBegin(tokenizer.conventions().beginsText(), tokenizer.encode(text));
  }

  /// As [#promptIds], but the text of a special token becomes that token. A begin-of-text token
  /// that the text has is not put there again.
  public int[] promptIdsWithSpecials(String text) {
    return withBegin(tokenizer.conventions().beginsText(), tokenizer.encodeWithSpecials(text));
  }

  /// The ids of a conversation up to where the assistant answers, with one begin-of-text token.
  ///
  /// The conversation is encoded as one text, as other programs do, so a message that holds the
  /// text of a special token gives that token.
  public int[] promptIds(ChatTemplate template, List<ChatMessage> messages) {
    String text = template.format(messages, tokenizer.piece(config.endToken()));
    boolean begins = template.writesBegin() || tokenizer.conventions().beginsText();
    return withBegin(begins, tokenizer.encodeWithSpecials(text));
  }

  private int[] withBegin(boolean begins, int[] encoded) {
    boolean there = encoded.length > 0 && encoded[0] == config.beginToken();
    // A model computes nothing from no token.
    if (there || !begins && encoded.length > 0) {
      return encoded;
    }
    int[] ids = new int[1 + encoded.length];
    ids[0] = config.beginToken();
    System.arraycopy(encoded, 0, ids, 1, encoded.length);
    return ids;
  }

  /// The ids at which generation stops.
  public Set<Integer> endTokens() {
    Set<Integer> ends = new TreeSet<>(tokenizer.conventions().endTokens());
    ends.add(config.endToken());
    return Collections.unmodifiableSet(ends);
  }

  /// One transformer layer.
  ///
  /// @param attentionNorm weights of the RMSNorm before the attention block, hidden
  /// @param attentionSubNorm weights of the RMSNorm before the output projection, query width; none
  ///   in the llama architecture (spec 1.3)
  /// @param feedForwardNorm weights of the RMSNorm before the feed-forward block, hidden
  /// @param feedForwardSubNorm weights of the RMSNorm before the down projection, feed-forward
  ///   width; none in the llama architecture
  /// @param linears the seven ternary linears
  public record Layer(
      float[] attentionNorm,
      Optional<float[]> attentionSubNorm,
      float[] feedForwardNorm,
      Optional<float[]> feedForwardSubNorm,
      Map<LinearOp, Linear> linears) {
    public Layer {
      linears = Map.copyOf(linears);
      require("linears", LinearOp.values().length, linears.size());
    }

    /// With both sub-norms.
    public Layer(
        float[] attentionNorm,
        float[] attentionSubNorm,
        float[] feedForwardNorm,
        float[] feedForwardSubNorm,
        Map<LinearOp, Linear> linears) {
      this(
          attentionNorm,
          Optional.of(attentionSubNorm),
          feedForwardNorm,
          Optional.of(feedForwardSubNorm),
          linears);
    }

    /// One of the seven linears.
    public Linear linear(LinearOp op) {
      return Objects.requireNonNull(linears.get(op));
    }

    private long byteSize() {
      long norms =
          (long) attentionNorm.length
              + length(attentionSubNorm)
              + feedForwardNorm.length
              + length(feedForwardSubNorm);
      return norms * Float.BYTES
          + linears.values().stream().mapToLong(linear -> linear.weights().byteSize()).sum();
    }

    private static int length(Optional<float[]> norm) {
      return norm.isEmpty() ? 0 : norm.get().length;
    }

    private void requireShapes(String where, ModelConfig config) {
      require(where + ", attention norm", config.hidden(), attentionNorm.length);
      attentionSubNorm.ifPresent(
          norm -> require(where + ", attention sub-norm", config.queryWidth(), norm.length));
      require(where + ", feed-forward norm", config.hidden(), feedForwardNorm.length);
      feedForwardSubNorm.ifPresent(
          norm -> require(where + ", feed-forward sub-norm", config.feedForward(), norm.length));
      for (LinearOp op : LinearOp.values()) {
        TernaryMatrix weights = linear(op).weights();
        require(where + ", rows of " + op.label(), config.outputs(op), weights.rows());
        require(where + ", columns of " + op.label(), config.inputs(op), weights.columns());
        if (linear(op).scaling() instanceof LinearScale.PerBlock(BlockScales scales)) {
          int columns = scales.blocksPerRow() * BlockScales.BLOCK_COLUMNS;
          require(where + ", columns of scales of " + op.label(), weights.columns(), columns);
        }
      }
    }
  }

  /// A ternary linear.
  ///
  /// @param scaling what the integers are multiplied by
  /// @param factor what the result is multiplied by after that: a file's `blk.N.OP.scale` (spec
  ///   3.2), 1 where it has none
  /// @param source how the file holds the weights, which `scaling` was derived from
  public record Linear(
      TernaryMatrix weights, LinearScale scaling, float factor, WeightSource source) {
    /// With one scale, alpha.
    public Linear(TernaryMatrix weights, float scale, WeightSource source) {
      this(weights, new LinearScale.PerTensor(scale), 1, source);
    }

    /// Of weights that were made in memory.
    public Linear(TernaryMatrix weights, float scale) {
      this(weights, scale, new WeightSource.InMemory());
    }

    /// Whether this is one integer matrix multiplication and one scale.
    public boolean hasOneScale() {
      return scaling instanceof LinearScale.PerTensor;
    }

    /// The one scale, alpha.
    ///
    /// @throws IllegalStateException if there are several
    public float scale() {
      return switch (scaling) {
        case LinearScale.PerTensor(float alpha) -> alpha;
        case LinearScale.PerBlock _ ->
            throw new IllegalStateException("expected a linear with one scale, found several");
      };
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
