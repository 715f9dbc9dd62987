package dev.setun.model.tokenizer;

import dev.setun.traces.InputException;
import dev.setun.traces.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The rules of byte-level BPE that `tokenizer.ggml.pre` names (spec 4): how a text is cut into
/// words, and whether a whole word of the vocabulary is taken before anything is merged.
enum NamedRule {
  /// That of Llama 3.
  LLAMA_BPE(
      "llama-bpe",
      true,
      "(?:'[sS]|'[tT]|'[rR][eE]|'[vV][eE]|'[mM]|'[lL][lL]|'[dD])"
          + "|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*"
          + "|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"),
  /// What bitnet.cpp does where the key is missing, as in Microsoft's file.
  DEFAULT(
      "default",
      false,
      "[\\p{P}\\$\\+<=>\\^~\\|]+",
      "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)",
      "\\p{N}+",
      "[0-9][0-9][0-9]");

  /// How tokenizer.json files write the first alternatives of Llama 3's expression.
  private static final String ANY_CASE = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";

  private static final String EACH_CASE =
      "(?:'[sS]|'[tT]|'[rR][eE]|'[vV][eE]|'[mM]|'[lL][lL]|'[dD])";

  private final String label;
  private final boolean takesWords;
  private final List<String> expressions;

  NamedRule(String label, boolean takesWords, String... expressions) {
    this.label = label;
    this.takesWords = takesWords;
    this.expressions = List.of(expressions);
  }

  /// The rule of a file.
  ///
  /// @param where what errors call the file
  /// @param pre `tokenizer.ggml.pre`, if the file has it
  /// @throws InputException if there is no such rule
  static NamedRule of(String where, Optional<String> pre) {
    return switch (pre.orElse("default")) {
      case "default" -> DEFAULT;
      // Upstream gives them all the rule of Llama 3.
      case "llama-bpe", "llama3", "llama-v3", "falcon3", "falcon_e" -> LLAMA_BPE;
      default ->
          throw new InputException(
              where + ": key tokenizer.ggml.pre",
              "expected llama-bpe, llama3, llama-v3, falcon3, falcon_e, default or no such key,"
                  + " found "
                  + pre.orElseThrow());
    };
  }

  /// The rule of a tokenizer, if one gives the same ids.
  static Optional<NamedRule> of(ByteLevelModel model) {
    List<PreTokenizer> steps = model.steps();
    for (NamedRule rule : values()) {
      boolean sameWords = steps.size() == rule.expressions.size() + 1;
      for (int i = 0; sameWords && i < rule.expressions.size(); i++) {
        sameWords = isolates(steps.get(i), rule.expressions.get(i));
      }
      if (sameWords
          && steps.getLast() instanceof PreTokenizer.ByteLevel
          && model.givesTheSameIds(rule.takesWords)) {
        return Optional.of(rule);
      }
    }
    return Optional.empty();
  }

  private static boolean isolates(PreTokenizer step, String expression) {
    return step instanceof PreTokenizer.Split split
        && split.behavior() == PreTokenizer.Behavior.ISOLATED
        && !split.inverted()
        && split.pattern().pattern().replace(ANY_CASE, EACH_CASE).equals(expression);
  }

  /// The name in GGUF.
  String label() {
    return label;
  }

  /// Whether a whole word of the vocabulary is taken without merging.
  boolean takesWords() {
    return takesWords;
  }

  List<PreTokenizer> steps() {
    List<PreTokenizer> steps =
        new ArrayList<>(expressions.stream().map(PreTokenizer::isolated).toList());
    steps.add(new PreTokenizer.ByteLevel());
    return steps;
  }

  /// The `pre_tokenizer` of a tokenizer.json.
  ObjectNode json() {
    ArrayNode steps = Json.array();
    for (String expression : expressions) {
      ObjectNode split = Json.object().put("type", "Split");
      split.putObject("pattern").put("Regex", expression);
      steps.add(split.put("behavior", "Isolated").put("invert", false));
    }
    steps.add(
        Json.object()
            .put("type", "ByteLevel")
            .put("add_prefix_space", false)
            .put("trim_offsets", true)
            .put("use_regex", false));
    return Json.object().put("type", "Sequence").set("pretokenizers", steps);
  }
}
