package dev.setun.model.tokenizer;

import dev.setun.traces.InputException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Tokenizers from the lists of a GGUF file (spec 4).
public final class TokenizerGguf {
  /// The end of a turn where no key names it: upstream looks for control tokens of these texts.
  private static final Set<String> TURN_ENDS =
      Set.of("<|eot_id|>", "<|im_end|>", "<|end|>", "<end_of_turn>", "<|endoftext|>", "<EOT>");

  private TokenizerGguf() {}

  /// Byte-level BPE, `tokenizer.ggml.model` gpt2.
  ///
  /// @param where what errors call the file
  /// @param pre `tokenizer.ggml.pre`, if the file has it
  /// @param tokens the vocabulary, by id
  /// @param types the type of each token
  /// @param merges pairs `left right`, the lowest rank first
  /// @throws InputException if the lists do not fit, or the text is split in an unknown way
  public static Tokenizer byteLevel(
      String where,
      Optional<String> pre,
      List<String> tokens,
      List<Integer> types,
      List<String> merges) {
    NamedRule rule = NamedRule.of(where, pre);
    Vocabulary vocabulary = vocabulary(where, tokens, types);
    Map<String, Integer> ids = vocabulary.mergeable();
    Merges.Builder builder =
        new Merges.Builder(ids, vocabulary.size(), ByteLevelModel.byLetters(ids));
    for (int rank = 0; rank < merges.size(); rank++) {
      String merge = where + ": merge " + rank;
      builder.add(merge, Merges.Pair.parse(merge, merges.get(rank)), rank);
    }
    TokenModel model =
        new ByteLevelModel(where, ids, builder.build(), rule.steps(), rule.takesWords());
    return tokenizer(vocabulary, model);
  }

  /// The name of the rule of a file, as files made of it have it.
  ///
  /// @param pre `tokenizer.ggml.pre`, if the file has it
  /// @throws InputException if the text is split in an unknown way
  public static String rule(String where, Optional<String> pre) {
    return NamedRule.of(where, pre).label();
  }

  /// SentencePiece, `tokenizer.ggml.model` llama.
  ///
  /// @param where what errors call the file
  /// @param tokens the vocabulary, by id
  /// @param scores the score of each token
  /// @param types the type of each token
  /// @param blankInFront `tokenizer.ggml.add_space_prefix`
  /// @throws InputException if the lists do not fit, or a score is no number
  public static Tokenizer sentencePiece(
      String where,
      List<String> tokens,
      float[] scores,
      List<Integer> types,
      boolean blankInFront) {
    if (scores.length != tokens.size()) {
      throw new InputException(
          where + ": key tokenizer.ggml.scores",
          "expected " + tokens.size() + " scores, found " + scores.length);
    }
    Vocabulary vocabulary = vocabulary(where, tokens, types);
    return tokenizer(
        vocabulary, SentencePieceModel.byScores(where, vocabulary, scores, blankInFront));
  }

  private static Vocabulary vocabulary(String where, List<String> tokens, List<Integer> types) {
    return Vocabulary.of(where + ": key tokenizer.ggml.token_type", tokens, types);
  }

  private static Tokenizer tokenizer(Vocabulary vocabulary, TokenModel model) {
    return new Tokenizer(vocabulary, model, vocabulary.added(), Conventions.DEFAULT);
  }

  /// The same tokenizer with what other keys say about its use.
  ///
  /// @param where what errors call the file
  /// @param beginsText `tokenizer.ggml.add_bos_token`, if the file has it
  /// @param endTokens what the keys of end tokens name
  /// @param turnEnd `tokenizer.ggml.eot_token_id`, if the file has it; where it does not, the
  ///   control tokens that upstream takes for the end of a turn are end tokens too
  /// @param chatTemplate `tokenizer.chat_template`, if the file has it
  /// @throws InputException if an end token is not in the vocabulary
  public static Tokenizer withConventions(
      String where,
      Tokenizer tokenizer,
      Optional<Boolean> beginsText,
      Set<Integer> endTokens,
      Optional<Integer> turnEnd,
      Optional<String> chatTemplate) {
    Set<Integer> ends = new TreeSet<>(endTokens);
    turnEnd.ifPresentOrElse(
        ends::add, () -> TURN_ENDS.forEach(text -> tokenizer.special(text).ifPresent(ends::add)));
    return tokenizer.with(where, new Conventions(beginsText.orElse(true), ends, chatTemplate));
  }
}
