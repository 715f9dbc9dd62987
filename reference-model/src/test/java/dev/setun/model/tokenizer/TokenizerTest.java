package dev.setun.model.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.setun.model.Models;
import dev.setun.traces.InputException;
import dev.setun.traces.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenizerTest {
  private final Tokenizer bard = load();

  private static Tokenizer load() {
    try {
      return Models.load(Models.BARD).tokenizer();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /// A vocabulary of the 256 bytes and some merged pieces, in the order given.
  private static Tokenizer of(boolean ignoreMerges, String... merges) {
    List<String> pieces = new ArrayList<>();
    for (int value = 0; value < 256; value++) {
      pieces.add(ByteAlphabet.encode((byte) value));
    }
    for (String merge : merges) {
      pieces.add(merge.replace(" ", ""));
    }
    pieces.add("wholeword");
    pieces.add("<s>");
    List<TokenType> types = new ArrayList<>(Collections.nCopies(pieces.size(), TokenType.NORMAL));
    types.set(pieces.size() - 1, TokenType.CONTROL);
    Vocabulary vocabulary = new Vocabulary(pieces, types);
    Map<String, Integer> ids = vocabulary.mergeable();
    Merges.Builder builder =
        new Merges.Builder(ids, vocabulary.size(), ByteLevelModel.byLetters(ids));
    for (int rank = 0; rank < merges.length; rank++) {
      builder.add("t", Merges.Pair.parse("t", merges[rank]), rank);
    }
    List<PreTokenizer> steps = List.of(PreTokenizer.isolated("\\S+"), new PreTokenizer.ByteLevel());
    return new Tokenizer(
        vocabulary,
        new ByteLevelModel("t", ids, builder.build(), steps, ignoreMerges),
        vocabulary.added(),
        Conventions.DEFAULT);
  }

  @Test
  void theLowestRankGoesFirstAndTheLeftmostOnTies() {
    // aaa: (a a) at 0 and at 1 tie; the left pair is taken, and the third a stays.
    assertThat(texts(of(false, "a a"), "aaa")).containsExactly("aa", "a");
    // abc: (b c) has the lower rank though (a b) stands further left.
    assertThat(texts(of(false, "b c", "a b"), "abc")).containsExactly("a", "bc");
    // A merge makes a new pair, whose rank counts from then on.
    assertThat(texts(of(false, "b c", "a bc", "a b"), "abcab")).containsExactly("abc", "ab");
    // aaaa: two left-to-right merges of the same rank, then the pair of the results.
    assertThat(texts(of(false, "a a", "aa aa"), "aaaaa")).containsExactly("aaaa", "a");
  }

  @Test
  void aWholeWordOfTheVocabularyIsTakenOnlyWhereMergesAreIgnored() {
    assertThat(texts(of(true), "wholeword x")).containsExactly("wholeword", "Ġ", "x");
    assertThat(texts(of(false), "wholeword")).hasSize(9);
  }

  @Test
  void mergingEqualsTheDefinitionOnRandomWords() {
    String[] merges = {"a b", "b a", "ab a", "a a", "aa b", "ba ba", "aab ab", "aba ab"};
    Tokenizer tokenizer = of(false, merges);
    Random random = new Random(11);
    for (int i = 0; i < 2000; i++) {
      StringBuilder word = new StringBuilder();
      for (int letter = random.nextInt(1, 40); letter > 0; letter--) {
        word.append(random.nextBoolean() ? 'a' : 'b');
      }
      assertThat(texts(tokenizer, word.toString()))
          .as("%s", word)
          .isEqualTo(byDefinition(word.toString(), List.of(merges)));
    }
  }

  /// Finds the best pair anew for each merge.
  private static List<String> byDefinition(String word, List<String> merges) {
    List<String> parts = new ArrayList<>(word.chars().mapToObj(Character::toString).toList());
    while (true) {
      int best = -1;
      int bestRank = Integer.MAX_VALUE;
      for (int i = 0; i + 1 < parts.size(); i++) {
        int rank = merges.indexOf(parts.get(i) + " " + parts.get(i + 1));
        if (rank >= 0 && rank < bestRank) {
          bestRank = rank;
          best = i;
        }
      }
      if (best < 0) {
        return parts;
      }
      parts.set(best, parts.get(best) + parts.remove(best + 1));
    }
  }

  @Test
  void aWordOfNTokensQueuesAtMostThreeNPairs() {
    String[] texts = {"a a", "aa aa", "aaaa aaaa", "a b", "ab ab", "b a"};
    Vocabulary letters =
        new Vocabulary(
            List.of("a", "b", "aa", "aaaa", "aaaaaaaa", "ab", "abab", "ba"),
            Collections.nCopies(8, TokenType.NORMAL));
    Map<String, Integer> ids = letters.mergeable();
    Merges.Builder builder = new Merges.Builder(ids, 8, ByteLevelModel.byLetters(ids));
    for (int rank = 0; rank < texts.length; rank++) {
      builder.add("t", Merges.Pair.parse("t", texts[rank]), rank);
    }
    Merges merges = builder.build();
    for (int length : new int[] {1, 1000, 100_000}) {
      for (int period : new int[] {1, 2, 3, 7}) {
        int[] word = IntStream.range(0, length).map(i -> i % period == 0 ? 0 : 1).toArray();
        assertThat(merges.queuedFor(word)).isLessThanOrEqualTo(3 * length);
      }
    }
  }

  @Test
  void aVeryLongWordIsEncodedInReasonableTime() {
    String word = "the".repeat(100_000);
    assertThat(bard.decode(bard.encode(word))).isEqualTo(word);
  }

  @Test
  void specialTokensAreReadOnlyWhenAskedFor() {
    String text = "<|begin_of_text|>Hi<|end_of_text|>";
    assertThat(bard.encode(text)).doesNotContain(510, 511);
    assertThat(bard.decode(bard.encode(text))).isEqualTo(text);
    int[] ids = bard.encodeWithSpecials(text);
    assertThat(ids).startsWith(510).endsWith(511);
    assertThat(bard.decode(ids)).isEqualTo("Hi");
    assertThat(bard.special("<|end_of_text|>")).hasValue(511);
    assertThat(bard.special("Hi")).isEmpty();
    assertThat(bard.isSpecial(510)).isTrue();
    assertThat(bard.isSpecial(0)).isFalse();
  }

  @Test
  void everyTextOfCodePointsComesBack() {
    Random random = new Random(12);
    for (int i = 0; i < 500; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(30); n > 0; n--) {
        int point = random.nextInt(random.nextBoolean() ? 0x180 : 0x110000);
        text.appendCodePoint(point >= 0xd800 && point < 0xe000 ? 'x' : point);
      }
      assertThat(bard.decode(bard.encode(text.toString()))).isEqualTo(text.toString());
    }
  }

  @Test
  void aCharacterAppearsWithTheLastTokenOfItsBytes() {
    StreamingDecoder decoder = StreamingDecoder.ofText(bard);
    byte[] bytes = "é😀x".getBytes(StandardCharsets.UTF_8);
    List<String> pieces = new ArrayList<>();
    for (byte value : bytes) {
      pieces.add(decoder.next(byteId(value)));
    }
    assertThat(pieces).containsExactly("", "é", "", "", "", "😀", "x");
    assertThat(decoder.end()).isEmpty();
  }

  @Test
  void bytesThatAreNoTextBecomeReplacementCharacters() {
    StreamingDecoder decoder = StreamingDecoder.ofText(bard);
    assertThat(decoder.next(byteId((byte) 0xff))).isEqualTo("\ufffd");
    assertThat(decoder.next(byteId((byte) 0xe2))).isEmpty();
    assertThat(decoder.next(byteId((byte) 0x82))).isEmpty();
    assertThat(decoder.end()).isEqualTo("\ufffd");
    assertThat(decoder.next(byteId((byte) 'y'))).isEqualTo("y");
  }

  private int byteId(byte value) {
    for (int id = 0; id < bard.size(); id++) {
      byte[] bytes = bard.bytes(id);
      if (bytes.length == 1 && bytes[0] == value) {
        return id;
      }
    }
    throw new AssertionError("no token for byte " + value);
  }

  private static List<String> texts(Tokenizer tokenizer, String text) {
    List<String> texts = new ArrayList<>();
    for (int id : tokenizer.encode(text)) {
      texts.add(tokenizer.piece(id));
    }
    return texts;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          "type":"BPE"|"type":"Unigram"|model.type: expected BPE, found Unigram
          "normalizer":null|"normalizer":{"type":"NFC"}|normalizer: expected none, found
          "type":"Split"|"type":"Whitespace"|pre_tokenizer: expected Split, Digits, Punctuation or ByteLevel, found Whitespace
          "type":"Sequence"|"type":"Sequences"|pre_tokenizer: expected Split, Digits, Punctuation or ByteLevel, found Sequences
          "behavior":"Isolated"|"behavior":"Dropped"|pre_tokenizer: behavior: expected Removed, Isolated, Contiguous
          "invert":false|"invert":1|pre_tokenizer: invert: expected true or false, found 1
          {"type":"ByteLevel"|{"type":"Digits"|pre_tokenizer: expected one ByteLevel, found 0
          "add_prefix_space":false|"x":false|add_prefix_space of the ByteLevel: expected false, found true
          "Regex":"|"Regex":"(|pre_tokenizer: expected a regular expression, found (
          "Regex"|"Range"|pre_tokenizer: expected a Split by a Regex or a String, found none
          "single_word":false|"single_word":true|single_word: expected false, found true
          "dropout":null|"dropout":0.5|model.dropout: expected none, found 0.5
          "Ġ t"|"Ġt"|merge 0: expected a pair, found Ġt
          "Ġ t"|"Ġ qqq"|merge 0: expected a token of the vocabulary, found qqq
          "Ġ t"|["Ġ","t","x"]|model.merges: expected pairs, found
          "!":0|"!":1|expected one token for id 1, found
          "!":0|"!":600|expected ids 0..511, found none for 0
          "!":0|"!":-1|expected an id of 0..9999999, found -1
          "#":2|"??":2|expected a token for every byte, found none for byte 35
          """)
  void aFileThatIsNoByteLevelTokenizerIsRefusedInOneLine(
      String part, String replacement, String message) throws IOException {
    String good;
    try (var stream = Models.class.getResourceAsStream("bard/tokenizer.json")) {
      good = new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
    }
    String compact = Json.compact(Json.read("t", good.getBytes(StandardCharsets.UTF_8)));
    assertThat(compact).contains(part);
    byte[] bad =
        compact
            .replaceFirst(Pattern.quote(part), Matcher.quoteReplacement(replacement))
            .getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> TokenizerJson.parse("t", bad))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message)
        .hasMessageNotContainingAny("\n");
  }
}
