package dev.setun.model.tokenizer;

import dev.setun.traces.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Reads tokenizer.model, SentencePiece's own file: a protobuf with pieces (field 1), the trainer's
/// settings (2) and the normaliser's (3).
public final class SentencePieceFile {
  private static final int BPE = 2;

  private final String where;
  private final List<String> pieces = new ArrayList<>();
  private final List<Float> scores = new ArrayList<>();
  private final List<Integer> types = new ArrayList<>();
  // What SentencePiece takes where the file does not say.
  private long modelType = 1;
  private boolean blankInFront = true;
  private boolean dropsBlanks = true;

  private SentencePieceFile(String where) {
    this.where = where;
  }

  /// @param where what errors call the file
  /// @throws InputException if it is no such file, or a model of another kind
  public static Tokenizer parse(String where, byte[] bytes) {
    return parse(where, bytes, Map.of(), List.of());
  }

  /// As above, with tokens that other files add behind the vocabulary.
  ///
  /// @param added text of each added token, by id
  /// @param specials the ids of them that are special tokens
  static Tokenizer parse(
      String where, byte[] bytes, Map<Integer, String> added, List<Integer> specials) {
    return read(where, bytes, added, specials).build();
  }

  /// What such a file, and the tokens that others add, are made of.
  ///
  /// @throws InputException as [#parse]
  static TokenizerLists.Pieces lists(
      String where, byte[] bytes, Map<Integer, String> added, List<Integer> specials) {
    SentencePieceFile file = read(where, bytes, added, specials);
    file.build();
    return new TokenizerLists.Pieces(file.pieces, file.types, file.scores, file.blankInFront);
  }

  private static SentencePieceFile read(
      String where, byte[] bytes, Map<Integer, String> added, List<Integer> specials) {
    SentencePieceFile file = new SentencePieceFile(where);
    file.read(new ProtobufReader(where, bytes));
    file.append(new TreeMap<>(added), specials);
    return file;
  }

  private void read(ProtobufReader file) {
    while (file.next()) {
      switch (file.field()) {
        case 1 -> readPiece(file.message());
        case 2 -> readTrainer(file.message());
        case 3 -> readNormaliser(file.message());
        default -> file.skip();
      }
    }
  }

  private void readPiece(ProtobufReader piece) {
    String text = "";
    float score = 0;
    long type = 1;
    while (piece.next()) {
      switch (piece.field()) {
        case 1 -> text = piece.text();
        case 2 -> score = piece.real();
        case 3 -> type = piece.whole();
        default -> piece.skip();
      }
    }
    pieces.add(text);
    scores.add(score);
    types.add((int) Math.clamp(type, -1, 100));
  }

  private void readTrainer(ProtobufReader trainer) {
    while (trainer.next()) {
      switch (trainer.field()) {
        case 3 -> modelType = trainer.whole();
        case 24 -> requireZero("treat_whitespace_as_suffix", trainer.whole());
        default -> trainer.skip();
      }
    }
  }

  private void readNormaliser(ProtobufReader normaliser) {
    while (normaliser.next()) {
      switch (normaliser.field()) {
        case 2 -> requireZero("precompiled_charsmap", normaliser.message().isEmpty() ? 0 : 1);
        case 3 -> blankInFront = normaliser.whole() != 0;
        case 4 -> dropsBlanks = normaliser.whole() != 0;
        case 5 -> requireZero("keeping of blanks", normaliser.whole() != 0 ? 0 : 1);
        default -> normaliser.skip();
      }
    }
  }

  private void requireZero(String what, long found) {
    if (found != 0) {
      throw new InputException(where, "expected no " + what + ", found one");
    }
  }

  private void append(TreeMap<Integer, String> added, List<Integer> specials) {
    for (Map.Entry<Integer, String> token : added.entrySet()) {
      if (token.getKey() != pieces.size()) {
        throw new InputException(
            where, "expected an added token for id " + pieces.size() + ", found " + token.getKey());
      }
      pieces.add(token.getValue());
      scores.add(0f);
      types.add(specials.contains(token.getKey()) ? 3 : 4);
    }
  }

  private Tokenizer build() {
    if (modelType != BPE) {
      throw new InputException(where, "expected model type 2 (BPE), found " + modelType);
    }
    if (dropsBlanks) {
      throw new InputException(where, "remove_extra_whitespaces: expected false, found true");
    }
    Vocabulary vocabulary = Vocabulary.of(where, pieces, types);
    float[] scoreArray = new float[scores.size()];
    for (int i = 0; i < scoreArray.length; i++) {
      scoreArray[i] = scores.get(i);
    }
    return new Tokenizer(
        vocabulary,
        SentencePieceModel.byScores(where, vocabulary, scoreArray, blankInFront),
        vocabulary.added(),
        Conventions.DEFAULT);
  }
}
