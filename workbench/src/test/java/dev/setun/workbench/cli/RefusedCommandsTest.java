package dev.setun.workbench.cli;

import static dev.setun.workbench.cli.Answer.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What cannot be done is one line on standard error, and nothing is written.
@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
class RefusedCommandsTest {
  @TempDir Path folder = Path.of(".");

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 8, 4000, 7760, 300_000, 1_069_191})
  void aTruncatedSafetensorsFileIsOneLine(int bytes) throws IOException {
    Path model = Answer.copyOfBard(folder);
    Path file = model.resolve("model.safetensors");
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), bytes));
    run("generate", "-m", model.toString(), "-p", "x").requireRefused("model.safetensors");
  }

  @Test
  void aSafetensorsFileThatDoesNotFitItsConfigIsOneLine() throws IOException {
    Path model = Answer.copyOfBard(folder);
    Path config = model.resolve("config.json");
    Files.writeString(
        config, Files.readString(config).replace("\"hidden_size\": 256", "\"hidden_size\": 128"));
    run("generate", "-m", model.toString(), "-p", "x").requireRefused("expected shape", "found");
  }

  @Test
  void anUnknownDesignKeyIsOneLineAndNothingIsWritten() throws IOException {
    Path design = folder.resolve("wide.yaml");
    run("simulate", "-o", folder.resolve("ok").toString());
    String text = Files.readString(folder.resolve("ok/design.resolved.yaml"));
    Files.writeString(design, text.replace("rows:", "row:"));
    Path out = folder.resolve("none");
    run("simulate", "-d", design.toString(), "-o", out.toString())
        .requireRefused("wide.yaml", "array.row", "array.rows");
    assertThat(out).doesNotExist();
  }

  @Test
  void anInputWidthThatTheDesignCannotHoldIsOneLineAndNothingIsWritten() throws IOException {
    run("simulate", "-o", folder.resolve("ok").toString());
    Path design = folder.resolve("small.yaml");
    String text = Files.readString(folder.resolve("ok/design.resolved.yaml"));
    Files.writeString(
        design, text.replaceAll("activationWordsPerToken: \\d+", "activationWordsPerToken: 16"));
    Path out = folder.resolve("none");
    run("simulate", "-d", design.toString(), "-o", out.toString())
        .requireRefused("768", "256", "buffers.activationWordsPerToken");
    run("crosscheck", "-d", design.toString(), "--executors", "machine", "-o", out.toString())
        .requireRefused("768");
    assertThat(out).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "golden --op attn_q --layer 0 -o FILE/x",
        "golden --op attn_q --layer 0 -o FILE",
        "model logits --tokens 510 -o FILE/x.npy",
        "model logits --tokens 510 -o FILE/below/x.npy",
        "model synthesize --shape bitnet-2b4t --layers 1 -o FILE/x.gguf",
        "model convert -m bard --packing i2_s -o FILE/x.gguf",
        "simulate -o FILE/x",
        "verilog -o FILE/x",
        "crosscheck -n 1 --hardware-tokens 0 --executors simd -o FILE/x",
        "model perplexity --text FILE/x",
        "model inspect -m FILE/below",
        "generate -p x -m FILE/below",
      })
  void aPathThatCannotBeUsedIsNamedAndTheFileInTheWayIsKept(String line) throws IOException {
    Path file = Files.writeString(folder.resolve("in-the-way"), "mine");
    run(line.replace("FILE", file.toString()).split(" ")).requireRefused("in-the-way");
    assertThat(file).hasContent("mine");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "generate",
        "generate -p x -n 0",
        "generate -p x --profile q",
        "generate -p x --executor machine",
        "simulate --phase sideways",
        "simulate --workload nobody",
        "simulate -d nobody",
        "crosscheck --executors all",
        "crosscheck --fault nobody",
        "model",
        "model logits --tokens 9999 -o x.npy",
        "verilog --check vivado",
        "golden --layer 0",
        "golden --op attn_q",
        "golden --op attn_q --layer 4",
        "golden --op attn_q --layer -1",
        "golden --op attn_q,attn_q --layer 0",
        "golden --op all --layer 0 --token 7",
        "golden --op all --layer 0 --token first",
        "golden --op all --layer 0 -d nobody",
        "generate -m nobody -p x"
      })
  void badUsageIsOneLineAndExitCodeTwo(String line) {
    run(Stream.of(line.split(" ")).filter(word -> !word.isEmpty()).toArray(String[]::new))
        .requireRefused();
  }
}
