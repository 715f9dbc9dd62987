package dev.setun.model.tokenizer;

import dev.setun.traces.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import tools.jackson.databind.JsonNode;

/// Reads the pre_tokenizer of a tokenizer.json of byte-level BPE: ByteLevel, alone or in a Sequence
/// with Split, Digits and Punctuation.
final class PreTokenizerJson {
  private static final int MOST_STEPS = 32;

  /// What ByteLevel cuts by where it is told to.
  private static final PreTokenizer GPT_2 =
      PreTokenizer.isolated(
          "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+");

  private final String where;

  private PreTokenizerJson(String where) {
    this.where = where;
  }

  /// @throws InputException if it is not what is described above
  static List<PreTokenizer> parse(String where, JsonNode node) {
    PreTokenizerJson reader = new PreTokenizerJson(where + ": pre_tokenizer");
    boolean sequence = node.path("type").asString("").equals("Sequence");
    JsonNode steps = node.path("pretokenizers");
    List<PreTokenizer> result = new ArrayList<>();
    if (!sequence) {
      reader.add(node, result);
    } else if (steps.size() > MOST_STEPS) {
      throw reader.problem("expected at most " + MOST_STEPS + " steps, found " + steps.size());
    } else {
      for (JsonNode step : steps) {
        reader.add(step, result);
      }
    }
    long byteLevels = result.stream().filter(PreTokenizer.ByteLevel.class::isInstance).count();
    if (byteLevels != 1) {
      throw reader.problem("expected one ByteLevel, found " + byteLevels);
    }
    return result;
  }

  private void add(JsonNode step, List<PreTokenizer> steps) {
    String type = step.path("type").asString("nothing");
    switch (type) {
      case "Split" ->
          steps.add(
              new PreTokenizer.Split(
                  splitPattern(step.path("pattern")),
                  behavior(step.path("behavior").asString("nothing")),
                  flag(step, "invert", false)));
      case "Digits" ->
          steps.add(
              new PreTokenizer.Split(
                  PreTokenizer.pattern("\\p{N}"),
                  flag(step, "individual_digits", false)
                      ? PreTokenizer.Behavior.ISOLATED
                      : PreTokenizer.Behavior.CONTIGUOUS,
                  false));
      case "Punctuation" ->
          steps.add(
              new PreTokenizer.Split(
                  PreTokenizer.pattern("[!-/:-@\\[-`{-~\\p{P}]"),
                  behavior(step.path("behavior").asString("Isolated")),
                  false));
      case "ByteLevel" -> {
        // Both are true where the file does not say.
        if (flag(step, "add_prefix_space", true)) {
          throw problem("add_prefix_space of the ByteLevel: expected false, found true");
        }
        if (flag(step, "use_regex", true)) {
          steps.add(GPT_2);
        }
        steps.add(new PreTokenizer.ByteLevel());
      }
      default -> throw problem("expected Split, Digits, Punctuation or ByteLevel, found " + type);
    }
  }

  private boolean flag(JsonNode step, String key, boolean otherwise) {
    JsonNode node = step.path(key);
    if (!node.isMissingNode() && !node.isBoolean()) {
      throw problem(key + ": expected true or false, found " + node);
    }
    return node.asBoolean(otherwise);
  }

  private PreTokenizer.Behavior behavior(String name) {
    return switch (name) {
      case "Removed" -> PreTokenizer.Behavior.REMOVED;
      case "Isolated" -> PreTokenizer.Behavior.ISOLATED;
      case "Contiguous" -> PreTokenizer.Behavior.CONTIGUOUS;
      case "MergedWithPrevious" -> PreTokenizer.Behavior.MERGED_WITH_PREVIOUS;
      case "MergedWithNext" -> PreTokenizer.Behavior.MERGED_WITH_NEXT;
      default ->
          throw problem(
              "behavior: expected Removed, Isolated, Contiguous, MergedWithPrevious or"
                  + " MergedWithNext, found "
                  + name);
    };
  }

  private Pattern splitPattern(JsonNode pattern) {
    String text = pattern.path("String").asString("");
    String regex = text.isEmpty() ? pattern.path("Regex").asString("") : Pattern.quote(text);
    if (regex.isEmpty()) {
      throw problem("expected a Split by a Regex or a String, found none");
    }
    try {
      return PreTokenizer.pattern(regex);
    } catch (PatternSyntaxException e) {
      throw new InputException(where, "expected a regular expression, found " + regex, e);
    }
  }

  private InputException problem(String problem) {
    return new InputException(where, problem);
  }
}
