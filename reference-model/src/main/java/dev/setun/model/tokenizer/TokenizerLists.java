package dev.setun.model.tokenizer;

import java.util.List;

/// What a tokenizer is made of, apart from the kind of file that holds it: what goes from one kind
/// of file to another.
public sealed interface TokenizerLists {
  /// How each token is written, by id.
  List<String> tokens();

  /// What each token is, by id, as `tokenizer.ggml.token_type` numbers it.
  List<Integer> types();

  /// Byte-level BPE.
  ///
  /// @param merges pairs `left right`, the lowest rank first
  /// @param pre the rule that cuts a text into words, by its name in GGUF: `llama-bpe` or `default`
  /// @param lost what the lists do not say and the file did, a line each
  record BytePairs(
      List<String> tokens, List<Integer> types, List<String> merges, String pre, List<String> lost)
      implements TokenizerLists {
    public BytePairs {
      tokens = List.copyOf(tokens);
      types = List.copyOf(types);
      merges = List.copyOf(merges);
      lost = List.copyOf(lost);
    }
  }

  /// SentencePiece.
  ///
  /// @param scores of each token; the highest goes first
  /// @param blankInFront whether a text gets a blank in front
  record Pieces(List<String> tokens, List<Integer> types, List<Float> scores, boolean blankInFront)
      implements TokenizerLists {
    public Pieces {
      tokens = List.copyOf(tokens);
      types = List.copyOf(types);
      scores = List.copyOf(scores);
    }
  }
}
