package dev.setun.model.tokenizer;

import java.util.stream.IntStream;

/// How text without added tokens becomes ids, and a normal piece text.
sealed interface TokenModel permits ByteLevelModel, SentencePieceModel {
  /// A text, not empty, in the form that [#encode] takes.
  String normalise(String text);

  /// Adds the ids of a normalised text, not empty.
  void encode(String normalised, IntStream.Builder ids);

  /// The bytes of a normal piece.
  byte[] bytes(String piece);

  /// Whether a text that is decoded from its begin has a blank in front that was not in the text.
  boolean beginsWithBlank();
}
