package dev.setun.model.tokenizer;

import static dev.setun.model.tokenizer.LlamaVocabulary.FIRST_BYTE;
import static dev.setun.model.tokenizer.LlamaVocabulary.LINE;
import static dev.setun.model.tokenizer.LlamaVocabulary.PAD;
import static dev.setun.model.tokenizer.LlamaVocabulary.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.setun.traces.InputException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

/// The expected ids are derived by hand from the definition: merge the adjacent pair whose joined
/// text has the highest score, the leftmost on ties.
class SentencePieceTest {
  static List<Tokenizer> forms() {
    return List.of(LlamaVocabulary.gguf(), LlamaVocabulary.json(), LlamaVocabulary.model());
  }

  private static int byteId(int value) {
    return FIRST_BYTE + value;
  }

  @ParameterizedTest
  @MethodSource("forms")
  void theHighestScoreGoesFirst(Tokenizer tokenizer) {
    // ▁ t h e: he (-1) before ▁t (-2) though it stands further right; then ▁t, then ▁the.
    assertThat(tokenizer.encode("the")).containsExactly(id("▁the"));
    // ▁ h e l l o: he (-1) before el (-4); ▁he (-5); lo (-6); llo (-7).
    assertThat(tokenizer.encode("hello")).containsExactly(id("▁he"), id("llo"));
    // A text of blanks: one more in front, and no piece of two.
    assertThat(tokenizer.encode(" ")).containsExactly(id("▁"), id("▁"));
    assertThat(tokenizer.encode("")).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("forms")
  void aCharacterInNoPieceBecomesTheTokensOfItsBytes(Tokenizer tokenizer) {
    assertThat(tokenizer.encode("a é"))
        .containsExactly(id("▁a"), id("▁"), byteId(0xc3), byteId(0xa9));
    assertThat(tokenizer.encode("\n")).containsExactly(id("▁"), byteId(10));
    // The text of a byte token is text.
    assertThat(tokenizer.encode("<0x41>")).startsWith(id("▁"), byteId('<'), byteId('0'));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void addedTokensAreFoundFirstAndABlankFollowsThem(Tokenizer tokenizer) {
    assertThat(tokenizer.size()).isEqualTo(LINE + 1);
    assertThat(tokenizer.encode("a</line>the")).containsExactly(id("▁a"), LINE, id("▁the"));
    assertThat(tokenizer.encodeWithSpecials("<s>a<pad>")).containsExactly(1, id("▁a"), PAD);
    assertThat(tokenizer.encode("<pad>")).doesNotContain(PAD);
    assertThat(tokenizer.special("</line>")).isEmpty();
    assertThat(tokenizer.special("<pad>")).hasValue(PAD);
    assertThat(tokenizer.decode(new int[] {1, id("▁a"), LINE, PAD, 0})).isEqualTo("a</line>");
    assertThat(tokenizer.conventions().beginsText()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("forms")
  void theBlankInFrontOfATextIsDroppedAndThatOfAContinuationIsNot(Tokenizer tokenizer) {
    int[] the = {id("▁the")};
    assertThat(tokenizer.decode(the)).isEqualTo("the");
    assertThat(tokenizer.decodeContinuation(the)).isEqualTo(" the");
    assertThat(tokenizer.decode(new int[] {id("▁the"), id("▁he")})).isEqualTo("the he");
    assertThat(tokenizer.decode(new int[] {1, id("▁the")})).isEqualTo("the");
  }

  @ParameterizedTest
  @MethodSource("forms")
  void aCharacterOfByteTokensAppearsWithItsLastByte(Tokenizer tokenizer) {
    StreamingDecoder decoder = StreamingDecoder.ofText(tokenizer);
    List<String> texts = new ArrayList<>();
    for (int id : tokenizer.encode("é😀a")) {
      texts.add(decoder.next(id));
    }
    assertThat(texts).containsExactly("", "", "é", "", "", "", "😀", "a");
    assertThat(decoder.next(byteId(0xe2))).isEmpty();
    assertThat(decoder.end()).isEqualTo("\ufffd");
  }

  @Test
  void theThreeFormsOfAFileGiveTheSameIdsAndEveryTextComesBack() {
    List<Tokenizer> forms = forms();
    Random random = new Random(5);
    String[] letters = {"t", "h", "e", "l", "o", "a", " ", "é", "中", "😀", "\n", "\0", "</line>"};
    for (int i = 0; i < 2000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(25); n > 0; n--) {
        text.append(
            random.nextInt(20) == 0
                ? Character.toString(random.nextInt(0xd800))
                : letters[random.nextInt(letters.length)]);
      }
      // U+2581 is a blank to SentencePiece and comes back as one. So does the blank that follows
      // an added token, which is tested above.
      String written = text.toString().replace('▁', '_');
      int[] ids = forms.getFirst().encode(written);
      assertThat(forms.get(1).encode(written)).as("json %s", written).isEqualTo(ids);
      assertThat(forms.get(2).encode(written)).as("model %s", written).isEqualTo(ids);
      if (!written.contains("</line>")) {
        for (Tokenizer form : forms) {
          assertThat(form.decode(ids)).isEqualTo(written);
        }
      }
    }
  }

  @Test
  void mergingEqualsTheDefinitionOnRandomVocabularies() {
    Random random = new Random(6);
    for (int round = 0; round < 300; round++) {
      Map<String, Float> scores = new HashMap<>();
      for (int n = random.nextInt(1, 12); n > 0; n--) {
        StringBuilder piece = new StringBuilder();
        for (int letter = random.nextInt(1, 5); letter > 0; letter--) {
          piece.append("abc".charAt(random.nextInt(3)));
        }
        // Few scores, so that ties are frequent; letters that are no piece, too.
        scores.put(piece.toString(), (float) random.nextInt(3));
      }
      Tokenizer tokenizer = ofPieces(scores);
      for (int i = 0; i < 20; i++) {
        StringBuilder word = new StringBuilder();
        for (int letter = random.nextInt(1, 30); letter > 0; letter--) {
          word.append("abc".charAt(random.nextInt(3)));
        }
        assertThat(texts(tokenizer, word.toString()))
            .as("%s in %s", word, scores)
            .isEqualTo(byDefinition(word.toString(), scores));
      }
    }
  }

  /// The 256 bytes, then these pieces, without a blank in front.
  private static Tokenizer ofPieces(Map<String, Float> scores) {
    List<String> tokens = new ArrayList<>(LlamaVocabulary.pieces().subList(FIRST_BYTE, 259));
    List<Integer> types = new ArrayList<>(Collections.nCopies(256, 6));
    float[] all = Arrays.copyOf(new float[0], 256 + scores.size());
    for (Map.Entry<String, Float> piece : scores.entrySet()) {
      all[tokens.size()] = piece.getValue();
      tokens.add(piece.getKey());
      types.add(1);
    }
    return TokenizerGguf.sentencePiece("t", tokens, all, types, false);
  }

  private static List<String> texts(Tokenizer tokenizer, String text) {
    return Arrays.stream(tokenizer.encode(text))
        .mapToObj(id -> new String(tokenizer.bytes(id), StandardCharsets.UTF_8))
        .toList();
  }

  /// Finds the best pair anew for each merge.
  private static List<String> byDefinition(String word, Map<String, Float> scores) {
    List<String> parts = new ArrayList<>(word.chars().mapToObj(Character::toString).toList());
    while (true) {
      int best = -1;
      float bestScore = Float.NEGATIVE_INFINITY;
      for (int i = 0; i + 1 < parts.size(); i++) {
        Float score = scores.get(parts.get(i) + parts.get(i + 1));
        if (score != null && score > bestScore) {
          bestScore = score;
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
  void withoutByteTokensARunOfUnwritableCharactersIsOneUnknownToken() {
    Tokenizer tokenizer =
        TokenizerGguf.sentencePiece(
            "t", List.of("<unk>", "a"), new float[] {0, -1}, List.of(2, 1), false);
    assertThat(tokenizer.encode("axyaz")).containsExactly(1, 0, 1, 0);
    assertThat(tokenizer.decode(tokenizer.encode("axa"))).isEqualTo("aa");
  }

  @Test
  void anEmptyPieceTakesPartInNothing() {
    Tokenizer tokenizer =
        TokenizerGguf.sentencePiece(
            "t",
            List.of("<unk>", "", "a", "\ud83d\ude00", "a\ud83d\ude00"),
            new float[] {0, 9, -1, -1, -2},
            List.of(2, 1, 1, 1, 1),
            false);
    assertThat(tokenizer.encode("aa\ud83d\ude00")).containsExactly(2, 4);
  }

  @Test
  void normalisedAddedTokensAreFoundInNormalisedText() {
    Tokenizer tokenizer = LlamaVocabulary.parse(LlamaVocabulary.json(true));
    // The token is looked for as ▁<s>, and what follows it has no blank of its own.
    assertThat(tokenizer.encodeWithSpecials("<s>the")).containsExactly(1, id("t"), id("he"));
    assertThat(tokenizer.encodeWithSpecials("a<s>"))
        .containsExactly(id("▁a"), byteId('<'), byteId('s'), byteId('>'));
    assertThat(tokenizer.encodeWithSpecials("a <s>")).containsExactly(id("▁a"), 1);
  }

  @Test
  void filesThatAreNotUnderstoodAreRefusedInOneLine() {
    refuse("expected 1 scores, found 2", List.of("a"), new float[2], List.of(1));
    refuse("expected 1 types, found 0", List.of("a"), new float[1], List.of());
    refuse("expected a token type of 1..6, found 7", List.of("a"), new float[1], List.of(7));
    refuse("or none and an unknown token, found 0", List.of("a"), new float[1], List.of(1));
    refuse("or none and an unknown token, found 1", List.of("<0x41>"), new float[1], List.of(6));
    refuse("expected a byte <0x00>..<0xFF>, found a", List.of("a"), new float[1], List.of(6));
    refuse("token 0, found NaN", List.of("<unk>"), new float[] {Float.NaN}, List.of(2));
    refuse(
        "at most 1024 characters", List.of("<unk>", "a".repeat(2000)), new float[2], List.of(2, 1));
    ObjectNode noBlank = LlamaVocabulary.json(false);
    noBlank.putNull("normalizer");
    ObjectNode metaspace = LlamaVocabulary.json(false);
    metaspace.putObject("pre_tokenizer").put("type", "Metaspace");
    assertThatThrownBy(() -> LlamaVocabulary.parse(noBlank))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("normalizer: expected Prepend of U+2581");
    assertThatThrownBy(() -> LlamaVocabulary.parse(metaspace))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("pre_tokenizer: expected none, found")
        .hasMessageContaining("Metaspace");
  }

  private static void refuse(
      String message, List<String> tokens, float[] scores, List<Integer> types) {
    assertThatThrownBy(() -> TokenizerGguf.sentencePiece("t", tokens, scores, types, true))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message)
        .hasMessageNotContainingAny("\n");
  }
}
