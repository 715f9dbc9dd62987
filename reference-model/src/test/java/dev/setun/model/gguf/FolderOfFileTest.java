package dev.setun.model.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.setun.model.Model;
import dev.setun.model.Models;
import dev.setun.model.convert.Conversion;
import dev.setun.model.convert.Target;
import dev.setun.model.inference.Session;
import dev.setun.model.tensor.GoldenFiles;
import dev.setun.model.tensor.ScaleRounding;
import dev.setun.model.tensor.TernaryBlocks;
import dev.setun.traces.InputException;
import dev.setun.traces.Json;
import dev.setun.traces.Overwrite;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Files of every architecture as folders, and back.
class FolderOfFileTest {
  private static final int[] IDS = {280, 5, 77, 31, 200, 5};

  @TempDir Path folder = Path.of(".");

  private Path write(byte[] gguf) throws IOException {
    return Files.write(folder.resolve("source.gguf"), gguf);
  }

  private List<String> convert(Path source, String format, Path target) throws IOException {
    return new Conversion(
            source.toString(),
            GgufOptions.DEFAULT,
            Target.parse("--packing", format),
            Optional.empty(),
            ScaleRounding.EXACT)
        .write(target, Overwrite.REFUSE, 2, _ -> {});
  }

  private static float[] logits(Path model) throws IOException {
    try (Session session =
        new Session(Models.load(model.toString()), Session.Options.reference())) {
      return session.allLogits(IDS);
    }
  }

  /// The file that comes back holds each tensor as the source does.
  private void requireThereAndBack(byte[] gguf, String type) throws IOException {
    Path source = write(gguf);
    for (String format : List.of("u8", "masters-f32", "masters-bf16")) {
      Path there = folder.resolve(format);
      convert(source, format, there);
      assertThat(Json.read(there.resolve("config.json"), 1 << 20).path("model_type").asString())
          .isEqualTo(type);
      assertThat(logits(there)).isEqualTo(logits(source));
      Path back = folder.resolve(format + ".gguf");
      convert(there, "i2_s", back);
      assertThat(logits(back)).isEqualTo(logits(source));
      GgufFile expected = GgufFile.open(source);
      GgufFile found = GgufFile.open(back);
      assertThat(found.tensors()).hasSameSizeAs(expected.tensors());
      for (GgufTensor tensor : expected.tensors()) {
        assertThat(bytes(found.tensor(tensor.name()).orElseThrow()))
            .as(tensor.name())
            .isEqualTo(bytes(tensor));
      }
      assertThat(found.metadata().text("general.architecture"))
          .isEqualTo(expected.metadata().text("general.architecture"));
    }
  }

  private static byte[] bytes(GgufTensor tensor) {
    return tensor.tensor().data().toArray(ValueLayout.JAVA_BYTE);
  }

  /// The rows of q and k are put into the order of rotate-half, and back.
  @Test
  void aLlamaWithAHeadOfItsOwnGoesThereAndBack() throws IOException {
    requireThereAndBack(
        new SmallGguf("llama", 31).interleaved().head().fileType(40).bytes(), "llama");
  }

  @Test
  void theSiluOf1bitLlmGoesThereAndBack() throws IOException {
    requireThereAndBack(new SmallGguf("bitnet", 32).subNorms().bytes(), "bitnet");
  }

  @Test
  void bitnetB158GoesThereAndBack() throws IOException {
    requireThereAndBack(new SmallGguf("bitnet-b1.58", 33).subNorms().bytes(), "bitnet");
  }

  @Test
  void severalBlockScalesAreRefused() throws IOException {
    Path source =
        write(
            new SmallGguf("bitnet-b1.58", 34)
                .subNorms()
                .packed(TernaryBlocks.TQ2_0)
                .bytesWithBlockScales());
    for (String format : List.of("u8", "masters-f32")) {
      assertThatThrownBy(() -> convert(source, format, folder.resolve("there")))
          .isInstanceOf(InputException.class)
          .hasMessageEndingWith(
              "model.layers.0.self_attn.q_proj: a folder has one scale for a linear, found blocks"
                  + " with different ones");
    }
    assertThat(folder.resolve("there")).doesNotExist();
  }

