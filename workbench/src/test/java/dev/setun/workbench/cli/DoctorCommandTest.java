package dev.setun.workbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.setun.kernels.KernelProvider;
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
class DoctorCommandTest {
  private record Answer(int code, String out) {}

  private static Answer doctor(String... options) {
    PrintStream out = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      String[] arguments = new String[options.length + 1];
      arguments[0] = "doctor";
      System.arraycopy(options, 0, arguments, 1, options.length);
      int code = CommandLineInterface.run(arguments);
      return new Answer(code, bytes.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
    }
  }

  @Test
  void theFactsTheChosenKernelAndWhatIsMissingAreInOneObject() {
    Answer answer = doctor("--json", "--seconds", "0.001");
    JsonNode json = Json.read("stdout", answer.out().getBytes(StandardCharsets.UTF_8));
    assertThat(answer.code()).isEqualTo(json.path("missing").isEmpty() ? 0 : 3);
    assertThat(json.path("java").stringValue()).isEqualTo(Runtime.version().toString());
    assertThat(json.path("kernels").size()).isEqualTo(KernelProvider.ofThisJvm().explain().size());
    assertThat(json.path("tools").size()).isEqualTo(8);
    for (JsonNode tool : json.path("tools").values()) {
      assertThat(tool.has("version")).isEqualTo(tool.path("found").booleanValue());
      assertThat(tool.has("howToGet")).isNotEqualTo(tool.path("found").booleanValue());
    }
    assertThat(json.path("shapes").size()).isEqualTo(4);
    JsonNode down = json.path("shapes").path(3);
    assertThat(down.path("rows").intValue()).isEqualTo(2560);
    assertThat(down.path("columns").intValue()).isEqualTo(6912);
    assertThat(down.path("decodeGmacPerSecond").path("unpack2").doubleValue()).isPositive();
    assertThat(down.path("prefillGmacPerSecond").path("unpack2").doubleValue()).isPositive();
  }

  @Test
  void thePersonReadsOneLineAFactAndNothingIsMeasuredForZeroSeconds() {
    Answer answer = doctor("--seconds", "0");
    assertThat(answer.out())
        .contains("java: " + Runtime.version(), "\nvectors: ", "\nkernel unpack2 ", "verilator: ")
        .doesNotContain("GMAC/s");
  }
}
