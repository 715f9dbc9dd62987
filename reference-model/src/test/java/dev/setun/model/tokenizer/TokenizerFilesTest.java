package dev.setun.model.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.setun.traces.InputException;
import dev.setun.traces.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tokenizers that are taken apart and written as the files of a folder.
class TokenizerFilesTest {
  private static final Conventions USE =
      new Conventions(false, Set.of(2), Optional.of("{{ messages }}"));

  @TempDir Path folder = Path.of(".");

  private Tokenizer written(TokenizerLists lists) throws IOException {
    Path target = Files.createDirectories(folder.resolve("target"));
    Map<String, byte[]> files = new TokenizerFiles("t", lists, USE, 1, 2).files();
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Files.write(target.resolve(file.getKey()), file.getValue());
    }
    return TokenizerFolder.load(target);
  }

  private void source() throws IOException {
    Files.write(folder.resolve("tokenizer.model"), LlamaVocabulary.protobuf());
    Files.writeString(folder.resolve("added_tokens.json"), "{\"</line>\":275,\"<pad>\":274}");
    Files.writeString(folder.resolve("tokenizer_config.json"), "{\"pad_token\":\"<pad>\"}");
  }

  @Test
  void sentencePieceWithAddedTokensGivesTheSameIds() throws IOException {
    source();
    Tokenizer expected = TokenizerFolder.load(folder);
    TokenizerLists lists = TokenizerFolder.lists(folder);
    Tokenizer found = written(lists);
    for (String text : List.of("<s>hello</line> the<pad>", "  the \u20ac lo\n", "")) {
      assertThat(found.encode(text)).isEqualTo(expected.encode(text));
      assertThat(found.encodeWithSpecials(text)).isEqualTo(expected.encodeWithSpecials(text));
    }
    int[] ids = {5, 270, 275, 262, 274};
    assertThat(found.decode(ids)).isEqualTo(expected.decode(ids));
    assertThat(found.conventions().beginsText()).isFalse();
    assertThat(found.conventions().chatTemplate()).contains("{{ messages }}");
    // As the lists of a GGUF file.
    TokenizerLists.Pieces pieces = (TokenizerLists.Pieces) lists;
    float[] scores = new float[pieces.scores().size()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = pieces.scores().get(i);
    }
    Tokenizer gguf =
        TokenizerGguf.sentencePiece("g", pieces.tokens(), scores, pieces.types(), true);
    assertThat(gguf.encode("hello the")).isEqualTo(expected.encode("hello the"));
  }

  /// The pieces of a tokenizer.json have no scores.
  @Test
  void aJsonOfTheFormOfLlama2NeedsTheScoresBesideIt() throws IOException {
    Files.writeString(folder.resolve("tokenizer.json"), Json.compact(LlamaVocabulary.json(false)));
    assertThatThrownBy(() -> TokenizerFolder.lists(folder))
        .isInstanceOf(InputException.class)
        .hasMessageEndingWith(
            "tokenizer.model: expected this file, which has the scores of the pieces, found none");
    source();
    assertThat(TokenizerFolder.lists(folder)).isInstanceOf(TokenizerLists.Pieces.class);
  }

  private static TokenizerLists.BytePairs pairs(List<String> more, List<String> merges) {
    List<String> tokens = new ArrayList<>();
    List<Integer> types = new ArrayList<>();
    for (int value = 0; value < 256; value++) {
      tokens.add(ByteAlphabet.encode((byte) value));
      types.add(1);
    }
    tokens.addAll(more);
    more.forEach(_ -> types.add(1));
    return new TokenizerLists.BytePairs(tokens, types, merges, "llama-bpe", List.of());
  }

  @Test
  void placeHoldersAtTheEndAreLeftOut() throws IOException {
    TokenizerLists.BytePairs good = pairs(List.of("ab"), List.of("a b"));
    List<String> tokens = new ArrayList<>(good.tokens());
    tokens.add("[PAD257]");
    List<Integer> types = new ArrayList<>(good.types());
    types.add(5);
    Tokenizer found =
        written(new TokenizerLists.BytePairs(tokens, types, good.merges(), "llama-bpe", List.of()));
    assertThat(found.size()).isEqualTo(257);
    assertThat(found.encode("ab")).containsExactly(256);
  }

  @Test
  void whatTokenizerJsonCannotSayIsRefused() {
    assertThatThrownBy(() -> written(pairs(List.of("ab", "ab"), List.of("a b"))))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "t: tokenizer.json of a folder: expected every token once, found ab as 256 and 257");
  }

  /// GGUF may have them; they are spelled in letters in the end.
  @Test
  void mergesOfWhatIsNotInTheVocabularyAreLeftOutAndCounted() throws IOException {
    TokenizerLists lists = pairs(List.of("ab"), List.of("b c", "a b", "bc a"));
    assertThat(new TokenizerFiles("t", lists, USE, 1, 2).lost())
        .containsExactly(
            "2 merges of pieces that are not in the vocabulary, so that some texts get other ids");
    assertThat(written(lists).encode("ab")).containsExactly(256);
  }

  /// Where the merges reach every word of the vocabulary it makes no difference whether whole words
  /// are taken, so the rule of Llama 3 is that of the file all the same.
  @Test
  void aRuleIsKnownByTheIdsThatItGives() throws IOException {
    source();
    Map<String, byte[]> files =
        new TokenizerFiles("t", pairs(List.of("ab"), List.of("a b")), USE, 1, 2).files();
    String json =
        new String(files.getOrDefault("tokenizer.json", new byte[0]), StandardCharsets.UTF_8);
    String taking = json.replace("\"ignore_merges\" : true", "\"ignore_merges\" : false");
    assertThat(taking).isNotEqualTo(json);
    assertThat(TokenizerJson.lists("j", bytes(taking)).pre()).isEqualTo("llama-bpe");
    // A word that no merge makes.
    String unreached = taking.replace("\"ab\" : 256", "\"abc\" : 256").replace("\"a b\"", "");
    assertThatThrownBy(() -> TokenizerJson.lists("j", bytes(unreached)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("pre_tokenizer: expected the rule of Llama 3");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
