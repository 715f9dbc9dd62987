package dev.setun.accel.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.setun.traces.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DesignsTest {
  private static final String EDGE = Designs.toYaml(Designs.load("edge-16x16"));

  @Test
  void theShippedDesignIsTheOneOfTheText() {
    Design edge = Designs.load("edge-16x16");
    assertThat(edge)
        .isEqualTo(
            new Design(
                "edge-16x16",
                800_000_000,
                ProcessNode.NM_7,
                new ArraySpec(
                    16,
                    16,
                    4,
                    new PeSpec.SelectAdd(),
                    ArrayStyle.ADDER_TREE,
                    Dataflow.OUTPUT_STATIONARY),
                Packing.TWO_BIT,
                new BufferSpec(512, 4),
                new PortSpec(128, 4),
                new MemorySpec(DramKind.LPDDR4, 11_520_000_000L, 100, 64),
                new VectorUnitSpec(16, 8)));
    assertThat(edge.largestInputs()).isEqualTo(8192);
  }

  @Test
  void theWideDesignDiffersInItsActivationBufferOnly() {
    Design edge = Designs.load("edge-16x16");
    Design wide = Designs.load("edge-16x16-wide");
    assertThat(wide.largestInputs()).isEqualTo(32768);
    assertThat(Designs.toYaml(wide).lines())
        .containsExactlyElementsOf(
            Designs.toYaml(edge)
                .lines()
                .map(line ->
                    line.replace("edge-16x16", "edge-16x16-wide")
                        .replace("activationWordsPerToken: 512", "activationWordsPerToken: 2048"))
                .toList());
  }

  @Test
  void aWrittenDesignLoadsToAnEqualOne() {
    Design edge = Designs.load("edge-16x16");
    Design odd =
        new Design(
            "on", // a word that YAML takes for a truth value
            1_000_000,
            ProcessNode.NM_45,
            new ArraySpec(
                3, 5, 1, new PeSpec.SelectAdd(), ArrayStyle.ADDER_TREE, Dataflow.OUTPUT_STATIONARY),
            Packing.TWO_BIT,
            new BufferSpec(2, 2),
            new PortSpec(6, 1),
            new MemorySpec(DramKind.HBM2, 1, 0, 1),
            new VectorUnitSpec(1, 0));
    assertThat(Designs.parse("x.yaml", Designs.toYaml(edge))).isEqualTo(edge);
    assertThat(Designs.parse("x.yaml", Designs.toYaml(odd))).isEqualTo(odd);
  }

  @Test
  void theWrittenFormHasEveryKeyInAFixedOrder() {
    assertThat(EDGE)
        .isEqualTo(
            """
            name: "edge-16x16"
            clockHz: 800000000
            node: "7nm"
            array:
              rows: 16
              lanes: 16
              tokens: 4
              pe: "select-add"
              style: "adder-tree"
              dataflow: "output-stationary"
            packing: "2-bit"
            buffers:
              activationWordsPerToken: 512
              weightWords: 4
            ports:
              weightBits: 128
              outputLanes: 4
            memory:
              kind: "lpddr4"
              sustainedBytesPerSecond: 11520000000
              latencyNs: 100
              queueBeats: 64
            vectorUnit:
              lanes: 16
              startupCycles: 8
            """);
  }

  @Test
  void anUnknownKeyNamesTheOneThatWasProbablyMeant() {
    refused(
        "  rows: 16", "  row: 16", "edge.yaml: array.row: unknown key (did you mean array.rows?)");
    refused(
        "node: \"7nm\"",
        "node: \"7nm\"\nvoltage: 1",
        "edge.yaml: voltage: unknown key (known here: name, clockHz, node, array, packing, buffers,"
            + " ports, memory, vectorUnit)");
  }

  @Test
  void aMissingKeyIsNamed() {
    refused("  lanes: 16\n  tokens", "  tokens", "edge.yaml: array.lanes: missing key");
  }

  @Test
  void aKeyGivenTwiceIsRefused() {
    refused("  rows: 16", "  rows: 16\n  rows: 8", "edge.yaml: array.rows: key given twice");
  }

  @Test
  void aWrongTypeSaysWhatIsExpectedAndFound() {
    refused("rows: 16", "rows: many", "edge.yaml: array.rows: expected an integer, found many");
    refused("rows: 16", "rows: 16.5", "edge.yaml: array.rows: expected an integer, found 16.5");
    refused("rows: 16", "rows: [16]", "edge.yaml: array.rows: expected an integer, found a list");
    refused(
        "rows: 16",
        "rows: 3000000000",
        "edge.yaml: array.rows: expected -2147483648..2147483647, found 3000000000");
    refused("name: \"edge-16x16\"", "name: 5", "edge.yaml: name: expected a text, found 5");
    refused(
        "ports:\n  weightBits: 128\n  outputLanes: 4",
        "ports: 3",
        "edge.yaml: ports: expected keys [weightBits, outputLanes], found 3");
  }

  @Test
  void aBadChoiceListsWhatIsSupported() {
    refused("\"2-bit\"", "\"trit5\"", "edge.yaml: packing: expected one of 2-bit, found trit5");
    refused(
        "\"select-add\"",
        "lookup",
        "edge.yaml: array.pe: expected one of select-add, found lookup");
    refused(
        "\"lpddr4\"",
        "\"ddr9\"",
        "edge.yaml: memory.kind: expected one of ddr4, lpddr4, lpddr5, hbm2, found ddr9");
  }

  @Test
  void aValueThatNoAcceleratorCanHaveIsRefusedWithItsKey() {
    refused("rows: 16", "rows: 0", "edge.yaml: array.rows: expected 1..128, found 0");
    refused(
        "outputLanes: 4",
        "outputLanes: 3",
        "edge.yaml: ports.outputLanes: expected a divisor of array.rows (16), found 3");
    refused(
        "weightBits: 128",
        "weightBits: 100",
        "edge.yaml: ports.weightBits: expected a divisor of the weight word (512 bits), found 100");
  }

  @Test
  void whatIsNotYamlIsOneLine() {
    assertThatThrownBy(() -> Designs.parse("edge.yaml", "name: [1\narray: }"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("edge.yaml: line 2: not YAML: ")
        .hasMessageNotContaining("\n");
    assertThatThrownBy(() -> Designs.parse("edge.yaml", ""))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("edge.yaml: design: expected keys [name, clockHz,");
    assertThatThrownBy(() -> Designs.parse("edge.yaml", EDGE + "---\nname: b\n"))
        .isInstanceOf(InputException.class)
        .hasMessage("edge.yaml: expected one YAML document, found another");
  }

  @Test
  void aFileIsLoadedByItsPathAndNamedInMessages(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("mine.yaml");
    Files.writeString(file, EDGE);
    assertThat(Designs.load(file.toString())).isEqualTo(Designs.load("edge-16x16"));
    Files.writeString(file, EDGE.replace("lanes: 16\n  tokens", "lanes: 999\n  tokens"));
    assertThatThrownBy(() -> Designs.load(file.toString()))
        .isInstanceOf(DesignException.class)
        .hasMessage("mine.yaml: array.lanes: expected 1..128, found 999");
  }

  @Test
  void aNameThatIsNeitherFileNorShippedSaysWhatIsShipped() {
    assertThatThrownBy(() -> Designs.load("edge-17x17"))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "edge-17x17: expected a design file or one of the shipped designs (edge-16x16,"
                + " edge-16x16-wide), found neither");
  }

  private static void refused(String part, String replacement, String message) {
    assertThat(EDGE).contains(part);
    String text = EDGE.replace(part, replacement);
    assertThatThrownBy(() -> Designs.parse("edge.yaml", text))
        .isInstanceOf(DesignException.class)
        .hasMessage(message);
  }
}
