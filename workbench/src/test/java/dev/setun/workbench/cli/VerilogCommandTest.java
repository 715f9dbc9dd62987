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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import tools.jackson.databind.JsonNode;

@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
class VerilogCommandTest {
  @TempDir private Path folder;

  private record Answer(int code, String out, String err) {
    JsonNode json() {
      return Json.read("stdout", out.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static Answer run(List<String> arguments) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
    ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(outBytes, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(errBytes, true, StandardCharsets.UTF_8));
    try {
      int code = CommandLineInterface.run(arguments.toArray(String[]::new));
      return new Answer(
          code,
          outBytes.toString(StandardCharsets.UTF_8),
          errBytes.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  /// Two rows of three lanes: small enough for every tool.
  private Path smallDesign() throws IOException {
    Path file = folder.resolve("small.yaml");
    return Files.writeString(
        file,
        """
        name: small-2x3
        clockHz: 100000000
        node: 7nm
        array: {rows: 2, lanes: 3, tokens: 2, pe: select-add, style: adder-tree, dataflow: output-stationary}
        packing: 2-bit
        buffers: {activationWordsPerToken: 8, weightWords: 2}
        ports: {weightBits: 4, outputLanes: 1}
        memory: {kind: lpddr4, sustainedBytesPerSecond: 11520000000, latencyNs: 100, queueBeats: 64}
        vectorUnit: {lanes: 16, startupCycles: 8}
        """);
  }

  private Answer verilog(String out, String... more) throws IOException {
    List<String> arguments = new java.util.ArrayList<>();
    arguments.addAll(List.of("verilog", "-d", smallDesign().toString(), "--json", "-o"));
    arguments.add(folder.resolve(out).toString());
    arguments.addAll(List.of(more));
    return run(arguments);
  }

  @Test
  @RequiresTool({"yosys", "verilator", "iverilog", "nextpnr-ice40"})
  void everyToolThatIsHereIsAskedAndALibraryThatIsNotGivenIsSkipped() throws IOException {
    Answer answer = verilog("all", "--check", "all");
    assertThat(answer.code()).as(answer.out() + answer.err()).isZero();
    JsonNode checks = answer.json().path("checks");
    assertThat(checks.valueStream().map(check -> check.path("check").asString()))
        .containsExactly(
            "verilator",
            "icarus",
            "reset",
            "yosys",
            "proof",
            "ice40",
            "ecp5",
            "xilinx7",
            "liberty",
            "nextpnr");
    for (JsonNode check : checks) {
      String status = check.path("status").asString();
      switch (check.path("check").asString()) {
        case "liberty" -> {
          assertThat(status).isEqualTo("skipped");
          assertThat(check.path("reason").asString()).contains("--liberty");
        }
        case "ice40", "ecp5", "xilinx7" -> {
          assertThat(status).isEqualTo("passed");
          // A memory is no flip-flop on any of them; the accumulators are: 2 rows, 2 tokens, int32.
          assertThat(check.path("flipFlops").asLong()).isGreaterThan(64);
          assertThat(check.path("luts").asLong()).isPositive();
          assertThat(check.path("logicDepth").asLong()).isPositive();
          assertThat(check.path("tools").path(0).asString()).startsWith("Yosys");
        }
        case "nextpnr" -> {
          assertThat(status).isEqualTo("passed");
          assertThat(check.path("fastestMhz").asDouble()).isPositive();
          assertThat(check.path("logicCells").asLong())
              .isLessThan(check.path("logicCellsAvailable").asLong());
        }
        case "proof" -> {
          assertThat(status).isEqualTo("passed");
          assertThat(check.path("modules").size()).isEqualTo(4);
          assertThat(check.path("modules").path(0).path("claims").asInt()).isGreaterThan(10);
        }
        case "verilator", "icarus" -> {
          assertThat(check.path("cycleMismatches").asLong(-1)).isZero();
          assertThat(check.path("comparedCycles").asLong()).isPositive();
        }
        default -> assertThat(status).isEqualTo("passed");
      }
    }
    assertThat(folder.resolve("all/checks.md")).content().contains("| ice40 | passed |");
    assertThat(Json.read(folder.resolve("all/checks.json"), 1 << 20)).isEqualTo(checks);
  }

  @Test
  @RequiresTool("yosys")
  void whatAToolRefusesIsAFailedCheckAndTheVerilogIsThereAllTheSame() throws IOException {
    Path library = Files.writeString(folder.resolve("not.lib"), "no library\n");
    Answer answer = verilog("failed", "--liberty", library.toString());
    assertThat(answer.code()).isEqualTo(1);
    JsonNode check = answer.json().path("checks").path(0);
    assertThat(check.path("status").asString()).isEqualTo("failed");
    assertThat(check.path("reason").asString()).startsWith("yosys: ");
    assertThat(folder.resolve("failed/small_2x3.v")).exists();
    assertThat(folder.resolve("failed/files.json")).exists();
  }

  @Test
  void aLibraryThatIsNotThereIsRefusedBeforeAnythingIsWritten() throws IOException {
    for (String[] arguments :
        List.of(
            new String[] {"--check", "liberty"},
            new String[] {"--liberty", folder.resolve("nothing.lib").toString()},
            new String[] {"--limit", "0"},
            new String[] {"--check", "ice40,vivado"})) {
      Answer answer = verilog("none", arguments);
      assertThat(answer.code()).as(answer.err()).isEqualTo(2);
      assertThat(answer.err().lines()).hasSize(1);
      assertThat(folder.resolve("none")).doesNotExist();
    }
  }

  @Test
  void whatStandsBesideTheVerilogIsInItsFolder() throws IOException {
    Answer answer = verilog("plain");
    assertThat(answer.code()).as(answer.err()).isZero();
    Path out = folder.resolve("plain");
    assertThat(answer.json().path("projectFiles").valueStream().map(JsonNode::asString))
        .containsExactly(
            "small_2x3.f",
            "small_2x3.core",
            "small_2x3.sdc",
            "small_2x3.names.json",
            "small_2x3.ports.json");
    assertThat(Files.readAllLines(out.resolve("small_2x3.f")))
        .containsExactlyElementsOf(
            answer.json().path("files").valueStream().map(JsonNode::asString).toList())
        .allSatisfy(file -> assertThat(out.resolve(file)).exists());
    // 100 MHz.
    assertThat(out.resolve("small_2x3.sdc")).content().contains("-period 10.000 ");
    JsonNode names = Json.read(out.resolve("small_2x3.names.json"), 1 << 20);
    for (JsonNode module : names.path("modules")) {
      String text = Files.readString(out.resolve(module.path("module").asString() + ".v"));
      for (String kind : List.of("signals", "memories", "instances")) {
        for (JsonNode thing : module.path(kind)) {
          assertThat(text).containsPattern("\\b" + thing.path("verilog").asString() + "\\b");
        }
      }
    }
    JsonNode ports = Json.read(out.resolve("small_2x3.ports.json"), 1 << 20);
    assertThat(ports.path("ports").path(0).path("role").asString()).startsWith("clock");
    assertThat(ports.path("streams").valueStream().map(s -> s.path("name").asString()))
        .isNotEmpty();
  }
}
