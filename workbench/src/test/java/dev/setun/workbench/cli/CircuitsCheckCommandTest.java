package dev.setun.workbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.setun.testing.RequiresTool;
import dev.setun.traces.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import tools.jackson.databind.JsonNode;

@ResourceLock(Resources.SYSTEM_OUT)
class CircuitsCheckCommandTest {
  private static JsonNode run(int expectedCode, String options) {
    PrintStream out = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      int code = CommandLineInterface.run(("circuits check --json " + options).split(" "));
      assertThat(code).isEqualTo(expectedCode);
    } finally {
      System.setOut(out);
    }
    return Json.read("stdout", bytes.toByteArray());
  }

  @Test
  void theEnginesAgreeAndAreCounted() {
    JsonNode report = run(0, "--count 60 --icarus 0 --verilator 0 --cycles 10 --seed 7");
    assertThat(report.path("simulators").values())
        .extracting(row -> row.path("simulator").stringValue())
        .containsExactly("whole", "compiled", "vectors");
    report
        .path("simulators")
        .forEach(row -> {
          assertThat(row.path("circuits").intValue()).isEqualTo(60);
          assertThat(row.path("cycles").intValue()).isEqualTo(600);
          assertThat(row.path("outputs").intValue()).isGreaterThan(1200);
          assertThat(row.path("crashed").intValue()).isZero();
        });
    assertThat(report.path("mismatches").longValue()).isZero();
    assertThat(report.path("faultSeeded").booleanValue()).isFalse();
  }

  @Test
  void aDefectIsFoundAndItsCircuitNamed() {
    JsonNode report = run(1, "--count 20 --icarus 0 --verilator 0 --cycles 20 --fault 3");
    assertThat(report.path("mismatches").longValue()).isPositive();
    assertThat(report.path("simulators").get(0).path("firstMismatch").stringValue())
        .matches("RandomCircuit\\[seed=\\d+, operations=\\d+, depth=\\d\\]: cycle \\d+: out_.*");
  }

  @Test
  @RequiresTool({"iverilog", "vvp", "verilator", "g++"})
  void theVerilogSimulatorsAgreeAndFindADefect() {
    JsonNode report = run(0, "--count 0 --icarus 6 --verilator 2");
    assertThat(report.path("simulators").values())
        .extracting(row -> row.path("simulator").stringValue() + " " + row.path("circuits"))
        .containsExactly("icarus 6", "verilator 2");
    assertThat(run(1, "--count 0 --icarus 6 --verilator 0 --fault 1").path("mismatches").asLong())
        .isPositive();
  }

  @Test
  void negativeCountsAreRefused() {
    assertThat(CommandLineInterface.run("circuits", "check", "--count", "-1")).isEqualTo(2);
    assertThat(CommandLineInterface.run("circuits", "check", "--cycles", "0")).isEqualTo(2);
    assertThat(CommandLineInterface.run("circuits")).isEqualTo(2);
  }
}
