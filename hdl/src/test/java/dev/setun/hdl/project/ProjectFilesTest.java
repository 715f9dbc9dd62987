package dev.setun.hdl.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.setun.hdl.Elaborator;
import dev.setun.hdl.example.Counter;
import dev.setun.hdl.example.FreshJvm;
import dev.setun.hdl.example.SelectAddArray;
import dev.setun.hdl.ir.Design;
import dev.setun.hdl.verilog.VerilogEmitter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class ProjectFilesTest {
  private static SequencedMap<String, String> files(Design design) {
    return ProjectMain.files(design);
  }

  @Test
  void theFileListIsInTheOrderOfTheModules() {
    assertThat(files(Elaborator.elaborate(new SelectAddArray(3, 4))).get("SelectAddArray_3_4.f"))
        .isEqualTo("SelectAddRow_4_8_32.v\nSelectAddArray_3_4.v\n");
  }

  @Test
  void theConstraintHasTheClockInNanoseconds() {
    assertThat(files(Elaborator.elaborate(new Counter(8))).get("Counter_8.sdc"))
        .contains("create_clock -name clk -period 1.250 [get_ports {clk}]\n");
  }

  /// Written by hand from the reference of FuseSoC's CAPI 2.
  @Test
  void theCoreNamesFilesTargetsAndTop() {
    assertThat(files(Elaborator.elaborate(new Counter(8))).get("Counter_8.core"))
        .isEqualTo(
            """
            CAPI=2:

            name: setun:generated:Counter_8:0.1.0
            description: 'Counter[width=8]'

            filesets:
              rtl:
                files:
                  - Counter_8.v
                file_type: verilogSource-2005
              constraints:
                files:
                  - Counter_8.sdc
                file_type: SDC

            targets:
              default:
                filesets: [rtl]
                toplevel: Counter_8
              lint:
                filesets: [rtl]
                toplevel: Counter_8
                default_tool: verilator
                tools:
                  verilator:
                    mode: lint-only
                    verilator_options: [-Wall]
              synth:
                filesets: [rtl, constraints]
                toplevel: Counter_8
            """);
  }

  @Test
  void theNamesLeadBackToTheJava() {
    String names =
        String.valueOf(files(Elaborator.elaborate(new Counter(8))).get("Counter_8.names.json"));
    assertThat(names.lines().filter(line -> line.contains("\"verilog\": \"value\"")))
        .singleElement()
        .asString()
        .contains("\"hdl\": \"Counter.build: value\"")
        .containsPattern("\"source\": \"Counter.java:\\d+\"")
        .contains("\"kind\": \"register\", \"width\": 8, \"signed\": false");
  }

  @Test
  void thePortsSayWhichIsTheClockAndWhichAreAStream() {
    String ports =
        String.valueOf(
            files(Elaborator.elaborate(new Piped(false))).get("Piped_no_edited.ports.json"));
    assertThat(ports)
        .contains(
            "{\"name\": \"clk\", \"direction\": \"input\", \"width\": 1, \"signed\": false, \"role\": \"clock, rising edge\"}")
        .contains("\"role\": \"reset, synchronous, active high\"")
        .containsIgnoringWhitespaces(
            """
            {
              "name": "in",
              "direction": "input",
              "valid": "in_valid",
              "ready": "in_ready",
              "payload": ["in_data"]
            }
            """);
  }

  @Test
  void freshJvmsWithDifferentIdentityHashesWriteTheSameBytes() throws Exception {
    String here = ProjectMain.text();
    assertThat(FreshJvm.output(ProjectMain.class, "-XX:hashCode=5")).isEqualTo(here);
    assertThat(FreshJvm.output(ProjectMain.class, "-XX:hashCode=2")).isEqualTo(here);
  }

  /// Everything that the module had before is called the same after an edit beside it, the wires
  /// that only the Verilog has included.
  @Test
  void namesAreStableUnderAnUnrelatedEdit() {
    List<String> before = declarations(new Piped(false));
    List<String> after = declarations(new Piped(true));
    assertThat(before).hasSizeGreaterThan(4);
    assertThat(after).hasSizeGreaterThan(before.size()).containsAll(before);
  }

  private static List<String> declarations(Piped module) {
    Map<String, String> verilog = VerilogEmitter.emit(Elaborator.elaborate(module));
    return verilog.values().stream()
        .flatMap(String::lines)
        .map(String::strip)
        .filter(line -> line.matches("(wire|reg|assign|input|output) .*"))
        // The edited output, and the list of bits that nothing reads.
        .filter(line -> !line.matches(".*\\b(other|unused)\\b.*"))
        .toList();
  }

  @Test
  void aClockThatIsNoInputIsRefused() {
    Design design = Elaborator.elaborate(new Counter(8));
    for (String clock : List.of("clock", "count", "CLK")) {
      SequencedMap<String, Long> clocks = new LinkedHashMap<>(Map.of(clock, 1000L));
      assertThatThrownBy(() -> new ProjectFiles(design, List.of(), clocks))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(clock);
    }
  }

  @Test
  void jsonTextsAreEscaped() {
    assertThat(JsonText.of(Map.of("a", "\"\\\n\u00fc")))
        .isEqualTo("{\"a\": \"\\\"\\\\\\u000a\\u00fc\"}\n");
  }
}
