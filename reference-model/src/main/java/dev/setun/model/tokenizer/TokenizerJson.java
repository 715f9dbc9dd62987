package dev.setun.model.tokenizer;

import dev.setun.traces.InputException;
import dev.setun.traces.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Reads the tokenizer.json of the fast tokenizers of Hugging Face: byte-level BPE, and BPE with
/// byte fallback and blanks as U+2581, the form of Llama 2.
public final class TokenizerJson {
  private static final int MOST_TOKENS = 10_000_000;

  private final String where;
  private final JsonNode root;
  private final JsonNode model;
  private final Map<Integer, String> byId = new HashMap<>();
  private final Set<Integer> special = new HashSet<>();
  private final List<AddedToken> added = new ArrayList<>();

  private TokenizerJson(String where, JsonNode root) {
    this.where = where;
    this.root = root;
    this.model = root.path("model");
  }

  /// @param where what errors call the file
  /// @throws InputException if it is a tokenizer of another kind, or is inconsistent
  public static Tokenizer parse(String where, byte[] text) {
    return new TokenizerJson(where, Json.read(where, text)).build();
  }

  /// What a file of byte-level BPE is made of.
  ///
  /// @throws InputException if it is of another kind, is inconsistent, or cuts texts by a rule that
  ///   GGUF has no name for
  public static TokenizerLists.BytePairs lists(String where, byte[] text) {
    return new TokenizerJson(where, Json.read(where, text)).lists();
  }

  /// Whether a file is of the form of Llama 2, whose pieces have their scores elsewhere.
  static boolean hasByteFallback(String where, byte[] text) {
    return new TokenizerJson(where, Json.read(where, text)).byteFallback();
  }

  private boolean byteFallback() {
    return model.path("byte_fallback").asBoolean(false);
  }

  private Tokenizer build() {
    Vocabulary vocabulary = readVocabulary();
    TokenModel tokenModel = byteFallback() ? sentencePiece(vocabulary) : byteLevel(vocabulary);
    return new Tokenizer(
        vocabulary, tokenModel, added, Conventions.DEFAULT.withBegin(beginsText()));
  }

  private Vocabulary readVocabulary() {
    String type = model.path("type").asString("nothing");
    if (!type.equals("BPE")) {
      throw new InputException(where, "model.type: expected BPE, found " + type);
    }
    for (String key : List.of("dropout", "continuing_subword_prefix", "end_of_word_suffix")) {
      requireNothing("model." + key, model.path(key));
    }
    for (Map.Entry<String, JsonNode> entry : model.path("vocab").properties()) {
      put(entry.getValue(), entry.getKey());
    }
    for (JsonNode token : root.path("added_tokens")) {
      add(token);
    }
    return vocabulary(byteFallback());
  }

  private TokenizerLists.BytePairs lists() {
    Vocabulary vocabulary = readVocabulary();
    ByteLevelModel bytes = byteLevel(vocabulary);
    List<String> lost = new ArrayList<>();
    for (AddedToken token : added) {
      if (token.normalized() || token.stripLeft() || token.stripRight()) {
        lost.add("token " + token.text() + ": whether it takes the blanks around it");
      }
    }
    return new TokenizerLists.BytePairs(
        vocabulary.pieces(),
        vocabulary.types().stream().map(TokenType::id).toList(),
        merges().stream().map(pair -> pair.left() + " " + pair.right()).toList(),
        NamedRule.of(bytes)
            .orElseThrow(() ->
                new InputException(
                    where,
                    "pre_tokenizer: expected the rule of Llama 3, or that of bitnet.cpp for files"
                        + " that name none, found another, for which GGUF has no name here"))
            .label(),
        lost);
  }

  private void put(JsonNode id, String piece) {
    if (!id.isIntegralNumber()
        || !id.canConvertToInt()
        || id.intValue() < 0
        || id.intValue() >= MOST_TOKENS) {
      throw new InputException(
          where, "expected an id of 0.." + (MOST_TOKENS - 1) + ", found " + id);
    }
    String before = byId.putIfAbsent(id.intValue(), piece);
    if (before != null && !before.equals(piece)) {
      throw new InputException(
          where, "expected one token for id " + id + ", found " + before + " and " + piece);
    }
  }

  private void add(JsonNode token) {
    String content = token.path("content").asString("");
    put(token.path("id"), content);
    if (token.path("single_word").asBoolean(false)) {
      throw new InputException(
          where, "added token " + content + ": single_word: expected false, found true");
    }
    int id = token.path("id").intValue();
    if (token.path("special").asBoolean(false)) {
      special.add(id);
    }
    added.add(
        new AddedToken(
            id,
            content,
            token.path("normalized").asBoolean(false),
            token.path("lstrip").asBoolean(false),
            token.path("rstrip").asBoolean(false)));
  }

