package dev.setun.model.bard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.setun.model.Models;
import dev.setun.model.tokenizer.Tokenizer;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class TokenizerGoldenTest {
  @Test
  void allPublishedTextsGiveThePublishedIdsAndComeBack() throws IOException {
    Tokenizer tokenizer = Models.load(Models.BARD).tokenizer();
    JsonNode vectors = Bard.json("tokenizer_vectors.json").path("vectors");
    assertThat(vectors.size()).isEqualTo(16);
    for (JsonNode vector : vectors) {
      String text = vector.path("text").stringValue();
      int[] ids = tokenizer.encode(text);
      assertThat(ids).as(text).isEqualTo(Bard.ints(vector.path("ids")));
      assertThat(tokenizer.decode(ids)).isEqualTo(text);
    }
  }

  @Test
  void noBreakSpaceIsWhiteSpaceForTheSplit() throws IOException {
    assertThat(Models.load(Models.BARD).tokenizer().encode("x\u00a0'll"))
        .containsExactly(87, 126, 254, 459);
  }
}
