package dev.setun.workbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.setun.traces.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// The tables that `model` prints, row by row against the specification.
@ResourceLock(Resources.SYSTEM_OUT)
class ModelTablesTest {
  private static JsonNode json(String... arguments) {
    PrintStream out = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      assertThat(CommandLineInterface.run(arguments)).isZero();
      return Json.read("stdout", bytes.toByteArray());
    } finally {
      System.setOut(out);
    }
  }

  private static JsonNode row(JsonNode rows, String key, String name) {
    return rows.valueStream()
        .filter(row -> row.path(key).asString("").equals(name))
        .findFirst()
        .orElseThrow();
  }

  // Specification 1.3, and the 7B and 13B shapes; 3.3: what I2_S can hold, 3.7: blocks of 256.
  @ParameterizedTest
  @CsvSource({
    "bitnet-2b4t, i2_s tq1_0 tq2_0, tl1 tl2",
    "bitnet-large, i2_s tq1_0 tq2_0 tl1 tl2, ''",
    "bitnet-xl, f16, i2_s i2_s-arm tq1_0 tq2_0 tl1 tl2",
    "bitnet-3b, tl1 tl2 i2_s-arm, i2_s tq1_0 tq2_0",
    "llama3-8b-1.58, i2_s tq1_0 tq2_0 tl1 tl2, ''",
    "falcon3-1b-1.58, i2_s tq1_0 tq2_0, tl1 tl2",
    "falcon3-3b-1.58, i2_s tq1_0 tq2_0, tl1 tl2",
    "falcon3-7b-1.58, i2_s tq1_0 tq2_0, tl1 tl2",
    "falcon3-10b-1.58, i2_s tq1_0 tq2_0, tl1 tl2",
    "falcon-e-1b, i2_s tq1_0 tq2_0, tl1 tl2",
    "falcon-e-3b, i2_s tq1_0 tq2_0, tl1 tl2",
    "bitnet-7b, i2_s tq1_0 tq2_0, tl1 tl2",
    "bitnet-13b, i2_s tq1_0 tq2_0, tl1 tl2"
  })
  void everyShapeOfTheSpecificationIsListedWithThePackingsThatHoldIt(
      String shape, String held, String refused) {
    JsonNode row =
        row(json("model", "synthesize", "--list", "--json").path("shapes"), "shape", shape);
    assertThat(row.path("packings").valueStream().map(JsonNode::stringValue))
        .contains(held.split(" "));
    if (!refused.isEmpty()) {
      assertThat(row.path("obstacles").propertyNames()).contains(refused.split(" "));
    }
  }

  // Specification 6.1, memory in GB and energy in J as the report prints them.
  @ParameterizedTest
  @CsvSource({
    "LLaMA 3.2 1B, 2, 0.258",
    "Gemma-3 1B, 1.4, 0.186",
    "Qwen2.5 1.5B, 2.6, 0.347",
    "SmolLM2 1.7B, 3.2, 0.425",
    "MiniCPM 2B, 4.8, 0.649",
    "BitNet b1.58 2B4T, 0.4, 0.028"
  })
  void theReportsTablePrintsThePublishedDigitsOfEveryModel(
      String model, BigDecimal memoryGb, BigDecimal energyJoules) {
    JsonNode row =
        row(
            json("model", "compare", "--table", "2b4t-report", "--json").path("models"),
            "model",
            model);
    assertThat(printed(row, "memoryGb", memoryGb)).isEqualTo(memoryGb);
    assertThat(printed(row, "energyJoules", energyJoules)).isEqualTo(energyJoules);
    assertThat(row.path("memoryAgrees").booleanValue()).isTrue();
    assertThat(row.path("energyAgrees").booleanValue()).isTrue();
  }

  private static BigDecimal printed(JsonNode row, String key, BigDecimal like) {
    return row.path(key).decimalValue().setScale(like.scale(), RoundingMode.HALF_UP);
  }

  @Test
  void theReportsTableSaysWhatItsEnergyLeavesOut() {
    JsonNode leftOut = json("model", "compare", "--table", "2b4t-report", "--json").path("leftOut");
    assertThat(leftOut.valueStream().map(JsonNode::stringValue))
        .anyMatch(line -> line.contains("no DRAM, no SRAM"))
        .anyMatch(line -> line.contains("512 tokens"))
        .anyMatch(line -> line.contains("no LM head"));
  }
}
