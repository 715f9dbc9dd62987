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

@ResourceLock(Resources.SYSTEM_OUT)
class BenchKernelsCommandTest {
  @TempDir Path folder = Path.of(".");

  @Test
  void aQuickRunLeavesAPageWithARoofline() throws IOException {
    PrintStream out = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    Path target = folder.resolve("bench");
    try {
      String options =
          "bench kernels --json --shape bitnet-large --layers 1 --rounds 3 --warm-up 0 --context 8 --bandwidth-mib 1";
      String[] arguments = (options + " -t 1 -o " + target).split(" ");
      assertThat(CommandLineInterface.run(arguments)).isZero();
    } finally {
      System.setOut(out);
    }
    JsonNode report = Json.read("stdout", bytes.toByteArray());
    assertThat(report.path("decodeLinears").path("gmacPerSecond").doubleValue()).isPositive();
    assertThat(Json.read(target.resolve("summary.json"), 1 << 20)).isEqualTo(report);
    assertThat(Files.readString(target.resolve("report.html")))
        .contains("\"roofline\":{\"peakGmacs\":")
        .contains("all linears, 1 token", "all linears, 128 tokens", "64 tokens");
    assertThat(target.resolve("run.json")).exists();
  }
}
