package dev.setun.model.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.setun.model.LinearOp;
import dev.setun.model.Model;
import dev.setun.model.Models;
import dev.setun.model.inference.Session;
import dev.setun.model.tensor.GoldenFiles;
import dev.setun.model.tokenizer.Tokenizer;
import dev.setun.model.tokenizer.TokenizerGguf;
import dev.setun.traces.InputException;
import dev.setun.traces.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class GgufModelTest {
  private static final int VOCABULARY = 288;

  private static Model tiny(String name) {
    return GgufModel.load(GgufBytes.open(GoldenFiles.bytes("tiny/" + name)));
  }

  private static int[] ids(JsonNode ids) {
    return StreamSupport.stream(ids.spliterator(), false).mapToInt(JsonNode::intValue).toArray();
  }

  /// The profile canonical has no binary16 cache and head, so logits are near upstream's, not
  /// equal.
  @ParameterizedTest
  @CsvSource({
    "tiny-b158-i2_s.gguf, b158-i2_s, 0.15",
    "tiny-b158-tq2_0.gguf, b158-tq2_0, 0.3",
    "tiny-b158-tq2_0-embq8_0.gguf, b158-tq2_0-embq8_0, 0.3"
  })
  void upstreamsModelsLoadAndPredictWhatUpstreamPredicts(
      String name, String logitsName, float tolerance) {
    JsonNode run = Json.read("run.json", GoldenFiles.bytes("tiny/run.json"));
    int[] tokens =
        IntStream.concat(
                IntStream.of(ids(run.path("prompt"))), IntStream.of(ids(run.path("forced_decode"))))
            .toArray();
    float[] expected = GoldenFiles.floats("tiny/" + logitsName + ".logits.f32");
    try (Session session = new Session(tiny(name), Session.Options.reference())) {
      float[] logits = session.allLogits(tokens);
      assertThat(logits).hasSameSizeAs(expected);
      for (int row = 0; row < tokens.length; row++) {
        assertThat(argmax(logits, row)).as("row %d", row).isEqualTo(argmax(expected, row));
      }
      assertThat(largestDifference(logits, expected)).isLessThan(tolerance);
    }
  }

  private static int argmax(float[] logits, int row) {
    int best = 0;
    for (int id = 1; id < VOCABULARY; id++) {
      if (logits[row * VOCABULARY + id] > logits[row * VOCABULARY + best]) {
        best = id;
      }
    }
    return best;
  }

  private static float largestDifference(float[] x, float[] y) {
    float largest = 0;
    for (int i = 0; i < x.length; i++) {
      largest = Math.max(largest, Math.abs(x[i] - y[i]));
    }
    return largest;
  }

  @Test
  void ternaryWeightsStoredAsFloatsAreTheWeightsOfTheI2sFile() {
    Model.Linear plain = linear(tiny("tiny-b158-f32.gguf.gz"));
    Model.Linear packed = linear(tiny("tiny-b158-i2_s.gguf"));
    assertThat(plain.scale()).isEqualTo(packed.scale());
    byte[] plainRow = new byte[512];
    byte[] packedRow = new byte[512];
    for (int row = 0; row < packed.weights().rows(); row++) {
      plain.weights().unpackRow(row, plainRow);
      packed.weights().unpackRow(row, packedRow);
      assertThat(plainRow).isEqualTo(packedRow);
    }
  }

  private static Model.Linear linear(Model model) {
    return model.layers().get(1).linear(LinearOp.FFN_DOWN);
  }

  @ParameterizedTest
  @CsvSource({"llama-bpe", "missing"})
  void bothPreTokenisersGiveTheIdsOfUpstream(String pre) {
    GgufMetadata metadata =
        GgufBytes.open(GoldenFiles.bytes("tiny/tiny-b158-i2_s.gguf")).metadata();
    Tokenizer tokenizer =
        TokenizerGguf.byteLevel(
            "tiny",
            pre.equals("missing") ? Optional.empty() : Optional.of(pre),
            metadata.array("tokenizer.ggml.tokens", GgufType.STRING).orElseThrow().texts(),
            metadata.array("tokenizer.ggml.token_type", GgufType.INT32).orElseThrow().ints(),
            metadata.array("tokenizer.ggml.merges", GgufType.STRING).orElseThrow().texts());
    byte[] golden = GoldenFiles.bytes("tiny/tokenizer_pre-" + pre + ".json");
    int compared = 0;
    for (JsonNode line : Json.read("tokenizer", golden)) {
      boolean special = line.path("parse_special").asBoolean();
      if (line.path("add_special").asBoolean() == special) {
        String text =
            new String(
                HexFormat.of().parseHex(line.path("hex_utf8").asString()), StandardCharsets.UTF_8);
        int[] ids =
            special ? withBegin(tokenizer.encodeWithSpecials(text)) : tokenizer.encode(text);
        assertThat(ids).as(text).isEqualTo(ids(line.path("ids")));
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(10);
  }

  private static int[] withBegin(int[] ids) {
    return IntStream.concat(IntStream.of(280), IntStream.of(ids)).toArray();
  }

  @Test
  void aGgufFileIsLoadedByItsPath(@TempDir Path folder) throws IOException {
    Path path = folder.resolve("tiny.gguf");
    Files.write(path, GoldenFiles.bytes("tiny/tiny-b158-i2_s.gguf"));
    Model model = Models.load(path.toString());
    assertThat(model.config().vocabulary()).isEqualTo(VOCABULARY);
    assertThat(model.config().headSize()).isEqualTo(64);
  }

  @Test
  void whatIsMissingOrUnknownIsNamed() {
    byte[] qwen =
        GgufBytes.of(new GgufWriter().key("general.architecture", GgufValue.text("qwen2")));
    assertThatThrownBy(() -> GgufModel.load(GgufBytes.open(qwen)))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "t.gguf: key general.architecture: expected one of bitnet-b1.58, bitnet-25, bitnet,"
                + " llama, found qwen2");
    byte[] empty =
        GgufBytes.of(new GgufWriter().key("general.architecture", GgufValue.text("bitnet-25")));
    assertThatThrownBy(() -> GgufModel.load(GgufBytes.open(empty)))
        .hasMessage("t.gguf: key bitnet-25.attention.head_count: expected this key, found none");
  }
}
