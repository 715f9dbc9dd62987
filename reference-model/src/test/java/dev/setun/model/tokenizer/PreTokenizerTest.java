package dev.setun.model.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.setun.traces.InputException;
import dev.setun.traces.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreTokenizerTest {
  /// The example in the documentation of Hugging Face's tokenizers.
  @ParameterizedTest
  @CsvSource({
    "REMOVED, the final countdown",
    "ISOLATED, the - final - - countdown",
    "CONTIGUOUS, the - final -- countdown",
    "MERGED_WITH_PREVIOUS, the- final- - countdown",
    "MERGED_WITH_NEXT, the -final - -countdown",
  })
  void whatIsDoneWithMatches(PreTokenizer.Behavior behavior, String words) {
    var split = new PreTokenizer.Split(Pattern.compile("-"), behavior, false);
    assertThat(split.split("the-final--countdown")).containsExactly(words.split(" "));
    // What lies between the matches of the letters is the hyphens.
    var inverted = new PreTokenizer.Split(Pattern.compile("[a-z]+|-(?=-)"), behavior, true);
    var plain = new PreTokenizer.Split(Pattern.compile("(?<=l)-|-(?=c)"), behavior, false);
    assertThat(inverted.split("final-countdown")).isEqualTo(plain.split("final-countdown"));
  }

  private static List<String> words(String json, String text) {
    List<String> words = List.of(text);
    for (PreTokenizer step :
        PreTokenizerJson.parse("t", Json.read("t", json.getBytes(StandardCharsets.UTF_8)))) {
      List<String> next = new ArrayList<>();
      words.forEach(word -> next.addAll(step.split(word)));
      words = next;
    }
    return words;
  }

  private static String sequence(String... steps) {
    return "{\"type\":\"Sequence\",\"pretokenizers\":[" + String.join(",", steps) + "]}";
  }

  @Test
  void theStepsOfFalcon3AreAppliedInTurnToTheLettersOfTheOneBefore() {
    String falcon3 =
        sequence(
            "{\"type\":\"Punctuation\",\"behavior\":\"Contiguous\"}",
            "{\"type\":\"ByteLevel\",\"add_prefix_space\":false,\"use_regex\":true}",
            "{\"type\":\"Digits\",\"individual_digits\":true}");
    // Punctuation cuts 's from its word; the pattern of ByteLevel keeps " 12" together; Digits
    // then cuts it, and the letter of byte B2, which is a digit to Unicode.
    assertThat(words(falcon3, "Hi 12, it's... 3²"))
        .containsExactly("Hi", "Ġ", "1", "2", ",", "Ġit", "'", "s", "...", "Ġ", "3", "Â", "²");
  }

  @Test
  void byteLevelAloneCutsByThePatternOfGpt2() {
    assertThat(words("{\"type\":\"ByteLevel\",\"add_prefix_space\":false}", "it's  a1 é"))
        .containsExactly("it", "'s", "Ġ", "Ġa", "1", "ĠÃ©");
  }

  @Test
  void digitsTogetherAndPunctuationOfUnicodeAndAscii() {
    String bytes = "{\"type\":\"ByteLevel\",\"add_prefix_space\":false,\"use_regex\":false}";
    assertThat(words(sequence("{\"type\":\"Digits\"}", bytes), "a12b3"))
        .containsExactly("a", "12", "b", "3");
    // $ and ^ are no punctuation to Unicode but to ASCII.
    assertThat(words(sequence("{\"type\":\"Punctuation\"}", bytes), "a$^b!?"))
        .containsExactly("a", "$", "^", "b", "!", "?");
    String literal =
        "{\"type\":\"Split\",\"pattern\":{\"String\":\".\"},\"behavior\":\"MergedWithPrevious\"}";
    assertThat(words(sequence(literal, bytes), "a.b")).containsExactly("a.", "b");
  }

  @Test
  void anExpressionThatOverflowsTheStackIsOneLine() {
    PreTokenizer.Split split = PreTokenizer.isolated("(?:a|b)+");
    assertThat(split.split("ab-")).containsExactly("ab", "-");
    assertThatThrownBy(() -> split.split("ab".repeat(1_000_000)))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "pre-tokenizer: expected an expression that a text of 2000000 characters can be matched"
                + " with, found (?:a|b)+");
  }
}
