package dev.setun.workbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.setun.traces.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import tools.jackson.databind.JsonNode;

/// `model convert` between folders and files.
@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
class ConvertCommandTest {
  @TempDir Path folder = Path.of(".");

  private record Answer(int code, String out, String err) {}

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

  private static Answer convert(String source, String packing, Path target, String... more) {
    String[] arguments = new String[8 + more.length];
    String[] first = {
      "model", "convert", "-m", source, "--packing", packing, "-o", target.toString()
    };
    System.arraycopy(first, 0, arguments, 0, first.length);
    System.arraycopy(more, 0, arguments, first.length, more.length);
    return run(arguments);
  }

  private byte[] logits(String model) throws IOException {
    Path file = folder.resolve("logits.npy");
    Answer answer =
        run(
            "model",
            "logits",
            "-m",
            model,
            "--tokens",
            "510,84,104,101,32",
            "-o",
            file.toString(),
            "--force");
    assertThat(answer.code()).as(answer.err()).isZero();
    return Files.readAllBytes(file);
  }

  @Test
  void theEmbeddedModelGoesToAFileAndToAFolderWithTheSameLogits() throws IOException {
    Path gguf = folder.resolve("bard.gguf");
    Answer there = convert("bard", "i2_s", gguf, "--json");
    assertThat(there.code()).as(there.err()).isZero();
    JsonNode json = Json.read("stdout", there.out().getBytes(StandardCharsets.UTF_8));
    assertThat(json.path("packing").asString()).isEqualTo("i2_s");
    assertThat(json.path("fileBytes").asLong()).isEqualTo(Files.size(gguf));
    Path back = folder.resolve("back");
    Answer answer = convert(gguf.toString(), "u8", back);
    assertThat(answer.code()).as(answer.err()).isZero();
    assertThat(answer.out())
        .contains("linears in u8")
        .contains("every weight and scale is the same");
    assertThat(answer.err()).isEqualTo("setun: note: not in the result: keys general.name\n");
    byte[] expected = logits("bard");
    assertThat(logits(gguf.toString())).isEqualTo(expected);
    assertThat(logits(back.toString())).isEqualTo(expected);
  }

  @Test
  void badUseIsSaidInOneLine() {
    assertThat(convert("bard", "q9", folder.resolve("x")))
        .isEqualTo(
            new Answer(
                2,
                "",
                "setun: --packing: expected one of f32, f16, bf16, tq1_0, tq2_0, tl1, tl2, i2_s,"
                    + " i2_s-arm (GGUF), u8, masters-bf16, masters-f16, masters-f32 (folder), found"
                    + " q9\n"));
    assertThat(convert("bard", "u8", folder.resolve("x"), "--embedding", "q6_k").err())
        .isEqualTo("setun: --embedding: expected f32, f16 or bf16 in a folder, found Q6_K\n");
    assertThat(convert(folder.resolve("none").toString(), "u8", folder.resolve("x")).err())
        .endsWith("expected bard, a GGUF file or a model folder, found no such file or folder\n");
    assertThat(convert("bard", "tl1", folder.resolve("x")).err())
        .contains("expected the tile sizes of this shape (--tl-config), found []");
    assertThat(folder.resolve("x")).doesNotExist();
  }
}
