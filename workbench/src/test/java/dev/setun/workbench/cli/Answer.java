package dev.setun.workbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.setun.traces.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// What a command line answered. Who asks holds the locks of both streams.
///
/// @param code the exit code
/// @param out standard output
/// @param err standard error
record Answer(int code, String out, String err) {
  private static final Path BARD =
      Path.of("..", "reference-model", "src", "main", "resources", "dev", "setun", "model", "bard");

  static Answer run(String... arguments) {
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

  JsonNode json() {
    assertThat(out.lines()).as("one JSON object on standard output").hasSize(1);
    return Json.read("stdout", out.getBytes(StandardCharsets.UTF_8));
  }

  /// One line that begins with the program's name and has all parts, nothing else, exit code 2.
  void requireRefused(String... parts) {
    assertThat(code).as(err).isEqualTo(2);
    assertThat(err.lines()).hasSize(1);
    assertThat(err).startsWith("setun: ");
    for (String part : parts) {
      assertThat(err).contains(part);
    }
    assertThat(out).isEmpty();
  }

  /// The embedded model as a folder of files.
  static Path copyOfBard(Path folder) throws IOException {
    Path copy = Files.createDirectories(folder.resolve("model"));
    for (String file : List.of("config.json", "tokenizer.json", "model.safetensors")) {
      Files.copy(BARD.resolve(file), copy.resolve(file));
    }
    return copy;
  }
}
