package dev.setun.model.tokenizer;

import dev.setun.traces.InputException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// SentencePiece's byte-pair encoding as Llama 2 and the 1bitLLM models have it.
///
/// A blank is put in front and blanks become U+2581. The characters are the first symbols; of the
/// adjacent pairs whose joined text is a piece, the one with the highest score is merged, the
/// leftmost on ties, until there is none. A character that is in no piece becomes the byte tokens
/// `<0xNN>` of its UTF-8, or where a vocabulary has none of those, a run of such characters becomes
/// one unknown token.
final class SentencePieceModel implements TokenModel {
  /// U+2581, which stands for a blank.
  static final char BLANK = '\u2581';

  private static final int BYTES = 256;
  private static final int LONGEST_PIECE = 1024;

  private final Map<String, Integer> ids;
  private final Map<String, Integer> extraIds;
  private final Unwritable unwritable;
  private final Merges merges;
  private final boolean blankInFront;

  private SentencePieceModel(
      Map<String, Integer> ids, Merges.Builder merges, Unwritable unwritable, boolean blank) {
    this.ids = ids;
    this.extraIds = Map.copyOf(merges.extraIds());
    this.unwritable = unwritable;
    this.merges = merges.build();
    this.blankInFront = blank;
  }

  /// What a character becomes that is in no piece.
  ///
  /// @param byteIds the token of each byte, or nothing
  /// @param unknown the unknown token, if there is one
  private record Unwritable(List<Integer> byteIds, OptionalInt unknown) {
    int[] tokens(String character) {
      if (byteIds.isEmpty()) {
        return new int[] {unknown.orElseThrow()};
      }
      byte[] utf8 = character.getBytes(StandardCharsets.UTF_8);
      return IntStream.range(0, utf8.length).map(i -> byteIds.get(utf8[i] & 0xff)).toArray();
    }
  }

  /// Merges by score.
  ///
  /// @param where what errors call the file
  /// @param scores of each token; the highest goes first
  /// @param blankInFront whether a text gets a blank in front
  /// @throws InputException if a score is no number, or some bytes have a token and others not
  static SentencePieceModel byScores(
      String where, Vocabulary vocabulary, float[] scores, boolean blankInFront) {
    Map<String, Integer> ids = vocabulary.mergeable();
    Symbols symbols = Symbols.of(ids);
    Unwritable unwritable = unwritable(where, vocabulary);
    Merges.Builder merges =
        new Merges.Builder(ids, vocabulary.size(), (_, character) -> unwritable.tokens(character));
    float[] ascending = scores.clone();
    Arrays.sort(ascending);
    for (int id = 0; id < vocabulary.size(); id++) {
      String piece = vocabulary.pieces().get(id);
      if (Float.isNaN(scores[id])) {
        throw new InputException(where, "expected a score for token " + id + ", found NaN");
      }
      if (piece.length() > LONGEST_PIECE) {
        throw new InputException(
            where,
            "expected pieces of at most "
                + LONGEST_PIECE
                + " characters, found "
                + piece.length()
                + " in token "
                + id);
      }
      if (ids.getOrDefault(piece, -1) == id) {
        symbols.addPairs(where, piece, rank(ascending, scores[id]), merges);
      }
    }
    return new SentencePieceModel(ids, merges, unwritable, blankInFront);
  }

