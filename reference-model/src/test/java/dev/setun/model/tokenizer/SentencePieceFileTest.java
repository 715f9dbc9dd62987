package dev.setun.model.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.setun.traces.InputException;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SentencePieceFileTest {
  private static final byte[] GOOD = LlamaVocabulary.protobuf();

  @Test
  void everyTruncatedFileIsReadOrRefusedInOneLine() {
    int refused = 0;
    for (int length = 0; length < GOOD.length; length++) {
      byte[] cut = Arrays.copyOf(GOOD, length);
      try {
        SentencePieceFile.parse("cut", cut);
      } catch (InputException e) {
        assertThat(e).hasMessageStartingWith("cut: ").hasMessageNotContainingAny("\n");
        refused++;
      }
    }
    // Without the last message the settings are SentencePiece's defaults, which are not Llama's.
    assertThat(refused).isEqualTo(GOOD.length);
  }

  @ParameterizedTest
  @CsvSource({
    // trainer: model type 1 is Unigram
    "1202 1801, 'expected model type 2 (BPE), found 1'",
    // trainer, field 24: blanks behind words
    "1203 c00101, 'expected no treat_whitespace_as_suffix'",
    // normaliser: a table of characters, blanks dropped, blanks not escaped
    "1a04 12026162, 'expected no precompiled_charsmap'",
    "1a02 2001, 'remove_extra_whitespaces: expected false, found true'",
    "1a02 2800, 'expected no keeping of blanks'",
    // a length behind the end, a number without end, a field 0, a group, a type that does not fit
    "0aff, 'expected 1 more bytes, found the end'",
    "0a8080808010, 'expected at most'",
    "12ffffffffffffffffff01, 'expected at most 0 bytes, found 18446744073709551615'",
    "08ffffffffffffffffffffff, 'wire type 0'",
    "18ffffffffffffffffffffffff, 'expected field 3 to be a length and bytes, found wire type 0'",
    "20ffffffffffffffffffffffff, 'expected an integer of at most ten bytes'",
    "0000, 'expected a field number above 0'",
    "23, 'expected wire type 0, 1, 2 or 5, found 3'",
    "21000000, 'expected 8 more bytes, found the end'",
    "0a021063, 'expected field 2 to be a 32-bit number, found wire type 0'",
    "0a021807, 'expected a token type of 1..6, found 7'",
  })
  void whatIsAppendedToAGoodFileIsRefused(String hex, String message) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(GOOD);
    file.writeBytes(HexFormat.of().parseHex(hex.replace(" ", "")));
    assertThatThrownBy(() -> SentencePieceFile.parse("t", file.toByteArray()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message)
        .hasMessageNotContainingAny("\n");
  }

  @Test
  void fieldsOfNoConcernAreSkipped() {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(GOOD);
    // Self-test data (4), a 64-bit number, a 32-bit number and an integer in unknown fields.
    file.writeBytes(
        HexFormat.of().parseHex("2202ffff" + "a1060102030405060708" + "a50601020304" + "a006ff01"));
    assertThat(SentencePieceFile.parse("t", file.toByteArray()).size())
        .isEqualTo(LlamaVocabulary.PAD);
  }

  @Test
  void addedTokensFollowTheVocabularyWithoutAGap() {
    assertThatThrownBy(() ->
            SentencePieceFile.parse("t", GOOD, Map.of(LlamaVocabulary.LINE, "</line>"), List.of()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(
            "expected an added token for id "
                + LlamaVocabulary.PAD
                + ", found "
                + LlamaVocabulary.LINE);
  }
}
