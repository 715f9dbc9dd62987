package dev.setun.model.tokenizer;

import dev.setun.traces.InputException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Byte-level byte-pair encoding (spec 4). Immutable.
///
/// Text is split into words by a pattern, or by several, each applied to the words of the one
/// before. The UTF-8 bytes of a word are its first tokens; the adjacent pair with the lowest rank
/// is merged, the leftmost on ties, until no pair is among the [Merges].
public final class Tokenizer {
  private static final int BYTES = 256;

  private final List<String> pieces;
  private final Map<String, Integer> ids;
  private final int[] byteIds;
  private final Merges merges;
  private final List<Pattern> splits;
  private final boolean ignoreMerges;
  private final Map<Integer, String> specials;
  private final Pattern specialText;

  private Tokenizer(
      List<String> pieces,
      Map<String, Integer> ids,
      Merges merges,
      List<Pattern> splits,
      boolean ignoreMerges,
      Map<Integer, String> specials) {
    this.pieces = List.copyOf(pieces);
    this.ids = ids;
    this.merges = merges;
    this.splits = List.copyOf(splits);
    this.ignoreMerges = ignoreMerges;
    this.specials = Map.copyOf(specials);
    this.specialText = anyOf(specials);
    this.byteIds =
        IntStream.range(0, BYTES)
            .map(value -> ids.getOrDefault(ByteAlphabet.encode((byte) value), -1))
            .toArray();
  }

  /// @param where what errors call the file
  /// @param pieces the vocabulary by id, in the letters of byte-level BPE; special tokens as they
  ///   are
  /// @param merges pairs `left right`, the lowest rank first
  /// @param split finds the words of a text; what lies between two words is a word too
  /// @param ignoreMerges whether a whole word of the vocabulary is taken without merging
  /// @param specials text of the special tokens, by id
  /// @throws InputException if a byte has no token, or a merge names or makes none
  public static Tokenizer byteLevel(
      String where,
      List<String> pieces,
      List<String> merges,
      Pattern split,
      boolean ignoreMerges,
      Map<Integer, String> specials) {
    return byteLevel(
        where, pieces, merges, UnknownPieces.REFUSE, List.of(split), ignoreMerges, specials);
  }

  /// As above, with several patterns, each applied to the words of the one before, and with a
  /// choice of what a merge may make.
  static Tokenizer byteLevel(
      String where,
      List<String> pieces,
      List<String> merges,
      UnknownPieces unknown,
      List<Pattern> splits,
      boolean ignoreMerges,
      Map<Integer, String> specials) {
    Map<String, Integer> ids = new HashMap<>();
    for (int id = 0; id < pieces.size(); id++) {
      if (!specials.containsKey(id)) {
        ids.putIfAbsent(pieces.get(id), id);
      }
    }
    Tokenizer tokenizer =
        new Tokenizer(
            pieces,
            ids,
            Merges.parse(where, merges, ids, pieces.size(), unknown),
            splits,
            ignoreMerges,
            specials);
    for (int value = 0; value < BYTES; value++) {
      if (tokenizer.byteIds[value] < 0) {
        throw new InputException(
            where, "expected a token for every byte, found none for byte " + value);
      }
    }
    return tokenizer;
  }

  /// The longest of several special tokens that begin alike comes first.
  private static Pattern anyOf(Map<Integer, String> specials) {
    return Pattern.compile(
        specials.values().stream()
            .filter(text -> !text.isEmpty())
            .sorted(Comparator.comparingInt(String::length).reversed().thenComparing(text -> text))
            .map(Pattern::quote)
            .collect(Collectors.joining("|")));
  }

  /// Number of ids.
  public int size() {
    return pieces.size();
  }

  /// The ids of a text, without a begin-of-text token. The text of a special token is encoded as
  /// ordinary text.
  public int[] encode(String text) {
    IntStream.Builder result = IntStream.builder();
    encodeSplit(text, 0, result);
    return result.build().toArray();
  }

  /// As [#encode], but the text of a special token becomes that token.
  public int[] encodeWithSpecials(String text) {
    IntStream.Builder result = IntStream.builder();
    int end = 0;
    if (!specialText.pattern().isEmpty()) {
      Matcher found = specialText.matcher(text);
      while (found.find()) {
        encodeSplit(text.substring(end, found.start()), 0, result);
        result.add(special(found.group()).orElseThrow());
        end = found.end();
      }
    }
    encodeSplit(text.substring(end), 0, result);
    return result.build().toArray();
  }

  /// The id of a special token, if there is one of this text.
  public OptionalInt special(String text) {
    return specials.entrySet().stream()
        .filter(special -> special.getValue().equals(text))
        .mapToInt(Map.Entry::getKey)
        .min();
  }

  /// Whether an id is a special token, which stands for no text.
  public boolean isSpecial(int id) {
    return specials.containsKey(id);
  }

  /// How the vocabulary writes an id, for tables and messages.
  ///
  /// @param id 0 .. size - 1
  public String piece(int id) {
    return pieces.get(id);
  }

  /// The bytes that an id stands for; none for a special token or an id without a piece.
  public byte[] bytes(int id) {
    if (specials.containsKey(id) || id >= pieces.size()) {
      return new byte[0];
    }
    return ByteAlphabet.decode(pieces.get(id));
  }

  /// The text of some ids. Special tokens give nothing; bytes that are no UTF-8 give U+FFFD.
  public String decode(int[] ids) {
    StreamingDecoder decoder = new StreamingDecoder(this);
    StringBuilder text = new StringBuilder();
    for (int id : ids) {
      text.append(decoder.next(id));
    }
    return text.append(decoder.end()).toString();
  }

  /// Splits by the patterns from number `next` on.
  private void encodeSplit(String text, int next, IntStream.Builder result) {
    if (next == splits.size() || text.isEmpty()) {
      encodeWord(text, result);
      return;
    }
    Matcher words = splits.get(next).matcher(text);
    int end = 0;
    while (words.find()) {
      encodeSplit(text.substring(end, words.start()), next + 1, result);
      encodeSplit(words.group(), next + 1, result);
      end = words.end();
    }
    encodeSplit(text.substring(end), next + 1, result);
  }

  private void encodeWord(String word, IntStream.Builder result) {
    if (word.isEmpty()) {
      return;
    }
    byte[] utf8 = word.getBytes(StandardCharsets.UTF_8);
    Integer whole = ignoreMerges ? ids.get(ByteAlphabet.encode(utf8)) : null;
    if (whole != null) {
      result.add(whole);
      return;
    }
    int[] symbols = new int[utf8.length];
    Arrays.setAll(symbols, i -> byteIds[utf8[i] & 0xff]);
    for (int id : merges.apply(symbols)) {
      result.add(id);
    }
  }
}