  /// The same for equal scores, lower for higher ones.
  private static int rank(float[] ascending, float score) {
    int low = 0;
    int high = ascending.length;
    // The number of scores up to this one; -0 and 0 are the same score.
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ascending[middle] <= score) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return ascending.length - low;
  }

  /// The texts that can be one symbol: the pieces and all single characters. Their hashes are
  /// known, so that of the many ways to cut a piece in two, hardly any makes a text that is none.
  private record Symbols(Map<String, Integer> ids, int[] hashes) {
    static Symbols of(Map<String, Integer> ids) {
      int[] hashes = ids.keySet().stream().mapToInt(String::hashCode).sorted().toArray();
      return new Symbols(ids, hashes);
    }

    boolean contains(String piece, int from, int to, int hash) {
      return to - from == Character.charCount(piece.codePointAt(from))
          || Arrays.binarySearch(hashes, hash) >= 0 && ids.containsKey(piece.substring(from, to));
    }

    /// Adds all pairs of symbols whose joined text is the piece.
    void addPairs(String where, String piece, int rank, Merges.Builder merges) {
      // Of what is behind each place, as String defines it.
      int[] behind = new int[piece.length() + 1];
      int power = 1;
      for (int at = piece.length() - 1; at >= 0; at--) {
        behind[at] = behind[at + 1] + piece.charAt(at) * power;
        power *= 31;
      }
      int before = 0;
      for (int at = 1; at < piece.length(); at++) {
        before = 31 * before + piece.charAt(at - 1);
        boolean insideOfCharacter =
            Character.isSurrogatePair(piece.charAt(at - 1), piece.charAt(at));
        if (!insideOfCharacter
            && contains(piece, 0, at, before)
            && contains(piece, at, piece.length(), behind[at])) {
          merges.add(where, new Merges.Pair(piece.substring(0, at), piece.substring(at)), rank);
        }
      }
    }
  }

  /// Merges by a list, the first pair first, as the files of Hugging Face have it.
  ///
  /// @throws InputException if a merge names or makes a piece that is not in the vocabulary
  static SentencePieceModel byMerges(
      String where, Vocabulary vocabulary, List<Merges.Pair> pairs, boolean blankInFront) {
    Map<String, Integer> ids = vocabulary.mergeable();
    Merges.Builder merges =
        new Merges.Builder(
            ids,
            vocabulary.size(),
            (merge, piece) -> {
              throw ByteLevelModel.notInVocabulary(merge, piece);
            });
    for (int rank = 0; rank < pairs.size(); rank++) {
      merges.add(where + ": merge " + rank, pairs.get(rank), rank);
    }
    return new SentencePieceModel(ids, merges, unwritable(where, vocabulary), blankInFront);
  }

  private static Unwritable unwritable(String where, Vocabulary vocabulary) {
    int[] byteIds = new int[BYTES];
    Arrays.fill(byteIds, -1);
    OptionalInt unknown = OptionalInt.empty();
    for (int id = 0; id < vocabulary.size(); id++) {
      switch (vocabulary.types().get(id)) {
        case BYTE -> byteIds[byteOf(where, id, vocabulary.pieces().get(id)) & 0xff] = id;
        case UNKNOWN -> unknown = unknown.isPresent() ? unknown : OptionalInt.of(id);
        case NORMAL, CONTROL, USER_DEFINED, UNUSED -> {}
      }
    }
    List<Integer> found = new ArrayList<>();
    for (int value = 0; value < BYTES; value++) {
      if (byteIds[value] >= 0) {
        found.add(byteIds[value]);
      }
    }
    if (found.size() != BYTES && (!found.isEmpty() || unknown.isEmpty())) {
      throw new InputException(
          where,
          "expected tokens for all 256 bytes, or none and an unknown token, found " + found.size());
    }
    return new Unwritable(found, unknown);
  }

  private static byte byteOf(String where, int id, String piece) {
    return TokenType.byteOf(piece)
        .orElseThrow(() ->
            new InputException(
                where, "token " + id + ": expected a byte <0x00>..<0xFF>, found " + piece));
  }

  @Override
  public String normalise(String text) {
    return (blankInFront ? " " + text : text).replace(' ', BLANK);
  }

  @Override
  public void encode(String normalised, IntStream.Builder result) {
    IntStream.Builder symbols = IntStream.builder();
    normalised
        .codePoints()
        .forEach(point -> {
          String character = Character.toString(point);
          Integer id = ids.get(character);
          id = id == null ? extraIds.get(character) : id;
          if (id == null) {
            IntStream.of(unwritable.tokens(character)).forEach(symbols);
          } else {
            symbols.add(id);
          }
        });
    int before = -1;
    for (int id : merges.apply(symbols.build().toArray())) {
      boolean sameUnknown =
          id == before && unwritable.byteIds().isEmpty() && id == unwritable.unknown().orElse(-1);
      if (!sameUnknown) {
        result.add(id);
      }
      before = id;
    }
  }

  @Override
  public byte[] bytes(String piece) {
    return piece.replace(BLANK, ' ').getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public boolean beginsWithBlank() {
    return blankInFront;
  }
}