  @Test
  void aFactorOfAResultIsRefused() throws IOException {
    Path source =
        write(
            new SmallGguf("bitnet-b1.58", 35)
                .subNorms()
                .constant("blk.1.ffn_up.scale", 1.5f)
                .bytes());
    assertThatThrownBy(() -> convert(source, "u8", folder.resolve("there")))
        .isInstanceOf(InputException.class)
        .hasMessageEndingWith(
            "model.layers.1.mlp.up_proj: a folder has no factor of a result, found a .scale of 1.5");
  }

  @Test
  void aHeadThatBitnetWouldIgnoreIsRefused() throws IOException {
    Path source = write(new SmallGguf("llama", 36).interleaved().head().fileType(40).bytes());
    Path there = folder.resolve("there");
    convert(source, "u8", there);
    Path config = there.resolve("config.json");
    Files.writeString(config, Files.readString(config).replace("\"silu\"", "\"relu2\""));
    assertThatThrownBy(() -> convert(there, "i2_s", folder.resolve("back.gguf")))
        .isInstanceOf(InputException.class)
        .hasMessageEndingWith(
            "GGUF has no architecture with relu2 and without norms inside of a layer");
  }

  @Test
  void whatAFolderHasNoPlaceForIsNamed() throws IOException {
    GgufWriter writer = new GgufWriter();
    byte[] source = new SmallGguf("bitnet-b1.58", 37).subNorms().head().bytes();
    GgufFile file = GgufBytes.open(source);
    file.metadata().keys().forEach(key -> writer.key(key, file.metadata().find(key).orElseThrow()));
    writer.key("general.author", GgufValue.text("a"));
    for (GgufTensor tensor : file.tensors()) {
      writer.tensor(
          tensor.name(),
          tensor.dimensions(),
          tensor.tensor().type(),
          GgufWriter.content(tensor.tensor().data()));
    }
    List<String> lost = convert(write(GgufBytes.of(writer)), "u8", folder.resolve("there"));
    assertThat(lost)
        .anyMatch(line -> line.startsWith("keys ") && line.contains("general.author"))
        .contains("tensors that are not used: output.weight");
  }

  /// The ids of upstream, of a folder that was made of upstream's file.
  @ParameterizedTest
  @ValueSource(strings = {"llama-bpe", "missing"})
  void aFolderMadeOfUpstreamsFileGivesUpstreamsIds(String pre) throws IOException {
    GgufFile tiny = GgufBytes.open(GoldenFiles.bytes("tiny/tiny-b158-i2_s.gguf"));
    GgufWriter writer = new GgufWriter();
    for (String key : tiny.metadata().keys()) {
      if (!key.equals("tokenizer.ggml.pre")) {
        writer.key(key, tiny.metadata().find(key).orElseThrow());
      }
    }
    if (!pre.equals("missing")) {
      writer.key("tokenizer.ggml.pre", GgufValue.text(pre));
    }
    for (GgufTensor tensor : tiny.tensors()) {
      writer.tensor(
          tensor.name(),
          tensor.dimensions(),
          tensor.tensor().type(),
          GgufWriter.content(tensor.tensor().data()));
    }
    Path there = folder.resolve("there");
    convert(write(GgufBytes.of(writer)), "u8", there);
    Path back = folder.resolve("back.gguf");
    convert(there, "i2_s", back);
    for (Path path : List.of(there, back)) {
      requireUpstreamsIds(Models.load(path.toString()), pre);
    }
  }

  private static void requireUpstreamsIds(Model model, String pre) {
    byte[] golden = GoldenFiles.bytes("tiny/tokenizer_pre-" + pre + ".json");
    long compared =
        StreamSupport.stream(Json.read("tokenizer", golden).spliterator(), false)
            .filter(line -> line.path("add_special").asBoolean() == special(line))
            .peek(line -> requireIds(model, line))
            .count();
    assertThat(compared).isGreaterThan(10);
  }

  private static boolean special(JsonNode line) {
    return line.path("parse_special").asBoolean();
  }

  private static void requireIds(Model model, JsonNode line) {
    byte[] utf8 = HexFormat.of().parseHex(line.path("hex_utf8").asString());
    String text = new String(utf8, StandardCharsets.UTF_8);
    int[] expected = line.path("ids").valueStream().mapToInt(JsonNode::asInt).toArray();
    // Upstream puts a begin-of-text token in front of one that is there.
    int[] found =
        special(line)
            ? IntStream.concat(
                    IntStream.of(model.config().beginToken()),
                    IntStream.of(model.tokenizer().encodeWithSpecials(text)))
                .toArray()
            : model.tokenizer().encode(text);
    assertThat(found).as(text).isEqualTo(expected);
  }
}
