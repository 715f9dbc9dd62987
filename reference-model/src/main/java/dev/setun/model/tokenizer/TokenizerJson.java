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
    if (!model.path("type").asString("").equals("BPE")) {
      throw new InputException(
          where, "model.type: expected BPE, found " + model.path("type").asString("nothing"));
    }
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
    List<String> pieces = new ArrayList<>();
    for (int id = 0; id < byId.size(); id++) {
      String piece = byId.get(id);
      if (piece == null) {
        throw new InputException(
            where, "expected ids 0.." + (byId.size() - 1) + ", found none for " + id);
      }
      pieces.add(piece);
    }
    return new Tokenizer(
        pieces,
        merges(where, model.path("merges")),
        List.of(split(where, root.path("pre_tokenizer"))),
        model.path("ignore_merges").asBoolean(false),
        specials);
  }

  private static void put(String where, Map<Integer, String> byId, JsonNode id, String piece) {
    if (!id.isIntegralNumber()
        || !id.canConvertToInt()
        || id.intValue() < 0
        || id.intValue() > MOST_TOKENS) {
      throw new InputException(where, "expected an id of 0.." + MOST_TOKENS + ", found " + id);
    }
    String before = byId.putIfAbsent(id.intValue(), piece);
    if (before != null && !before.equals(piece)) {
      throw new InputException(where, "expected one token for id " + id + ", found two");
    }
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

  private static Pattern split(String where, JsonNode preTokenizer) {
    JsonNode steps = preTokenizer.path("pretokenizers");
    for (JsonNode step : steps) {
      if (step.path("type").asString("").equals("Split")) {
        String regex = step.path("pattern").path("Regex").asString("");
        try {
          return Pattern.compile(regex, Pattern.UNICODE_CHARACTER_CLASS);
        } catch (PatternSyntaxException e) {
          throw new InputException(
              where, "pre_tokenizer: expected a regular expression, found " + regex, e);
        }
      }
    }
    throw new InputException(where, "pre_tokenizer: expected a Split with a Regex, found none");
  }
}
