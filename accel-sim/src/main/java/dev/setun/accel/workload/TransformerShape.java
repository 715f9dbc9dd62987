package dev.setun.accel.workload;

import dev.setun.traces.InputException;
import java.util.List;
import java.util.stream.Collectors;

/// The dimensions of a BitNet b1.58 transformer: gated feed-forward with squared ReLU, norms before
/// the attention output and the down projection, tied embeddings that are not ternary.
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
    int kvBits) {
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

  /// BitNet b1.58 2B4T (specification 1.1), embeddings and cache in 16 bits.
  public static TransformerShape bitnet2b4t() {
    return new TransformerShape("bitnet-2b4t", 2560, 30, 20, 5, 128, 6912, 128_256, 16, 16);
  }

  /// The embedded model `bard`, embeddings and cache in 16 bits.
  public static TransformerShape bard() {
    return new TransformerShape("bard", 256, 4, 4, 2, 64, 768, 512, 16, 16);
  }

  /// All presets.
  public static List<TransformerShape> presets() {
    return List.of(bitnet2b4t(), bard());
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

  /// Ternary weights of all layers.
  public long ternaryWeights() {
    long attention = 2L * hidden * queryWidth() + 2L * hidden * kvWidth();
    return layers * (attention + 3L * hidden * intermediate);
  }

  private static void check(String name, String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw new InputException(
          "model shape " + name, what + ": expected " + least + ".." + most + ", found " + value);
    }
  }
}
