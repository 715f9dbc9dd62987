package dev.setun.verilog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.setun.accel.design.Design;
import dev.setun.accel.design.Designs;
import dev.setun.hdl.replay.Comparison;
import dev.setun.hdl.replay.IcarusReplay;
import dev.setun.hdl.replay.PortTrace;
import dev.setun.hdl.replay.Replay;
import dev.setun.hdl.replay.Response;
import dev.setun.hdl.replay.VerilatorReplay;
import dev.setun.hdl.replay.VerilogTop;
import dev.setun.testing.RequiresTool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The emitted Verilog does in Icarus and in Verilator what the machine does.
final class VerilogReplayTest {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  @TempDir private static Path work;

  static Stream<Design> designs() {
    return Stream.of(Designs.load("edge-16x16"), TestDesigns.ODD, TestDesigns.THREE_BITS);
  }

  @ParameterizedTest
  @MethodSource("designs")
  @RequiresTool({"iverilog", "vvp"})
  void icarusAgreesWithTheMachineAndKnowsEveryBit(Design design) {
    check(design, new IcarusReplay(work, LIMIT));
  }

  @ParameterizedTest
  @MethodSource("designs")
  @RequiresTool({"verilator", "g++"})
  void verilatorAgreesWithTheMachine(Design design) {
    check(design, new VerilatorReplay(work, LIMIT));
  }

  private static void check(Design design, Replay replay) {
    Random random = new Random(7);
    Recording recording = new Recording(design);
    for (int linear = 0; linear < 4; linear++) {
      recording.add(RandomLinears.job(design, random, 200), RandomLinears.environment(random));
    }
    AcceleratorCircuit circuit = AcceleratorCircuit.of(design);
    Comparison comparison = recording.compare(replay.run(circuit.verilog(), recording.inputs()));
    assertThat(comparison.first()).isEmpty();
    assertThat(comparison.comparedCycles()).isGreaterThan(200);
  }

  @Test
  @RequiresTool({"iverilog", "vvp"})
  void aFaultInTheVerilogIsFound() {
    Design design = TestDesigns.ODD;
    Random random = new Random(9);
    Recording recording = new Recording(design);
    recording.add(RandomLinears.job(3, 12, 9, random), RandomLinears.environment(random));
    for (long seed = 1; seed <= 3; seed++) {
      VerilogTop verilog = AcceleratorCircuit.of(design).withFault(seed).verilog();
      Response response = new IcarusReplay(work, LIMIT).run(verilog, recording.inputs());
      assertThat(recording.compare(response).first()).as("fault %d", seed).isPresent();
    }
  }

  /// Not only where data are valid: nothing on any output may be unknown after one cycle of reset,
  /// whatever was on the inputs before.
  @Test
  @RequiresTool({"iverilog", "vvp"})
  void noOutputIsUnknownAfterOneCycleOfReset() {
    Design design = TestDesigns.ODD;
    Random random = new Random(8);
    PortTrace linear =
        new Recording(design)
            .add(RandomLinears.job(2, 12, 8, random), RandomLinears.environment(random))
            .inputs();
    AcceleratorCircuit circuit = AcceleratorCircuit.of(design);
    Response response = new IcarusReplay(work, LIMIT).run(circuit.verilog(), linear);
    List<String> outputs = circuit.verilog().outputs().stream().map(port -> port.name()).toList();
    assertThat(response.firstUnknown(1, outputs)).isEmpty();
    assertThat(response.firstUnknown(0, List.of("busy"))).isEqualTo("0 busy");
  }
}
