package dev.setun.model.tokenizer;

import dev.setun.traces.InputException;
import java.util.Optional;

/// What a token of a vocabulary is, numbered as in `tokenizer.ggml.token_type` of GGUF and in the
/// pieces of SentencePiece.
enum TokenType {
  /// A piece of text.
  NORMAL(1),
  /// Stands for what the vocabulary cannot write.
  UNKNOWN(2),
  /// Stands for no text, such as the begin of text.
  CONTROL(3),
  /// Found in a text before all else, whether special tokens are wanted or not.
  USER_DEFINED(4),
  /// A place holder, which no text becomes.
  UNUSED(5),
  /// `<0xNN>`, a byte of a character that is in no piece.
  BYTE(6);

  private final int id;

  TokenType(int id) {
    this.id = id;
  }

  /// Its number.
  int id() {
    return id;
  }

  /// @param where what errors call the number
  /// @throws InputException if there is no such type
  static TokenType ofId(String where, long id) {
    for (TokenType type : values()) {
      if (type.id == id) {
        return type;
      }
    }
    throw new InputException(where, "expected a token type of 1..6, found " + id);
  }

  /// Whether the text of such a token is read only where special tokens are asked for.
  boolean special() {
    return switch (this) {
      case UNKNOWN, CONTROL -> true;
      case NORMAL, USER_DEFINED, UNUSED, BYTE -> false;
    };
  }

  /// The byte of the text `<0xNN>`.
  static Optional<Byte> byteOf(String text) {
    boolean form = text.length() == 6 && text.startsWith("<0x") && text.charAt(5) == '>';
    int high = form ? Character.digit(text.charAt(3), 16) : -1;
    int low = form ? Character.digit(text.charAt(4), 16) : -1;
    boolean ascii = form && text.charAt(3) < 0x80 && text.charAt(4) < 0x80;
    return ascii && high >= 0 && low >= 0
        ? Optional.of((byte) (high << 4 | low))
        : Optional.empty();
  }
}
