package dev.setun.model.tokenizer;

import dev.setun.traces.InputException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// Text to ids and back. Immutable.
///
/// User defined tokens, and special ones where they are asked for, are found first; the text
/// between them is encoded by byte-level byte-pair encoding (spec 4) or by SentencePiece's.
public final class Tokenizer {
  private final Vocabulary vocabulary;
  private final TokenModel model;
  private final Conventions conventions;
  private final List<AddedToken> added;
  private final Passes ordinary;
  private final Passes withSpecials;

  /// How added tokens are looked for: those that are not normalised in the text, the others in what
  /// normalisation made of the parts between.
  private record Passes(AddedTokens before, AddedTokens after) {}

  /// @param added the tokens to be found in a text
  Tokenizer(
      Vocabulary vocabulary, TokenModel model, List<AddedToken> added, Conventions conventions) {
    this.vocabulary = vocabulary;
    this.model = model;
    this.added = List.copyOf(added);
    this.conventions = conventions;
    this.ordinary = passes(false);
    this.withSpecials = passes(true);
  }

  private Passes passes(boolean specials) {
    return new Passes(pass(false, specials), pass(true, specials));
  }

  private AddedTokens pass(boolean normalized, boolean specials) {
    return new AddedTokens(
        added.stream()
            .filter(token -> token.normalized() == normalized)
            .filter(token -> specials || !isSpecial(token.id()))
            .toList(),
        text -> normalized && !text.isEmpty() ? model.normalise(text) : text);
  }

  /// The same tokenizer with what other files say about its use.
  ///
  /// @throws InputException if an end token is not in the vocabulary
  Tokenizer with(String where, Conventions other) {
    for (int id : other.endTokens()) {
      if (id < 0 || id >= size()) {
        throw new InputException(where, "expected end tokens below " + size() + ", found " + id);
      }
    }
    return new Tokenizer(vocabulary, model, added, other);
  }

  /// What the files of the model say about the use of this tokenizer.
  public Conventions conventions() {
    return conventions;
  }

  /// Number of ids.
  public int size() {
    return vocabulary.size();
  }

  /// The ids of a text, without a begin-of-text token. The text of a special token is encoded as
  /// ordinary text.
  public int[] encode(String text) {
    return encode(text, ordinary);
  }

  /// As [#encode], but the text of a special token becomes that token.
  public int[] encodeWithSpecials(String text) {
    return encode(text, withSpecials);
  }

  private int[] encode(String text, Passes passes) {
    IntStream.Builder ids = IntStream.builder();
    passes.before.split(
        text,
        part ->
            passes.after.split(model.normalise(part), word -> model.encode(word, ids), ids::add),
        ids::add);
    return ids.build().toArray();
  }

  /// The id of a special token, if there is one of this text.
  public OptionalInt special(String text) {
    return added.stream()
        .filter(token -> isSpecial(token.id()) && token.text().equals(text))
        .mapToInt(AddedToken::id)
        .min();
  }

  /// Whether an id is a special token, which stands for no text.
  public boolean isSpecial(int id) {
    return id < size() && vocabulary.types().get(id).special();
  }

  /// How the vocabulary writes an id, for tables and messages.
  ///
  /// @param id 0 .. size - 1
  public String piece(int id) {
    return vocabulary.pieces().get(id);
  }

  /// The bytes that an id stands for; none for a special token or an id without a piece.
  public byte[] bytes(int id) {
    if (id >= size()) {
      return new byte[0];
    }
    String piece = piece(id);
    return switch (vocabulary.types().get(id)) {
      case UNKNOWN, CONTROL, UNUSED -> new byte[0];
      case USER_DEFINED -> piece.getBytes(StandardCharsets.UTF_8);
      case BYTE -> new byte[] {TokenType.byteOf(piece).orElseThrow()};
      case NORMAL -> model.bytes(piece);
    };
  }

  /// Whether a text that is decoded from its begin has a blank in front that was not in the text.
  boolean beginsWithBlank() {
    return model.beginsWithBlank();
  }

  /// The text of some ids, from its begin. Special tokens give nothing; bytes that are no UTF-8
  /// give U+FFFD.
  public String decode(int[] ids) {
    return decode(StreamingDecoder.ofText(this), ids);
  }

  /// As [#decode], but what comes before these ids is text too.
  public String decodeContinuation(int[] ids) {
    return decode(StreamingDecoder.ofContinuation(this), ids);
  }

  private static String decode(StreamingDecoder decoder, int[] ids) {
    StringBuilder text = new StringBuilder();
    for (int id : ids) {
      text.append(decoder.next(id));
    }
    return text.append(decoder.end()).toString();
  }
}
