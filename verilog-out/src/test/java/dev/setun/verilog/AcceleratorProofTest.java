package dev.setun.verilog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.setun.accel.design.Design;
import dev.setun.accel.design.Designs;
import dev.setun.hdl.ir.FaultInjector;
import dev.setun.hdl.proof.ModuleProofs;
import dev.setun.hdl.proof.ProofResult;
import dev.setun.hdl.random.RandomInputs;
import dev.setun.hdl.replay.IcarusReplay;
import dev.setun.hdl.replay.PortTrace;
import dev.setun.hdl.replay.ResetCheck;
import dev.setun.hdl.replay.VerilogTop;
import dev.setun.testing.RequiresTool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the modules of the accelerator assert holds for every input, forever.
final class AcceleratorProofTest {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final int STEPS = 10;

  static List<Design> designs() {
    return List.of(TestDesigns.of("proved", 6, 5, 3, 16, 8, 20, 2), Designs.load("edge-16x16"));
  }

  @ParameterizedTest
  @MethodSource("designs")
  @RequiresTool("yosys")
  void isProved(Design design) {
    var circuit = AcceleratorCircuit.of(design).circuit();
    List<String> modules = ModuleProofs.modules(circuit);
    assertThat(modules).hasSize(4);
    for (String module : modules) {
      assertThat(ModuleProofs.prove(circuit, module, STEPS, LIMIT).result())
          .as(module)
          .isInstanceOf(ProofResult.Proved.class);
    }
  }

  @Test
  @RequiresTool("yosys")
  void aFaultInTheControllerIsFound() {
    var circuit = AcceleratorCircuit.of(TestDesigns.ODD).circuit();
    Set<String> found = new HashSet<>();
    for (int seed = 0; found.size() < 3; seed++) {
      FaultInjector.Faulty faulty = FaultInjector.inject(circuit, seed * 0x9e3779b97f4aL);
      String module = controller(circuit);
      if (faulty.description().contains("_left") && found.add(faulty.description())) {
        assertThat(ModuleProofs.prove(faulty.design(), module, STEPS, LIMIT).result())
            .as(faulty.description())
            .isInstanceOf(ProofResult.Counterexample.class);
      }
    }
  }

  private static String controller(dev.setun.hdl.ir.Design circuit) {
    return ModuleProofs.modules(circuit).stream()
        .filter(name -> name.startsWith("Controller"))
        .findFirst()
        .orElseThrow();
  }

  /// From a state in which nothing is known, every output that counts is known after the reset.
  @ParameterizedTest
  @MethodSource("designs")
  @RequiresTool({"iverilog", "vvp"})
  void theResetLeavesNothingUnknown(Design design, @TempDir Path folder) {
    VerilogTop top = AcceleratorCircuit.of(design).verilog();
    PortTrace inputs = RandomInputs.afterReset(top.ports(), 2, 400, 3);
    ResetCheck check = ResetCheck.run(new IcarusReplay(folder, LIMIT), top, inputs, 2);
    assertThat(check.unknown()).isEmpty();
    assertThat(check.outputs()).extracting(ResetCheck.Output::name).contains("out_data", "busy");
  }
}
