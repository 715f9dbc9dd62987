package dev.setun.model.convert;

import static dev.setun.model.convert.Folders.convert;
import static dev.setun.model.convert.Folders.logits;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.setun.model.LinearOp;
import dev.setun.model.Model;
import dev.setun.model.Models;
import dev.setun.model.WeightSource;
import dev.setun.model.gguf.Dialect;
import dev.setun.model.gguf.GgufFile;
import dev.setun.model.gguf.GgufOptions;
import dev.setun.model.gguf.GgufTensor;
import dev.setun.model.numerics.Profile;
import dev.setun.model.safetensors.HfFolder;
import dev.setun.model.safetensors.StoredTensor;
import dev.setun.model.tensor.I2s;
import dev.setun.model.tensor.ScaleRounding;
import dev.setun.model.tensor.TlKernelConfig;
import dev.setun.traces.InputException;
import dev.setun.traces.Overwrite;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Between folders and GGUF: `bard` in all its forms.
class ConversionTest {
  private static final String TEXT =
      "It's 1234 o'clock,\n  said THEY'LL -- caf\u00e9 <|end_of_text|>";

  @TempDir Path folder = Path.of(".");

  /// Tile sizes for the four shapes of bard.
  private TlKernelConfig tiles(boolean three) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String shape : List.of("256 256", "128 256", "768 256", "256 768")) {
      String[] sizes = shape.split(" ");
      lines.add("[Kernels_" + lines.size() + "]");
      lines.add("m = " + sizes[0]);
      lines.add("k = " + sizes[1]);
      lines.add("bm = 128");
      lines.add("bk = " + (three ? 96 : 128));
      lines.add("bmm = 32");
    }
    return TlKernelConfig.read(Files.write(folder.resolve("kernel_config.ini"), lines));
  }

  private GgufOptions options(String format) throws IOException {
    return new GgufOptions(
        Dialect.BY_CONTENT,
        format.equals("i2_s-arm") ? I2s.ARM_64 : I2s.X86_128,
        format.startsWith("tl") ? tiles(format.equals("tl2")) : TlKernelConfig.NONE);
  }

  private static void requireSame(Model found, Model expected) {
    assertThat(found.config()).isEqualTo(expected.config());
    assertThat(Folders.weights(found)).containsExactlyElementsOf(Folders.weights(expected));
    assertThat(Folders.scales(found)).isEqualTo(Folders.scales(expected));
    for (Profile profile : List.of(Profile.CANONICAL, Profile.PLAIN)) {
      assertThat(logits(found, profile)).isEqualTo(logits(expected, profile));
    }
    assertThat(found.tokenizer().encode(TEXT)).isEqualTo(expected.tokenizer().encode(TEXT));
    assertThat(found.promptIdsWithSpecials(TEXT)).isEqualTo(expected.promptIdsWithSpecials(TEXT));
    assertThat(found.endTokens()).isEqualTo(expected.endTokens());
  }

  private static void requireSameTensors(Path found, Path expected) {
    List<StoredTensor> expectedTensors = HfFolder.tensors(expected);
    List<StoredTensor> foundTensors = HfFolder.tensors(found);
    assertThat(foundTensors).hasSameSizeAs(expectedTensors);
    for (int i = 0; i < foundTensors.size(); i++) {
      StoredTensor tensor = foundTensors.get(i);
      StoredTensor other = expectedTensors.get(i);
      assertThat(tensor.name()).isEqualTo(other.name());
      assertThat(tensor.type()).as(tensor.name()).isEqualTo(other.type());
      assertThat(tensor.shape()).isEqualTo(other.shape());
      assertThat(tensor.data().toArray(ValueLayout.JAVA_BYTE))
          .as(tensor.name())
          .isEqualTo(other.data().toArray(ValueLayout.JAVA_BYTE));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"i2_s", "i2_s-arm", "tq1_0", "tq2_0", "tl1", "tl2", "f32", "f16", "bf16"})
  void aPackedFolderGoesToEveryGgufAndBackByteForByte(String format) throws IOException {
    Path source = Folders.packed(folder.resolve("source"), "autobitlinear");
    GgufOptions options = options(format);
    Path gguf = convert(source, options, format, folder.resolve("there.gguf"));
    Model expected = Models.load(Models.BARD);
    requireSame(Models.load(gguf.toString(), options), expected);
    Path back = convert(gguf, options, "u8", folder.resolve("back"));
    requireSame(Models.load(back.toString()), expected);
    requireSameTensors(back, source);
  }

  /// What bitnet.cpp computes of a folder is what it computes of the file that is made of it.
  @Test
  void bitnetCppsArithmeticIsTheSameOfAFolderAndOfItsFile() throws IOException {
    Path gguf = convert(Models.BARD, "i2_s", folder.resolve("bard.gguf"));
    assertThat(logits(Models.load(gguf.toString()), Profile.BITNET_CPP))
        .isEqualTo(logits(Models.load(Models.BARD), Profile.BITNET_CPP));
  }

  @ParameterizedTest
  @ValueSource(strings = {"masters-bf16", "masters-f16", "masters-f32"})
  void mastersAreMadeOfAFileAndBecomeItsWeightsAgain(String format) throws IOException {
    Path source = Folders.masters(folder.resolve("source"));
    Model expected = Models.load(source.toString());
    Path gguf = convert(source, "i2_s", folder.resolve("there.gguf"));
    requireSame(Models.load(gguf.toString()), expected);
    Path back = convert(gguf, format, folder.resolve("back"));
    Model found = Models.load(back.toString());
    requireSame(found, expected);
    assertThat(found.layers().getFirst().linears().values())
        .allMatch(linear -> linear.source() instanceof WeightSource.Masters);
    Path packed = convert(back, "u8", folder.resolve("packed"));
    requireSame(Models.load(packed.toString()), expected);
  }

  @Test
  void aScaleThatDividesStaysWhatItIsInAFolderAndIsItsReciprocalInAFile() throws IOException {
    Path source = Folders.packed(folder.resolve("source"), "bitlinear");
    Model expected = Models.load(source.toString());
    Path copy = convert(source, "u8", folder.resolve("copy"));
    requireSameTensors(copy, source);
    requireSame(Models.load(copy.toString()), expected);
    assertThat(Files.readString(copy.resolve("config.json"))).contains("\"bitlinear\"");
    Path gguf = convert(source, "i2_s", folder.resolve("there.gguf"));
    requireSame(Models.load(gguf.toString()), expected);
    Path back = convert(gguf, "u8", folder.resolve("back"));
    requireSame(Models.load(back.toString()), expected);
    assertThat(Files.readString(back.resolve("config.json"))).contains("\"autobitlinear\"");
  }

  /// 1 / x is the same binary32 for x = 0x1.fffffep-5 and for its lower neighbour, and 1 / (1 / x)
  /// is the neighbour: no master weights have the scale x.
  @Test
  void aScaleThatNoMastersHaveIsRefusedUnlessRoundingIsAllowed() throws IOException {
    Path gguf = convert(Models.BARD, "i2_s", folder.resolve("bard.gguf"));
    byte[] bytes = Files.readAllBytes(gguf);
    GgufTensor tensor = GgufFile.open(gguf).tensor("blk.2.ffn_up.weight").orElseThrow();
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putFloat((int) tensor.offset() + 768 * 256 / 4, 0x1.fffffep-5f);
    Files.write(gguf, bytes);
    assertThatThrownBy(() -> convert(gguf, "masters-f32", folder.resolve("masters")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("model.layers.2.mlp.up_proj: masters cannot have the scale 0.0624999")
        .hasMessageEndingWith("(--round allows the nearest)");
    assertThat(folder.resolve("masters")).doesNotExist();
    // Packed weights have any scale, and rounding moves this one to the neighbour.
    requireSame(
        Models.load(convert(gguf, "u8", folder.resolve("packed")).toString()),
        Models.load(gguf.toString()));
    new Conversion(
            gguf.toString(),
            GgufOptions.DEFAULT,
            Target.parse("--packing", "masters-f32"),
            Optional.empty(),
            ScaleRounding.TO_BINARY16)
        .write(folder.resolve("masters"), Overwrite.REFUSE, 1, _ -> {});
    assertThat(
            Models.load(folder.resolve("masters").toString())
                .layers()
                .get(2)
                .linear(LinearOp.FFN_UP)
                .scale())
        .isEqualTo(0x1.fffffcp-5f);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"tie_word_embeddings\": true | \"tie_word_embeddings\": false"
            + " | expected tensor lm_head.weight, found none",
        "\"rope_theta\": 10000.0 | \"rope_theta\": 10000.1"
            + " | GGUF's rope.freq_base is a binary32, which cannot hold 10000.1",
      })
  void whatGgufCannotHoldIsRefused(String key, String other, String message) throws IOException {
    Path source = Folders.packed(folder.resolve("source"), "autobitlinear");
    Path config = source.resolve("config.json");
    Files.writeString(config, Files.readString(config).replace(key, other));
    assertThatThrownBy(() -> convert(source, "i2_s", folder.resolve("there.gguf")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message);
    assertThat(folder.resolve("there.gguf")).doesNotExist();
  }

  @Test
  void aRuleForWordsThatGgufHasNoNameForIsRefused() throws IOException {
    Path source = Folders.packed(folder.resolve("source"), "autobitlinear");
    Path tokenizer = source.resolve("tokenizer.json");
    Files.writeString(tokenizer, Files.readString(tokenizer).replace("{1,3}", "{1,2}"));
    assertThatThrownBy(() -> convert(source, "i2_s", folder.resolve("there.gguf")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("pre_tokenizer: expected the rule of Llama 3");
    // A folder can hold it.
    Path copy = convert(source, "masters-f32", folder.resolve("copy"));
    assertThat(copy.resolve("tokenizer.json")).hasSameBinaryContentAs(tokenizer);
  }

  @Test
  void filesThatAreThereAreNotOverwrittenOrReadBeforeTheResult() throws IOException {
    Path taken = Folders.packed(folder.resolve("taken"), "autobitlinear");
    assertThatThrownBy(() -> convert(Models.BARD, "u8", taken))
        .isInstanceOf(InputException.class)
        .hasMessageEndingWith(
            "model.safetensors: expected no file, found one (--force replaces it)");
    Path stale = Files.createDirectories(folder.resolve("stale"));
    Files.writeString(stale.resolve("chat_template.jinja"), "x");
    assertThatThrownBy(() -> convert(Models.BARD, "u8", stale))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("chat_template.jinja: expected no file of this name");
  }
}
