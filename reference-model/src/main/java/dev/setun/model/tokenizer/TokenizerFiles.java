package dev.setun.model.tokenizer;

import dev.setun.traces.InputException;
import dev.setun.traces.Json;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes a tokenizer as the files of a Hugging Face folder: tokenizer.json of byte-level BPE, or
/// tokenizer.model of SentencePiece, and tokenizer_config.json with what is to be done with it.
///
/// Place holders at the end of the vocabulary are left out: the embedding has their rows, and no
/// text becomes one.
///
/// @param where what errors call the source
/// @param begin id of the token before a text
/// @param end id of the token at which generation stops
public record TokenizerFiles(
    String where, TokenizerLists lists, Conventions conventions, int begin, int end) {
  /// The files, by name.
  ///
  /// @throws InputException if tokenizer.json cannot say what the lists say
  public SequencedMap<String, byte[]> files() {
    SequencedMap<String, byte[]> files = new LinkedHashMap<>();
    switch (lists) {
      case TokenizerLists.BytePairs pairs -> files.put("tokenizer.json", text(json(pairs)));
      case TokenizerLists.Pieces pieces ->
          files.put("tokenizer.model", PiecesWriter.bytes(pieces, size()));
    }
    files.put("tokenizer_config.json", text(settings()));
    return files;
  }

  private static byte[] text(ObjectNode json) {
    return Json.indented(json).getBytes(StandardCharsets.UTF_8);
  }

  /// Number of tokens without the place holders at the end.
  private int size() {
    int size = lists.tokens().size();
    while (size > 0 && type(size - 1) == TokenType.UNUSED) {
      size--;
    }
    return size;
  }

  private TokenType type(int id) {
    return TokenType.ofId(where, lists.types().get(id));
  }

  private ObjectNode settings() {
    ObjectNode settings = Json.object();
    settings
        .put("add_bos_token", conventions.beginsText())
        .put("bos_token", lists.tokens().get(begin))
        .put("eos_token", lists.tokens().get(end))
        .put("clean_up_tokenization_spaces", false)
        .put(
            "tokenizer_class",
            switch (lists) {
              case TokenizerLists.BytePairs _ -> "PreTrainedTokenizerFast";
              case TokenizerLists.Pieces _ -> "LlamaTokenizer";
            });
    conventions.chatTemplate().ifPresent(template -> settings.put("chat_template", template));
    return settings;
  }

  private ObjectNode json(TokenizerLists.BytePairs pairs) {
    NamedRule rule = NamedRule.of(where, Optional.of(pairs.pre()));
    ObjectNode vocabulary = Json.object();
    ArrayNode added = Json.array();
    for (int id = 0; id < size(); id++) {
      String token = pairs.tokens().get(id);
      TokenType type = type(id);
      switch (type) {
        case NORMAL -> put(vocabulary, token, id);
        case USER_DEFINED -> {
          put(vocabulary, token, id);
          added.add(added(id, token, false));
        }
        case CONTROL, UNKNOWN, UNUSED -> added.add(added(id, token, true));
        case BYTE -> throw problem("expected no byte token, found token " + id + ", " + token);
      }
    }
    ObjectNode root = Json.object().put("version", "1.0").putNull("truncation").putNull("padding");
    root.set("added_tokens", added);
    root.putNull("normalizer");
    root.set("pre_tokenizer", rule.json());
    root.set("post_processor", postProcessor());
    root.set("decoder", byteLevel());
    root.set("model", model(vocabulary, merges(pairs), rule));
    return root;
  }

  private void put(ObjectNode vocabulary, String token, int id) {
    if (vocabulary.has(token)) {
      throw problem(
          "expected every token once, found "
              + token
              + " as "
              + vocabulary.get(token)
              + " and "
              + id);
    }
    vocabulary.put(token, id);
  }

  private static ObjectNode added(int id, String token, boolean special) {
    return Json.object()
        .put("id", id)
        .put("content", token)
        .put("single_word", false)
        .put("lstrip", false)
        .put("rstrip", false)
        .put("normalized", false)
        .put("special", special);
  }

  private ArrayNode merges(TokenizerLists.BytePairs pairs) {
    Set<String> known = known(pairs);
    ArrayNode merges = Json.array();
    pairs.merges().stream().filter(merge -> isOf(known, merge)).forEach(merges::add);
    return merges;
  }

  /// The pieces that a merge may name and make in tokenizer.json. GGUF has others too, which are
  /// spelled in letters where they are left over.
  private Set<String> known(TokenizerLists.BytePairs pairs) {
    Set<String> known = new HashSet<>();
    for (int id = 0; id < size(); id++) {
      if (type(id) == TokenType.NORMAL || type(id) == TokenType.USER_DEFINED) {
        known.add(pairs.tokens().get(id));
      }
    }
    return known;
  }

  private boolean isOf(Set<String> known, String merge) {
    Merges.Pair pair = Merges.Pair.parse(where, merge);
    return known.contains(pair.left())
        && known.contains(pair.right())
        && known.contains(pair.left() + pair.right());
  }

  /// What the files have no place for, a line each.
  public List<String> lost() {
    return switch (lists) {
      case TokenizerLists.BytePairs pairs -> {
        Set<String> known = known(pairs);
        long others = pairs.merges().stream().filter(merge -> !isOf(known, merge)).count();
        yield others == 0
            ? List.of()
            : List.of(
                others
                    + " merges of pieces that are not in the vocabulary, so that some texts get"
                    + " other ids");
      }
      case TokenizerLists.Pieces _ -> List.of();
    };
  }

  private InputException problem(String problem) {
    return new InputException(where + ": tokenizer.json of a folder", problem);
  }

  private static ObjectNode model(ObjectNode vocabulary, ArrayNode merges, NamedRule rule) {
    ObjectNode model = Json.object().put("type", "BPE");
    for (String key :
        List.of("dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix")) {
      model.putNull(key);
    }
    model
        .put("fuse_unk", false)
        .put("byte_fallback", false)
        .put("ignore_merges", rule.takesWords());
    model.set("vocab", vocabulary);
    model.set("merges", merges);
    return model;
  }

  private static ObjectNode byteLevel() {
    return Json.object()
        .put("type", "ByteLevel")
        .put("add_prefix_space", true)
        .put("trim_offsets", true)
        .put("use_regex", true);
  }

  /// The begin-of-text token in front, where texts begin with it.
  private ObjectNode postProcessor() {
    if (!conventions.beginsText()) {
      return byteLevel();
    }
    String token = lists.tokens().get(begin);
    ObjectNode template = Json.object().put("type", "TemplateProcessing");
    template.set("single", Json.array().add(special(token, 0)).add(sequence("A", 0)));
    template.set(
        "pair",
        Json.array()
            .add(special(token, 0))
            .add(sequence("A", 0))
            .add(special(token, 1))
            .add(sequence("B", 1)));
    ObjectNode ids = template.putObject("special_tokens").putObject(token).put("id", token);
    ids.set("ids", Json.array().add(begin));
    ids.set("tokens", Json.array().add(token));
    return template;
  }

  private static ObjectNode special(String token, int type) {
    ObjectNode node = Json.object();
    node.putObject("SpecialToken").put("id", token).put("type_id", type);
    return node;
  }

  private static ObjectNode sequence(String name, int type) {
    ObjectNode node = Json.object();
    node.putObject("Sequence").put("id", name).put("type_id", type);
    return node;
  }
}
