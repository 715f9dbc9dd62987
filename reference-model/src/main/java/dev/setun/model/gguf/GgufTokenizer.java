package dev.setun.model.gguf;

import dev.setun.model.tokenizer.Tokenizer;
import dev.setun.model.tokenizer.TokenizerGguf;
import dev.setun.model.tokenizer.TokenizerLists;
import dev.setun.traces.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/// Reads the tokenizer of a file: the keys `tokenizer.ggml.*` and `tokenizer.chat_template`.
final class GgufTokenizer {
  private static final String PREFIX = "tokenizer.ggml.";

  private final String where;
  private final GgufMetadata metadata;

  private GgufTokenizer(GgufFile file) {
    this.where = file.name();
    this.metadata = file.metadata();
  }

  /// @throws InputException if a key is missing, or the tokenizer is of an unknown kind
  static Tokenizer read(GgufFile file) {
    GgufTokenizer reader = new GgufTokenizer(file);
    return TokenizerGguf.withConventions(
        reader.where,
        reader.tokenizer(),
        reader.metadata.bool(PREFIX + "add_bos_token"),
        reader.endTokens(),
        reader.id(PREFIX + "eot_token_id"),
        reader.metadata.text("tokenizer.chat_template"));
  }

  /// What the tokenizer of a file is made of.
  ///
  /// @throws InputException if a key is missing, or the tokenizer is of an unknown kind
  static TokenizerLists lists(GgufFile file) {
    GgufTokenizer reader = new GgufTokenizer(file);
    List<String> tokens = reader.array("tokens", GgufType.STRING).texts();
    List<Integer> types = reader.array("token_type", GgufType.INT32).ints();
    return switch (reader.model()) {
      case BYTE_LEVEL ->
          new TokenizerLists.BytePairs(
              tokens,
              types,
              reader.array("merges", GgufType.STRING).texts(),
              TokenizerGguf.rule(reader.where, reader.metadata.text(PREFIX + "pre")),
              List.of());
      case PIECES -> {
        List<Float> scores = new ArrayList<>();
        for (float score : reader.array("scores", GgufType.FLOAT32).floats()) {
          scores.add(score);
        }
        yield new TokenizerLists.Pieces(tokens, types, scores, reader.blankInFront());
      }
    };
  }

  /// The values of `tokenizer.ggml.model` that can be read.
  private enum Kind {
    BYTE_LEVEL,
    PIECES
  }

  private Kind model() {
    String model = metadata.text(PREFIX + "model").orElseThrow(() -> missing("model"));
    return switch (model) {
      case "gpt2" -> Kind.BYTE_LEVEL;
      case "llama" -> Kind.PIECES;
      default ->
          throw new InputException(
              where + ": key " + PREFIX + "model",
              "expected gpt2 or llama, found " + Cursor.shown(model));
    };
  }

  private boolean blankInFront() {
    return metadata.bool(PREFIX + "add_space_prefix").orElse(true);
  }

  private Tokenizer tokenizer() {
    Kind kind = model();
    List<String> tokens = array("tokens", GgufType.STRING).texts();
    return switch (kind) {
      case BYTE_LEVEL ->
          TokenizerGguf.byteLevel(
              where,
              metadata.text(PREFIX + "pre"),
              tokens,
              array("token_type", GgufType.INT32).ints(),
              array("merges", GgufType.STRING).texts());
      case PIECES ->
          TokenizerGguf.sentencePiece(
              where,
              tokens,
              array("scores", GgufType.FLOAT32).floats(),
              array("token_type", GgufType.INT32).ints(),
              blankInFront());
    };
  }

  private Set<Integer> endTokens() {
    Set<Integer> ends = new TreeSet<>();
    id(PREFIX + "eos_token_id").ifPresent(ends::add);
    id(PREFIX + "eom_token_id").ifPresent(ends::add);
    return ends;
  }

  private Optional<Integer> id(String key) {
    OptionalLong found = metadata.whole(key);
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of((int) Math.clamp(found.getAsLong(), -1, Integer.MAX_VALUE));
  }

  private GgufArray array(String key, GgufType type) {
    return metadata.array(PREFIX + key, type).orElseThrow(() -> missing(key));
  }

  private InputException missing(String key) {
    return new InputException(where + ": key " + PREFIX + key, "expected this key, found none");
  }
}
