package dev.setun.model.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Byte-level byte-pair encoding (spec 4).
///
/// Text is split by one pattern or by several, each applied to the pieces of the one before; the
/// UTF-8 bytes of each word become characters of [ByteAlphabet]; the adjacent pair with the lowest
/// rank is merged, the leftmost first, until no pair is in the merges.
public final class Tokenizer {
  private final List<String> pieces;
  private final Map<String, Integer> ids;
  private final Map<String, Integer> ranks;
  private final List<Pattern> splits;
  private final boolean ignoreMerges;
  private final Map<Integer, String> specials;

  /// @param pieces the vocabulary, by id
  /// @param merges pairs `left right`, the lowest rank first
  /// @param splits find the words of a text; what is between two of them is a word too
  /// @param ignoreMerges whether a whole word of the vocabulary is taken without merging
  /// @param specials text of the special tokens, by id
  Tokenizer(
      List<String> pieces,
      List<String> merges,
      List<Pattern> splits,
      boolean ignoreMerges,
      Map<Integer, String> specials) {
    this.pieces = List.copyOf(pieces);
    this.splits = List.copyOf(splits);
    this.ignoreMerges = ignoreMerges;
    this.specials = Map.copyOf(specials);
    this.ids = new HashMap<>();
    for (int id = 0; id < pieces.size(); id++) {
      ids.putIfAbsent(pieces.get(id), id);
    }
    this.ranks = new HashMap<>();
    for (int rank = 0; rank < merges.size(); rank++) {
      ranks.putIfAbsent(merges.get(rank), rank);
    }
  }

  /// Number of ids.
  public int size() {
    return pieces.size();
  }

  /// The ids of a text, without a begin-of-text token. The text of a special token is encoded as
  /// ordinary text.
  public int[] encode(String text) {
    List<Integer> result = new ArrayList<>();
    words(text).forEach(word -> encodeWord(word, result));
    return result.stream().mapToInt(Integer::intValue).toArray();
  }

  private List<String> words(String text) {
    List<String> words = List.of(text);
    for (Pattern split : splits) {
      List<String> finer = new ArrayList<>();
      words.forEach(word -> addWords(split, word, finer));
      words = finer;
    }
    return words;
  }

  private static void addWords(Pattern split, String text, List<String> words) {
    Matcher matcher = split.matcher(text);
    int end = 0;
    while (matcher.find()) {
      if (matcher.start() > end) {
        words.add(text.substring(end, matcher.start()));
      }
      if (matcher.end() > matcher.start()) {
        words.add(matcher.group());
      }
      end = matcher.end();
    }
    if (end < text.length()) {
      words.add(text.substring(end));
    }
  }

  /// The bytes that an id stands for; none for a special token.
  public byte[] bytes(int id) {
    if (specials.containsKey(id)) {
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

  private void encodeWord(String word, List<Integer> result) {
    String text = ByteAlphabet.encode(word.getBytes(StandardCharsets.UTF_8));
    Integer whole = ids.get(text);
    if (ignoreMerges && whole != null) {
      result.add(whole);
      return;
    }
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < text.length(); i++) {
      parts.add(text.substring(i, i + 1));
    }
    merge(parts);
    for (String part : parts) {
      addPart(part, result);
    }
  }

  private void merge(List<String> parts) {
    while (parts.size() > 1) {
      int best = -1;
      int bestRank = Integer.MAX_VALUE;
      for (int i = 0; i + 1 < parts.size(); i++) {
        int rank = ranks.getOrDefault(parts.get(i) + " " + parts.get(i + 1), Integer.MAX_VALUE);
        if (rank < bestRank) {
          bestRank = rank;
          best = i;
        }
      }
      if (best < 0) {
        return;
      }
      parts.set(best, parts.get(best) + parts.remove(best + 1));
    }
  }

  private void addPart(String part, List<Integer> result) {
    Integer id = ids.get(part);
    if (id != null) {
      result.add(id);
    } else if (part.length() > 1) {
      part.chars().forEach(character -> addPart(Character.toString(character), result));
    } else {
      throw new dev.setun.traces.InputException(
          "tokenizer", "expected a token for every byte, found none for " + part);
    }
  }
}
