package dev.setun.verilog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.setun.accel.design.Design;
import dev.setun.accel.design.Designs;
import dev.setun.hdl.Port;
import dev.setun.hdl.replay.Lint;
import dev.setun.hdl.replay.VerilogTop;
import dev.setun.testing.RequiresTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class EmittedVerilogTest {
  private static final Path CHECKED_IN = Path.of("rtl", "edge_16x16");

  static Stream<Design> designs() {
    return Stream.concat(
        TestDesigns.ODD_ONES.stream(),
        Stream.of(Designs.load("edge-16x16"), TestDesigns.of("wide-3x40", 3, 40, 5, 16, 8, 80, 3)));
  }

  @ParameterizedTest
  @MethodSource("designs")
  @RequiresTool("verilator")
  void verilatorHasNothingToSay(Design design) {
    VerilogTop top = AcceleratorCircuit.of(design).verilog();
    assertThat(Lint.verilator(top, Duration.ofMinutes(2))).isEmpty();
  }

  /// With `-Dsetun.rewriteRtl=true` the checked-in files are replaced instead of compared.
  @Test
  void theCheckedInVerilogIsWhatIsEmittedNow() throws IOException {
    VerilogTop top = AcceleratorCircuit.of(Designs.load("edge-16x16")).verilog();
    if (Boolean.getBoolean("setun.rewriteRtl")) {
      rewrite(top);
    }
    Map<String, String> checkedIn = new TreeMap<>();
    try (Stream<Path> files = Files.list(CHECKED_IN)) {
      for (Path file : files.toList()) {
        checkedIn.put(String.valueOf(file.getFileName()), Files.readString(file));
      }
    }
    assertThat(new TreeMap<>(top.files())).isEqualTo(checkedIn);
  }

  private static void rewrite(VerilogTop top) throws IOException {
    Files.createDirectories(CHECKED_IN);
    try (Stream<Path> files = Files.list(CHECKED_IN)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    for (Map.Entry<String, String> file : top.files().entrySet()) {
      Files.writeString(CHECKED_IN.resolve(file.getKey()), file.getValue());
    }
  }

  @Test
  void equalDesignsGiveEqualText() {
    Design again = TestDesigns.of("odd-4x3", 4, 3, 2, 4, 2, 8, 2);
    assertThat(AcceleratorCircuit.of(again).verilog().files())
        .isEqualTo(AcceleratorCircuit.of(TestDesigns.ODD).verilog().files());
  }

  @Test
  void thePortsAreThoseOfTheTableInItsOrder() {
    // docs/microarchitecture.md, section Ports, for edge-16x16.
    assertThat(AcceleratorCircuit.of(Designs.load("edge-16x16")).ports())
        .extracting(port -> port.name() + arrow(port) + port.width())
        .containsExactly(
            "rst<1",
            "start<1",
            "cfg_tokens<16",
            "cfg_inputs<24",
            "cfg_outputs<24",
            "act_valid<1",
            "act_data<128",
            "act_ready>1",
            "weight_valid<1",
            "weight_data<128",
            "weight_ready>1",
            "out_valid>1",
            "out_data>128",
            "out_ready<1",
            "busy>1",
            "done>1",
            "cause>3",
            "count_total>32",
            "count_compute>32",
            "count_fill>32",
            "count_drain>32",
            "count_weight_wait>32",
            "count_activation_wait>32",
            "count_output_backpressure>32");
  }

  private static String arrow(Port port) {
    return port.direction() == Port.Direction.INPUT ? "<" : ">";
  }

  @Test
  void noSignalBetweenTheProcessingElementsIsAsWideAsTheWeightWord() {
    // Event-driven simulators wake every reader of a bus when any bit of it changes.
    VerilogTop top = AcceleratorCircuit.of(Designs.load("edge-16x16")).verilog();
    assertThat(String.join("", top.files().values())).doesNotContain("[511:0]");
  }
}
