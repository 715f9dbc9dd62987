package dev.setun.accel.workload;

import dev.setun.model.Activation;
import dev.setun.model.family.ModelFamilies;
import dev.setun.model.family.ModelFamily;
import dev.setun.model.family.Weights;
import dev.setun.traces.InputException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The dimensions of a transformer with a gated feed-forward block and ternary linears; embedding,
/// head and norms are not ternary.
///
/// @param name for reports and the command line
/// @param hidden values of a token between layers, 1..65536
/// @param layers 1..1024
/// @param heads query heads, 1..1024
/// @param kvHeads key and value heads, 1..heads, divides `heads`
/// @param headDim values of a head, even, 2..1024
/// @param intermediate values inside the feed-forward block, 1..262144
/// @param vocabulary tokens, 1..2^24 - 1
/// @param embeddingBits bits of an embedding (and head) weight and of a norm weight in memory, a
///   multiple of 8, 8..32
/// @param kvBits bits of a cached key or value, a multiple of 8, 8..32
/// @param activation of the feed-forward gate
/// @param subNorms whether norms stand before the attention output and the down projection
/// @param tied whether the head is the embedding; a head of its own is stored besides it, and read
///   as often
/// @param published what the linears of the published model are; they are counted as ternary here
///   whatever this says
public record TransformerShape(
    String name,
    int hidden,
    int layers,
    int heads,
    int kvHeads,
    int headDim,
    int intermediate,
    int vocabulary,
    int embeddingBits,
    int kvBits,
    Activation activation,
    boolean subNorms,
    boolean tied,
    Weights published) {
  private static final int STORED_BITS = 16;

  public TransformerShape {
    check(name, "hidden", hidden, 1, 65536);
    check(name, "layers", layers, 1, 1024);
    check(name, "heads", heads, 1, 1024);
    check(name, "kvHeads", kvHeads, 1, heads);
    check(name, "headDim", headDim, 2, 1024);
    check(name, "intermediate", intermediate, 1, 1 << 18);
    check(name, "vocabulary", vocabulary, 1, (1 << 24) - 1);
    check(name, "embeddingBits", embeddingBits, 8, 32);
    check(name, "kvBits", kvBits, 8, 32);
    if (heads % kvHeads != 0 || headDim % 2 != 0 || embeddingBits % 8 != 0 || kvBits % 8 != 0) {
      throw new InputException(
          "model shape " + name,
          "expected kvHeads to divide heads, an even headDim and whole bytes for embeddings and"
              + " cache");
    }
  }

  /// As BitNet b1.58 2B4T in all but the sizes: squared ReLU, sub-norms, tied, ternary.
  public TransformerShape(
      String name,
      int hidden,
      int layers,
      int heads,
      int kvHeads,
      int headDim,
      int intermediate,
      int vocabulary,
      int embeddingBits,
      int kvBits) {
    this(
        name,
        hidden,
        layers,
        heads,
        kvHeads,
        headDim,
        intermediate,
        vocabulary,
        embeddingBits,
        kvBits,
        Activation.RELU_SQUARED,
        true,
        true,
        Weights.TERNARY);
  }

  /// The shape of a published model, embeddings and cache in 16 bits.
  public static TransformerShape of(ModelFamily family) {
    return new TransformerShape(
        family.name(),
        family.hidden(),
        family.layers(),
        family.heads(),
        family.keyValueHeads(),
        family.headSize(),
        family.feedForward(),
        family.vocabulary(),
        STORED_BITS,
        STORED_BITS,
        family.activation(),
        family.subNorms(),
        family.tied(),
        family.weights());
  }

  /// The embedded model `bard`, embeddings and cache in 16 bits.
  public static TransformerShape bard() {
    return new TransformerShape("bard", 256, 4, 4, 2, 64, 768, 512, STORED_BITS, STORED_BITS);
  }

  /// All presets: the catalogue of published models, then `bard`.
  public static List<TransformerShape> presets() {
    return Stream.concat(ModelFamilies.all().stream().map(TransformerShape::of), Stream.of(bard()))
        .toList();
  }

  /// The preset of a name.
  ///
  /// @throws InputException if there is none; it lists the names
  public static TransformerShape named(String name) {
    return presets().stream()
        .filter(preset -> preset.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new InputException(
                "workload " + name,
                "expected one of "
                    + presets().stream()
                        .map(TransformerShape::name)
                        .collect(Collectors.joining(", "))));
  }

  /// Values of all query heads.
  public int queryWidth() {
    return heads * headDim;
  }

  /// Values of all key heads, which is also those of all value heads.
  public int kvWidth() {
    return kvHeads * headDim;
  }

  /// Weights of the linears of all layers.
  public long ternaryWeights() {
    return Workload.of(this, new Phase.Decode(0)).ternaryMacs(); // a token uses each once
  }

  /// Weights that are not ternary: embedding, head where it is not the embedding, norms.
  public long denseWeights() {
    long table = (long) vocabulary * hidden;
    long norms = 2L * hidden + (subNorms ? (long) queryWidth() + intermediate : 0);
    return (tied ? 1 : 2) * table + layers * norms + hidden;
  }

  private static void check(String name, String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw new InputException(
          "model shape " + name, what + ": expected " + least + ".." + most + ", found " + value);
    }
  }
}
