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
class KernelsCheckCommandTest {
  @Test
  void everyKernelIsComparedOnAllShapesAndCounted() {
    PrintStream out = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    int code;
    try {
      code = CommandLineInterface.run("kernels", "check", "--shapes", "9", "--json");
    } finally {
      System.setOut(out);
    }
    JsonNode json = Json.read("stdout", bytes.toByteArray());
    assertThat(code).isZero();
    assertThat(json.path("valueMismatches").intValue()).isZero();
    assertThat(json.path("kernels").size()).isGreaterThan(1);
    for (JsonNode kernel : json.path("kernels").values()) {
      assertThat(kernel.path("shapes").intValue()).isEqualTo(81);
      assertThat(kernel.path("products").intValue()).isEqualTo(81 * 19);
    }
  }

  @Test
  void aSizeThatWouldTakeDaysIsRefused() {
    assertThat(CommandLineInterface.run("kernels", "check", "--shapes", "100000"))
        .isEqualTo(ExitCode.BAD_INPUT.code());
  }
}
