package dev.setun.model.tokenizer;

import dev.setun.traces.InputException;
import dev.setun.traces.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import tools.jackson.databind.JsonNode;

/// Reads the tokenizer.json of the fast tokenizers of Hugging Face, for byte-level BPE.
public final class TokenizerJson {
  private static final int MOST_TOKENS = 10_000_000;

  private TokenizerJson() {}

  /// @param where what errors call the file
  /// @throws InputException if it is no byte-level BPE tokenizer, or is inconsistent
  public static Tokenizer parse(String where, byte[] text) {
    JsonNode root = Json.read(where, text);
    JsonNode model = root.path("model");
    requireText(where, model, "model.type", "type", "BPE");
    requireNothing(where, "normalizer", root.path("normalizer"));
    Map<Integer, String> byId = new HashMap<>();
    for (Map.Entry<String, JsonNode> entry : model.path("vocab").properties()) {
      put(where, byId, entry.getValue(), entry.getKey());
    }
    Map<Integer, String> specials = new HashMap<>();
    for (JsonNode added : root.path("added_tokens")) {
      String content = added.path("content").asString("");
      put(where, byId, added.path("id"), content);
      if (added.path("special").asBoolean(false)) {
        specials.put(added.path("id").intValue(), content);
      }
    }
    return Tokenizer.byteLevel(
        where,
        pieces(where, byId),
        merges(where, model.path("merges")),
        split(where, root.path("pre_tokenizer")),
        model.path("ignore_merges").asBoolean(false),
        specials);
  }

  private static void put(String where, Map<Integer, String> byId, JsonNode id, String piece) {
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

  private static List<String> pieces(String where, Map<Integer, String> byId) {
    List<String> pieces = new ArrayList<>();
    for (int id = 0; id < byId.size(); id++) {
      String piece = byId.get(id);
      if (piece == null) {
        throw new InputException(
            where, "expected ids 0.." + (byId.size() - 1) + ", found none for " + id);
      }
      pieces.add(piece);
    }
    return pieces;
  }

  /// Merges are `"left right"` or `["left", "right"]`.
  private static List<String> merges(String where, JsonNode merges) {
    List<String> result = new ArrayList<>();
    for (JsonNode merge : merges) {
      if (merge.isString()) {
        result.add(merge.stringValue());
      } else if (merge.isArray() && merge.size() == 2) {
        result.add(merge.get(0).asString("") + " " + merge.get(1).asString(""));
      } else {
        throw new InputException(where, "model.merges: expected pairs, found " + merge);
      }
    }
    return result;
  }

  /// One Split by a regular expression, then ByteLevel without a pattern of its own: the form of
  /// Llama 3 and BitNet.
  private static Pattern split(String where, JsonNode preTokenizer) {
    JsonNode steps = preTokenizer.path("pretokenizers");
    if (steps.size() != 2) {
      throw new InputException(
          where,
          "pre_tokenizer: expected a Split and a ByteLevel, found " + steps.size() + " steps");
    }
    JsonNode split = steps.get(0);
    JsonNode bytes = steps.get(1);
    requireText(where, split, "first pre-tokenizer", "type", "Split");
    requireText(where, split, "behavior of the Split", "behavior", "Isolated");
    requireNothing(where, "invert of the Split", split.path("invert"));
    requireText(where, bytes, "second pre-tokenizer", "type", "ByteLevel");
    // Both are true where the file does not say.
    requireFalse(where, "use_regex of the ByteLevel", bytes.path("use_regex"));
    requireFalse(where, "add_prefix_space of the ByteLevel", bytes.path("add_prefix_space"));
    String regex = split.path("pattern").path("Regex").asString("");
    if (regex.isEmpty()) {
      throw new InputException(where, "pre_tokenizer: expected a Split by a Regex, found none");
    }
    try {
      // Unicode classes: \s is all white space, as in the engines that the pattern was written for.
      return Pattern.compile(regex, Pattern.UNICODE_CHARACTER_CLASS);
    } catch (PatternSyntaxException e) {
      throw new InputException(
          where, "pre_tokenizer: expected a regular expression, found " + regex, e);
    }
  }

  private static void requireText(
      String where, JsonNode node, String what, String key, String expected) {
    String found = node.path(key).asString("nothing");
    if (!found.equals(expected)) {
      throw new InputException(where, what + ": expected " + expected + ", found " + found);
    }
  }

  private static void requireNothing(String where, String what, JsonNode node) {
    boolean nothing =
        node.isMissingNode() || node.isNull() || (node.isBoolean() && !node.asBoolean());
    if (!nothing) {
      throw new InputException(where, what + ": expected none, found " + node);
    }
  }

  private static void requireFalse(String where, String what, JsonNode node) {
    if (!node.isBoolean() || node.asBoolean()) {
      throw new InputException(
          where, what + ": expected false, found " + (node.isMissingNode() ? "nothing" : node));
    }
  }
}
