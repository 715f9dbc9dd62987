package dev.setun.model.tokenizer;

import dev.setun.traces.InputException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Byte-level byte-pair encoding (spec 4).
///
/// Text is cut into words by [PreTokenizer]s, one of which writes a word in one letter for each
/// byte of its UTF-8. The letters are the first tokens, which the [Merges] merge.
final class ByteLevelModel implements TokenModel {
  private static final int BYTES = 256;

  private final List<PreTokenizer> steps;
  private final Merges merges;
  private final int[] letterIds = new int[ByteAlphabet.END];

  private final Map<String, Integer> ids;

  /// Whether a whole word of the vocabulary is taken without merging.
  private final boolean takesWords;

  /// @param where what errors call the file
  /// @param ids normal pieces
  /// @param ignoreMerges whether a whole word of the vocabulary is taken without merging
  /// @throws InputException if a byte has no token
  ByteLevelModel(
      String where,
      Map<String, Integer> ids,
      Merges merges,
      List<PreTokenizer> steps,
      boolean ignoreMerges) {
    this.steps = List.copyOf(steps);
    this.merges = merges;
    this.ids = ids;
    this.takesWords = ignoreMerges;
    Arrays.fill(letterIds, -1);
    for (int value = 0; value < BYTES; value++) {
      String letter = ByteAlphabet.encode((byte) value);
      Integer id = ids.get(letter);
      if (id == null) {
        throw new InputException(
            where, "expected a token for every byte, found none for byte " + value);
      }
      letterIds[letter.charAt(0)] = id;
    }
  }

  /// Spells a piece that a merge makes but the vocabulary lacks by its letters, as in llama.cpp
  /// (spec 4, step 5).
  static Merges.Speller byLetters(Map<String, Integer> ids) {
    return (where, piece) ->
        piece
            .chars()
            .map(letter -> {
              Integer id = ids.get(Character.toString(letter));
              if (id == null) {
                throw notInVocabulary(where, Character.toString(letter));
              }
              return id;
            })
            .toArray();
  }

  static InputException notInVocabulary(String where, String piece) {
    return new InputException(where, "expected a token of the vocabulary, found " + piece);
  }

  /// How a text is cut into words.
  List<PreTokenizer> steps() {
    return steps;
  }

  /// Whether texts get the same ids if whole words of the vocabulary are taken without merging, or
  /// are not.
  boolean givesTheSameIds(boolean takingWords) {
    return takingWords == takesWords || mergesReachEveryWord();
  }

  private boolean mergesReachEveryWord() {
    return ids.entrySet().stream()
        .filter(
            word -> word.getKey().chars().allMatch(c -> c < letterIds.length && letterIds[c] >= 0))
        .allMatch(word -> Arrays.equals(merged(word.getKey()), new int[] {word.getValue()}));
  }

  private int[] merged(String letters) {
    return merges.apply(letters.chars().map(letter -> letterIds[letter]).toArray());
  }

  @Override
  public String normalise(String text) {
    return text;
  }

  @Override
  public void encode(String normalised, IntStream.Builder ids) {
    encode(normalised, 0, ids);
  }

  /// Cuts by the steps from number `next` on.
  private void encode(String word, int next, IntStream.Builder ids) {
    if (next == steps.size()) {
      encodeWord(word, ids);
      return;
    }
    for (String part : steps.get(next).split(word)) {
      encode(part, next + 1, ids);
    }
  }

  private void encodeWord(String letters, IntStream.Builder into) {
    Integer whole = takesWords ? ids.get(letters) : null;
    if (whole != null) {
      into.add(whole);
      return;
    }
    IntStream.of(merged(letters)).forEach(into);
  }

  @Override
  public byte[] bytes(String piece) {
    return ByteAlphabet.decode(piece);
  }

  @Override
  public boolean beginsWithBlank() {
    return false;
  }
}
