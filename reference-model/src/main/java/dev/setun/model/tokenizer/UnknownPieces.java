package dev.setun.model.tokenizer;

/// What a merge may name or make that is not in the vocabulary.
enum UnknownPieces {
  /// Nothing: the files of Hugging Face do not have such merges.
  REFUSE,
  /// A piece that can be merged further; one that is left over becomes the tokens of its bytes, as
  /// in llama.cpp (spec 4, step 5).
  SPELL
}
