package dev.setun.model.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.setun.traces.InputException;
import dev.setun.traces.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerFolderTest {
  @TempDir Path folder;

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  @Test
  void sentencePieceWithAddedTokensEqualsTheJson() throws IOException {
    Files.write(folder.resolve("tokenizer.model"), LlamaVocabulary.protobuf());
    write("added_tokens.json", "{\"</line>\":275,\"<pad>\":274}");
    write("tokenizer_config.json", "{\"pad_token\":{\"content\":\"<pad>\"}}");
    Tokenizer tokenizer = TokenizerFolder.load(folder);
    assertThat(tokenizer.size()).isEqualTo(276);
    String text = "<s>hello</line> the<pad>";
    assertThat(tokenizer.encode(text)).isEqualTo(LlamaVocabulary.json().encode(text));
    assertThat(tokenizer.encodeWithSpecials(text))
        .isEqualTo(LlamaVocabulary.json().encodeWithSpecials(text));
    assertThat(tokenizer.conventions()).isEqualTo(Conventions.DEFAULT);
    // The JSON is preferred: here it is one that cannot be used.
    write("tokenizer.json", "{}");
    assertThatThrownBy(() -> TokenizerFolder.load(folder))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("tokenizer.json: model.type: expected BPE, found nothing");
  }

  @Test
  void whatOtherFilesSayAboutItsUseIsCollected() throws IOException {
    write("tokenizer.json", Json.compact(LlamaVocabulary.json(false)));
    write("config.json", "{\"eos_token_id\":2}");
    write("generation_config.json", "{\"eos_token_id\":[2,274]}");
    write(
        "tokenizer_config.json",
        "{\"add_bos_token\":false,\"chat_template\":"
            + "[{\"name\":\"rag\",\"template\":\"r\"},{\"name\":\"default\",\"template\":\"d\"}]}");
    Conventions found = TokenizerFolder.load(folder).conventions();
    assertThat(found.beginsText()).isFalse();
    assertThat(found.endTokens()).containsExactlyInAnyOrder(2, 274);
    assertThat(found.chatTemplate()).contains("d");
    write("chat_template.jinja", "j");
    assertThat(TokenizerFolder.load(folder).conventions().chatTemplate()).contains("j");
    write("generation_config.json", "{\"eos_token_id\":[276]}");
    assertThatThrownBy(() -> TokenizerFolder.load(folder))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("expected end tokens below 276, found 276");
  }

  @Test
  void aFolderWithoutATokenizerIsRefused() {
    assertThatThrownBy(() -> TokenizerFolder.load(folder))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("tokenizer.json: expected this file or tokenizer.model, found none");
  }
}
