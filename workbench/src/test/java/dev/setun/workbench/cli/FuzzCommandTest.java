package dev.setun.workbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.setun.traces.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import tools.jackson.databind.JsonNode;

@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
class FuzzCommandTest {
  private record Answer(int code, String out, String err) {}

  private static Answer fuzz(String... options) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
    ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(outBytes, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(errBytes, true, StandardCharsets.UTF_8));
    try {
      String[] arguments = new String[options.length + 2];
      arguments[0] = "model";
      arguments[1] = "fuzz";
      System.arraycopy(options, 0, arguments, 2, options.length);
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

  @Test
  void onlyTheFormatThatIsAskedForIsFuzzedAndEveryInputCounted() {
    Answer answer = fuzz("-n", "500", "-t", "1", "--format", "safetensors", "--json");
    assertThat(answer.code()).as(answer.err()).isZero();
    JsonNode json = Json.read("stdout", answer.out().getBytes(StandardCharsets.UTF_8));
    assertThat(json.path("inputs").longValue()).isEqualTo(500);
    assertThat(json.path("targets").size()).isEqualTo(1);
    JsonNode target = json.path("targets").path(0);
    assertThat(target.path("accepted").longValue() + target.path("rejected").longValue())
        .isEqualTo(500);
    assertThat(target.path("rejected").longValue()).isPositive();
  }

  @Test
  void anUnknownFormatIsNamedWithTheKnownOnes() {
    Answer answer = fuzz("--format", "onnx");
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).contains("--format: expected one of [gguf,", "found onnx");
  }
}
