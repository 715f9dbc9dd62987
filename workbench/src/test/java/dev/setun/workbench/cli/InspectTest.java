package dev.setun.workbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.setun.model.Models;
import dev.setun.model.gguf.GgufValue;
import dev.setun.model.gguf.GgufWriter;
import dev.setun.model.tensor.I2s;
import dev.setun.model.tensor.ScalarType;
import dev.setun.model.tensor.TensorType;
import dev.setun.model.tensor.Tl1;
import dev.setun.model.tensor.TlKernelConfig;
import dev.setun.traces.Json;
import dev.setun.traces.Overwrite;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import tools.jackson.databind.JsonNode;

/// `model inspect` on folders, on files that are not models that can be run, and the options that
/// say what a file does not.
@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
class InspectTest {
  @TempDir Path folder = Path.of(".");

  private record Answer(int code, String out, String err) {
    JsonNode json() {
      assertThat(code).as(err).isZero();
      return Json.read("stdout", out.getBytes(StandardCharsets.UTF_8));
    }
  }

  private Answer inspect(Path file, String... options) {
    String[] arguments = new String[options.length + 5];
    System.arraycopy(
        new String[] {"model", "inspect", "-m", file.toString(), "--json"}, 0, arguments, 0, 5);
    System.arraycopy(options, 0, arguments, 5, options.length);
    return run(arguments);
  }

  private static Answer run(String... arguments) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
    ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(outBytes, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(errBytes, true, StandardCharsets.UTF_8));
    try {
      int code = CommandLineInterface.run(arguments);
      return new Answer(
          code,
          outBytes.toString(StandardCharsets.UTF_8),
          errBytes.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  private Path file(String architecture, TensorType type, int rows, int columns)
      throws IOException {
    Path file = folder.resolve("model.gguf");
    byte[] bytes = new byte[(int) type.byteSize(rows, columns)];
    new GgufWriter()
        .key("general.architecture", GgufValue.text(architecture))
        .tensor("w", List.of((long) columns, (long) rows), type, out -> out.write(bytes))
        .write(file, Overwrite.REFUSE);
    return file;
  }

  @Test
  void aFileThatCannotBeRunIsShownAndTheReasonSaid() throws IOException {
    Answer answer = inspect(file("qwen2", ScalarType.F32, 2, 8));
    JsonNode json = answer.json();
    assertThat(json.path("runnable").booleanValue()).isFalse();
    assertThat(json.path("tensors").path(0).path("name").stringValue()).isEqualTo("w");
    assertThat(answer.err()).contains("cannot be run", "general.architecture", "found qwen2");
  }

  @Test
  void metadataKeepItsTypesInJsonAndNoControlCharacterReachesATerminal() throws IOException {
    Path file = folder.resolve("keys.gguf");
    new GgufWriter()
        .key("whole", GgufValue.uint32(7))
        .key("real", GgufValue.float32(1e-5f))
        .key("nan", GgufValue.float32(Float.NaN))
        .key("truth", GgufValue.bool(true))
        .key("text", GgufValue.text("a\n\u001b[2Jb"))
        .write(file, Overwrite.REFUSE);
    JsonNode metadata = inspect(file).json().path("metadata");
    assertThat(metadata.path("whole").intValue()).isEqualTo(7);
    assertThat(metadata.path("real").isNumber()).isTrue();
    assertThat(metadata.path("real").floatValue()).isEqualTo(1e-5f);
    assertThat(metadata.path("nan").stringValue()).isEqualTo("NaN");
    assertThat(metadata.path("truth").booleanValue()).isTrue();
    assertThat(metadata.path("text").stringValue()).isEqualTo("a\n\u001b[2Jb");
    assertThat(run("model", "inspect", "-m", file.toString()).out())
        .contains("text = a\\n\\u001b[2Jb" + System.lineSeparator());
  }

  @Test
  void theWarningAboutI2sNamesTheOptionAndTheLayoutThatIsAssumed() throws IOException {
    Path file = file("bitnet-b1.58", I2s.X86_128, 4, 128);
    assertThat(inspect(file).err()).contains("read here as blocks of 128", "--i2s-layout");
    assertThat(inspect(file, "--i2s-layout", "arm64").err()).contains("read here as blocks of 64");
    Answer wrong = inspect(file, "--i2s-layout", "mips");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("--i2s-layout", "expected x86 or arm64, found mips");
  }

  @Test
  void aTypeThatTheArchitectureDoesNotSettleIsSettledByTheDialect() throws IOException {
    Path file = file("llama", I2s.X86_128, 4, 128);
    Answer unclear = inspect(file);
    assertThat(unclear.code()).isEqualTo(2);
    assertThat(unclear.err()).contains("general.file_type missing", "--gguf-dialect");
    JsonNode json = inspect(file, "--gguf-dialect", "bitnet.cpp").json();
    assertThat(json.path("tensors").path(0).path("type").stringValue()).isEqualTo("I2_S");
    assertThat(inspect(file, "--gguf-dialect", "llama.cpp").code()).isEqualTo(2);
  }

  @Test
  void tl1NeedsItsKernelConfiguration() throws IOException {
    TlKernelConfig large = TlKernelConfig.Preset.BITNET_B1_58_LARGE_TL1.config();
    Path file = file("bitnet", new Tl1(large.find(1536, 1536).orElseThrow()), 1536, 1536);
    Answer without = inspect(file);
    assertThat(without.code()).isEqualTo(2);
    assertThat(without.err()).contains("--tl-config");
    JsonNode json = inspect(file, "--tl-config", "bitnet-b1-58-large-tl1").json();
    assertThat(json.path("tensors").path(0).path("type").stringValue()).isEqualTo("TL1");
    Answer unknown = inspect(file, "--tl-config", "nothing");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("llama3-8b-tl2, found nothing");
  }

  @Test
  void aSafetensorsFolderIsListedWhateverItHolds() throws IOException {
    for (Map.Entry<String, byte[]> file : Models.bardFiles().entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
    JsonNode json = inspect(folder).json();
    assertThat(json.path("format").stringValue()).isEqualTo("safetensors");
    assertThat(json.path("runnable").booleanValue()).isTrue();
    JsonNode embedding = find(json, "model.embed_tokens.weight");
    assertThat(embedding.path("type").stringValue()).isEqualTo("BF16");
    assertThat(embedding.path("shape").toString()).isEqualTo("[512,256]");
    assertThat(embedding.path("bytes").intValue()).isEqualTo(512 * 256 * 2);
    assertThat(embedding.path("file").stringValue()).isEqualTo("model.safetensors");

    Files.writeString(folder.resolve("config.json"), "{\"model_type\":\"qwen2\"}");
    Answer other = inspect(folder);
    assertThat(other.json().path("tensors").size()).isEqualTo(json.path("tensors").size());
    assertThat(other.json().path("runnable").booleanValue()).isFalse();
    assertThat(other.err()).contains("cannot be run", "found qwen2");
  }

  private static JsonNode find(JsonNode json, String name) {
    return json.path("tensors")
        .valueStream()
        .filter(tensor -> tensor.path("name").stringValue().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