  private Vocabulary vocabulary(boolean byteFallback) {
    List<String> pieces = new ArrayList<>();
    for (int id = 0; id < byId.size(); id++) {
      String piece = byId.get(id);
      if (piece == null) {
        throw new InputException(
            where, "expected ids 0.." + (byId.size() - 1) + ", found none for " + id);
      }
      pieces.add(piece);
    }
    String unknown = model.path("unk_token").asString("");
    List<TokenType> types = new ArrayList<>();
    for (String piece : pieces) {
      types.add(
          byteFallback && piece.equals(unknown) && !unknown.isEmpty()
              ? TokenType.UNKNOWN
              : byteFallback && TokenType.byteOf(piece).isPresent()
                  ? TokenType.BYTE
                  : TokenType.NORMAL);
    }
    for (AddedToken token : added) {
      if (types.get(token.id()) != TokenType.UNKNOWN) {
        types.set(
            token.id(), special.contains(token.id()) ? TokenType.CONTROL : TokenType.USER_DEFINED);
      }
    }
    return new Vocabulary(pieces, types);
  }

  private ByteLevelModel byteLevel(Vocabulary vocabulary) {
    requireNothing("normalizer", root.path("normalizer"));
    Map<String, Integer> ids = vocabulary.mergeable();
    Merges.Builder merges =
        new Merges.Builder(
            ids,
            vocabulary.size(),
            (merge, piece) -> {
              throw ByteLevelModel.notInVocabulary(merge, piece);
            });
    List<Merges.Pair> pairs = merges();
    for (int rank = 0; rank < pairs.size(); rank++) {
      merges.add(where + ": merge " + rank, pairs.get(rank), rank);
    }
    return new ByteLevelModel(
        where,
        ids,
        merges.build(),
        PreTokenizerJson.parse(where, root.path("pre_tokenizer")),
        model.path("ignore_merges").asBoolean(false));
  }

  private TokenModel sentencePiece(Vocabulary vocabulary) {
    requireNothing("pre_tokenizer", root.path("pre_tokenizer"));
    requireNothing("model.ignore_merges", model.path("ignore_merges"));
    return SentencePieceModel.byMerges(where, vocabulary, merges(), blankInFront());
  }

  /// Merges are `"left right"` or `["left", "right"]`.
  private List<Merges.Pair> merges() {
    List<Merges.Pair> result = new ArrayList<>();
    for (JsonNode merge : model.path("merges")) {
      if (merge.isString()) {
        result.add(Merges.Pair.parse(where + ": merge " + result.size(), merge.stringValue()));
      } else if (merge.isArray()
          && merge.size() == 2
          && merge.get(0).isString()
          && merge.get(1).isString()) {
        result.add(new Merges.Pair(merge.get(0).stringValue(), merge.get(1).stringValue()));
      } else {
        throw new InputException(where, "model.merges: expected pairs, found " + merge);
      }
    }
    return result;
  }

  /// The normalizer is Replace of a blank by U+2581, or a Sequence of Prepend of U+2581 and that.
  private boolean blankInFront() {
    JsonNode normalizer = root.path("normalizer");
    boolean sequence = normalizer.path("type").asString("").equals("Sequence");
    JsonNode steps = normalizer.path("normalizers");
    boolean prepends = sequence && steps.path(0).path("type").asString("").equals("Prepend");
    String blank = Character.toString(SentencePieceModel.BLANK);
    JsonNode replace = sequence ? steps.path(prepends ? 1 : 0) : normalizer;
    boolean understood =
        replace.path("type").asString("").equals("Replace")
            && replace.path("pattern").path("String").asString("").equals(" ")
            && replace.path("content").asString("").equals(blank)
            && (!sequence || steps.size() == (prepends ? 2 : 1))
            && (!prepends || steps.get(0).path("prepend").asString("").equals(blank));
    if (!understood) {
      throw new InputException(
          where,
          "normalizer: expected Prepend of U+2581 and Replace of a blank by it, found "
              + (normalizer.isMissingNode() ? "nothing" : normalizer));
    }
    return prepends;
  }

  /// Whether the post-processor puts a special token in front. Without one, a text begins with the
  /// begin-of-text token as in GGUF.
  private boolean beginsText() {
    JsonNode processor = root.path("post_processor");
    if (processor.isMissingNode() || processor.isNull()) {
      return true;
    }
    return switch (processor.path("type").asString("")) {
      case "TemplateProcessing" -> beginsText(processor);
      case "Sequence" -> {
        for (JsonNode step : processor.path("processors")) {
          if (beginsText(step)) {
            yield true;
          }
        }
        yield false;
      }
      default -> false;
    };
  }

  private static boolean beginsText(JsonNode processor) {
    return processor.path("type").asString("").equals("TemplateProcessing")
        && processor.path("single").path(0).has("SpecialToken");
  }

  private void requireNothing(String what, JsonNode node) {
    boolean nothing =
        node.isMissingNode()
            || node.isNull()
            || (node.isBoolean() && !node.asBoolean())
            || (node.isString() && node.stringValue().isEmpty());
    if (!nothing) {
      throw new InputException(where, what + ": expected none, found " + node);
    }
  }
}
