package dev.setun.workbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.setun.testing.RequiresTool;
import dev.setun.traces.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import tools.jackson.databind.JsonNode;

@ResourceLock(Resources.SYSTEM_OUT)
class CircuitsLibraryCommandTest {
  @TempDir Path folder = Path.of(".");

  private JsonNode run(String... more) {
    PrintStream out = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      String target = folder.resolve("library").toString();
      String[] arguments =
          Stream.concat(Stream.of("circuits", "library", "--json", "-o", target), Stream.of(more))
              .toArray(String[]::new);
      assertThat(CommandLineInterface.run(arguments)).isZero();
    } finally {
      System.setOut(out);
    }
    return Json.read("stdout", bytes.toByteArray());
  }

  @Test
  void writesAFolderForEachModule() throws IOException {
    JsonNode report = run();
    assertThat(report.path("checked").booleanValue()).isFalse();
    assertThat(report.path("modules").size()).isEqualTo(10);
    for (JsonNode module : report.path("modules")) {
      String top = module.path("top").stringValue();
      Path files = folder.resolve("library").resolve(top);
      assertThat(Files.readString(files.resolve(top + ".v"))).contains("module " + top + " (");
      assertThat(files.resolve(top + ".core")).exists();
      assertThat(files.resolve(top + ".sdc")).exists();
    }
  }

  @Test
  @RequiresTool({"verilator", "g++", "iverilog", "vvp", "yosys"})
  void eachModuleIsProvedAndItsDefectsAreFound() {
    for (JsonNode module : run("--check").path("modules")) {
      assertThat(module.path("passed").booleanValue()).as(module.toString()).isTrue();
      assertThat(module.path("proof").stringValue()).isEqualTo("proved");
      assertThat(module.path("faultsSeeded").intValue()).isPositive();
      assertThat(module.path("comparedCycles").intValue()).isEqualTo(1000);
    }
  }
}
