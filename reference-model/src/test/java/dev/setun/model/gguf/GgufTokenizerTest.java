package dev.setun.model.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.setun.model.tokenizer.ByteAlphabet;
import dev.setun.model.tokenizer.Tokenizer;
import dev.setun.traces.InputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GgufTokenizerTest {
  private static Tokenizer read(GgufWriter writer) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      writer.writeTo(out);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return GgufTokenizer.read(GgufBytes.open(out.toByteArray()));
  }

  /// The 256 bytes, then ab, abc and two control tokens.
  private static GgufWriter byteLevel() {
    List<String> tokens = new ArrayList<>();
    for (int value = 0; value < 256; value++) {
      tokens.add(ByteAlphabet.encode((byte) value));
    }
    tokens.addAll(List.of("bc", "abc", "<|eot_id|>", "<|end_of_text|>"));
    int[] types = new int[tokens.size()];
    Arrays.fill(types, 1);
    types[258] = 3;
    types[259] = 3;
    return new GgufWriter()
        .key("tokenizer.ggml.model", GgufValue.text("gpt2"))
        .key("tokenizer.ggml.tokens", GgufArray.ofTexts(tokens))
        .key("tokenizer.ggml.token_type", GgufArray.ofInts(types))
        .key("tokenizer.ggml.merges", GgufArray.ofTexts(List.of("b c")))
        .key("tokenizer.ggml.eos_token_id", GgufValue.uint32(259));
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama-bpe", "llama3", "llama-v3", "falcon3", "falcon_e"})
  void theRuleOfLlama3TakesAWholeWordOfTheVocabulary(String pre) {
    assertThat(read(byteLevel().key("tokenizer.ggml.pre", GgufValue.text(pre))).encode("abc"))
        .containsExactly(257);
  }

  @Test
  void theDefaultRuleMerges() {
    assertThat(read(byteLevel()).encode("abc")).hasSize(2).endsWith(256);
    assertThat(read(byteLevel().key("tokenizer.ggml.pre", GgufValue.text("default"))).encode("abc"))
        .hasSize(2)
        .endsWith(256);
  }

  @Test
  void otherRulesAndModelsAreRefusedByName() {
    assertThatThrownBy(() -> read(byteLevel().key("tokenizer.ggml.pre", GgufValue.text("qwen2"))))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("key tokenizer.ggml.pre: expected llama-bpe")
        .hasMessageContaining("found qwen2");
    assertThatThrownBy(
            () -> read(new GgufWriter().key("tokenizer.ggml.model", GgufValue.text("bert"))))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("key tokenizer.ggml.model: expected gpt2 or llama, found bert");
  }

  @Test
  void endTokensAreThoseOfTheKeysAndWhereNoneNamesTheEndOfATurnThatOfUpstream() {
    assertThat(read(byteLevel()).conventions().endTokens()).containsExactlyInAnyOrder(258, 259);
    Tokenizer named =
        read(
            byteLevel()
                .key("tokenizer.ggml.eot_token_id", GgufValue.uint32(256))
                .key("tokenizer.ggml.eom_token_id", GgufValue.uint32(257))
                .key("tokenizer.ggml.add_bos_token", GgufValue.bool(false))
                .key("tokenizer.chat_template", GgufValue.text("t")));
    assertThat(named.conventions().endTokens()).containsExactlyInAnyOrder(256, 257, 259);
    assertThat(named.conventions().beginsText()).isFalse();
    assertThat(named.conventions().chatTemplate()).contains("t");
    assertThatThrownBy(
            () -> read(byteLevel().key("tokenizer.ggml.eot_token_id", GgufValue.uint32(260))))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("expected end tokens below 260, found 260");
  }

  private static GgufWriter sentencePiece() {
    return new GgufWriter()
        .key("tokenizer.ggml.model", GgufValue.text("llama"))
        .key("tokenizer.ggml.tokens", GgufArray.ofTexts(List.of("<unk>", "▁", "a", "▁a")))
        .key("tokenizer.ggml.scores", GgufArray.ofFloats(new float[] {0, -2, -3, -1}))
        .key("tokenizer.ggml.token_type", GgufArray.ofInts(new int[] {2, 1, 1, 1}));
  }

  @Test
  void sentencePieceIsReadWithAndWithoutABlankInFront() {
    assertThat(read(sentencePiece()).encode("aa")).containsExactly(3, 2);
    GgufWriter without =
        sentencePiece().key("tokenizer.ggml.add_space_prefix", GgufValue.bool(false));
    assertThat(read(without).encode("a a")).containsExactly(2, 3);
    assertThat(read(without).decode(new int[] {3})).isEqualTo(" a");
  }
}
