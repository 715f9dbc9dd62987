package dev.setun.model.tokenizer;

import dev.setun.traces.InputException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Byte-level BPE from the lists of a GGUF file (spec 4).
public final class TokenizerGguf {
  /// `tokenizer.ggml.token_type` of a token that stands for no text.
  private static final int CONTROL = 3;

  private static final List<Pattern> LLAMA_BPE =
      patterns(
          "(?:'[sS]|'[tT]|'[rR][eE]|'[vV][eE]|'[mM]|'[lL][lL]|'[dD])|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+"
              + "|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+");

  /// What bitnet.cpp does where the key is missing, as in Microsoft's file.
  private static final List<Pattern> MISSING =
      patterns(
          "[\\p{P}\\$\\+<=>\\^~\\|]+",
          "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)",
          "\\p{N}+",
          "[0-9][0-9][0-9]");

  private TokenizerGguf() {}

  private static List<Pattern> patterns(String... expressions) {
    return Stream.of(expressions)
        .map(expression -> Pattern.compile(expression, Pattern.UNICODE_CHARACTER_CLASS))
        .toList();
  }

  /// @param where what errors call the file
  /// @param pre `tokenizer.ggml.pre`, if the file has it
  /// @param tokens the vocabulary, by id
  /// @param types the type of each token
  /// @param merges pairs `left right`, the lowest rank first
  /// @throws InputException if the lists do not fit, or the text is split in an unknown way
  public static Tokenizer of(
      String where,
      Optional<String> pre,
      List<String> tokens,
      List<Integer> types,
      List<String> merges) {
    if (types.size() != tokens.size()) {
      throw new InputException(
          where + ": key tokenizer.ggml.token_type",
          "expected " + tokens.size() + " types, found " + types.size());
    }
    Map<Integer, String> specials = new HashMap<>();
    for (int id = 0; id < types.size(); id++) {
      if (types.get(id) == CONTROL) {
        specials.put(id, tokens.get(id));
      }
    }
    boolean llama = pre.isPresent();
    if (llama && !List.of("llama-bpe", "llama3").contains(pre.get())) {
      throw new InputException(
          where + ": key tokenizer.ggml.pre",
          "expected llama-bpe, llama3 or no such key, found " + pre.get());
    }
    // Only the Llama 3 rule takes a whole word of the vocabulary before it merges.
    return Tokenizer.byteLevel(
        where, tokens, merges, UnknownPieces.SPELL, llama ? LLAMA_BPE : MISSING, llama, specials);
  }
}
