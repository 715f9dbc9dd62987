package dev.setun.model.gguf;

import dev.setun.model.ModelConfig;
import dev.setun.model.tokenizer.Conventions;
import dev.setun.model.tokenizer.TokenizerLists;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Writes the keys of a model, those of the official 2B4T file in its order (spec 3.2).
public final class ModelKeys {
  private static final String TOKENIZER = "tokenizer.ggml.";
  private static final List<String> OTHER_ENDS = List.of("eot_token_id", "eom_token_id");

  /// Type and score of a place holder, as upstream's converters write them.
  private static final int UNUSED = 5;

  private static final float UNUSED_SCORE = -1000;

  /// Keys that a folder says in its way, or that are about GGUF alone.
  private static final Set<String> PLACED =
      Set.of(
          "general.architecture",
          "general.file_type",
          "general.quantization_version",
          "general.alignment",
          "tokenizer.chat_template",
          TOKENIZER + "model",
          TOKENIZER + "pre",
          TOKENIZER + "tokens",
          TOKENIZER + "scores",
          TOKENIZER + "token_type",
          TOKENIZER + "merges",
          TOKENIZER + "add_bos_token",
          TOKENIZER + "add_space_prefix",
          TOKENIZER + "bos_token_id",
          TOKENIZER + "eos_token_id",
          TOKENIZER + "eot_token_id",
          TOKENIZER + "eom_token_id");

  private ModelKeys() {}

  /// Adds the keys of the shape.
  ///
  /// @param architecture `general.architecture`
  /// @param name `general.name`
  /// @param beginsText whether a text begins with the begin-of-text token
  /// @param fileType `general.file_type`, see [LinearFormat#fileType]
  public static void addShape(
      PiecewiseGguf file,
      String architecture,
      String name,
      ModelConfig config,
      boolean beginsText,
      int fileType) {
    String prefix = architecture + ".";
    file.key("general.architecture", GgufValue.text(architecture))
        .key("general.name", GgufValue.text(name))
        .key(prefix + "vocab_size", GgufValue.uint32(config.vocabulary()))
        .key(prefix + "context_length", GgufValue.uint32(config.maxPositions()))
        .key(prefix + "embedding_length", GgufValue.uint32(config.hidden()))
        .key(prefix + "block_count", GgufValue.uint32(config.layers()))
        .key(prefix + "feed_forward_length", GgufValue.uint32(config.feedForward()))
        .key(prefix + "rope.dimension_count", GgufValue.uint32(config.headSize()))
        .key(prefix + "attention.head_count", GgufValue.uint32(config.heads()))
        .key(prefix + "attention.head_count_kv", GgufValue.uint32(config.keyValueHeads()))
        .key(TOKENIZER + "add_bos_token", GgufValue.bool(beginsText))
        .key(prefix + "attention.layer_norm_rms_epsilon", GgufValue.float32(config.epsilon()))
        .key(prefix + "rope.freq_base", GgufValue.float32((float) config.ropeTheta()))
        .key("general.file_type", GgufValue.uint32(fileType));
  }

  /// Adds the keys of the tokenizer. Ids of the embedding that have no token get a place holder.
  public static void addTokenizer(
      PiecewiseGguf file, TokenizerLists lists, ModelConfig config, Conventions conventions) {
    List<String> tokens = new ArrayList<>(lists.tokens());
    int[] types = new int[config.vocabulary()];
    float[] scores = new float[config.vocabulary()];
    for (int id = 0; id < types.length; id++) {
      boolean known = id < lists.types().size();
      types[id] = known ? lists.types().get(id) : UNUSED;
      if (!known) {
        tokens.add("[PAD" + id + "]");
      }
      if (lists instanceof TokenizerLists.Pieces pieces) {
        scores[id] = known ? pieces.scores().get(id) : UNUSED_SCORE;
      }
    }
    switch (lists) {
      case TokenizerLists.BytePairs pairs ->
          file.key(TOKENIZER + "model", GgufValue.text("gpt2"))
              .key(TOKENIZER + "pre", GgufValue.text(pairs.pre()));
      case TokenizerLists.Pieces pieces ->
          file.key(TOKENIZER + "model", GgufValue.text("llama"))
              .key(TOKENIZER + "add_space_prefix", GgufValue.bool(pieces.blankInFront()));
    }
    file.key(TOKENIZER + "tokens", GgufArray.ofTexts(tokens))
        .key(TOKENIZER + "scores", GgufArray.ofFloats(scores))
        .key(TOKENIZER + "token_type", GgufArray.ofInts(types));
    if (lists instanceof TokenizerLists.BytePairs pairs) {
      file.key(TOKENIZER + "merges", GgufArray.ofTexts(pairs.merges()));
    }
    file.key(TOKENIZER + "bos_token_id", GgufValue.uint32(config.beginToken()))
        .key(TOKENIZER + "eos_token_id", GgufValue.uint32(config.endToken()));
    List<Integer> ends = otherEnds(config, conventions);
    for (int i = 0; i < Math.min(OTHER_ENDS.size(), ends.size()); i++) {
      file.key(TOKENIZER + OTHER_ENDS.get(i), GgufValue.uint32(ends.get(i)));
    }
    conventions
        .chatTemplate()
        .ifPresent(template -> file.key("tokenizer.chat_template", GgufValue.text(template)));
    file.key("general.quantization_version", GgufValue.uint32(2));
  }

  /// What GGUF has no place for of the tokenizer, a line each.
  public static List<String> lost(
      TokenizerLists lists, ModelConfig config, Conventions conventions) {
    List<String> lost = new ArrayList<>();
    if (lists instanceof TokenizerLists.BytePairs pairs) {
      lost.addAll(pairs.lost());
    }
    otherEnds(config, conventions).stream()
        .skip(OTHER_ENDS.size())
        .forEach(id -> lost.add("that token " + id + " ends a text"));
    return lost;
  }

  /// The ids at which generation stops beside the end token.
  private static List<Integer> otherEnds(ModelConfig config, Conventions conventions) {
    Set<Integer> ends = new TreeSet<>(conventions.endTokens());
    ends.remove(config.endToken());
    return List.copyOf(ends);
  }

  /// The keys and tensors of a file that a folder has no place for, a line each.
  public static List<String> withoutPlace(GgufFile file) {
    String architecture = file.metadata().text("general.architecture").orElse("");
    List<String> keys =
        file.metadata().keys().stream()
            .filter(key -> !key.startsWith(architecture + ".") && !PLACED.contains(key))
            .toList();
    List<String> tensors =
        file.tensors().stream()
            .map(GgufTensor::name)
            .filter(name ->
                name.equals("rope_freqs.weight")
                    || name.equals("output.weight") && !architecture.equals("llama"))
            .toList();
    List<String> lost = new ArrayList<>();
    if (!keys.isEmpty()) {
      lost.add("keys " + String.join(", ", keys));
    }
    if (!tensors.isEmpty()) {
      lost.add("tensors that are not used: " + String.join(", ", tensors));
    }
    return lost;
  }
}
