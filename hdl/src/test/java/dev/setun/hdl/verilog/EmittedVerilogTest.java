package dev.setun.hdl.verilog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.setun.hdl.Elaborator;
import dev.setun.hdl.Module;
import dev.setun.hdl.Port;
import dev.setun.hdl.example.Counter;
import dev.setun.hdl.example.Fifo;
import dev.setun.hdl.example.SelectAddArray;
import dev.setun.hdl.ir.Design;
import dev.setun.hdl.random.RandomCircuit;
import dev.setun.hdl.random.RandomInputs;
import dev.setun.hdl.random.ZeroState;
import dev.setun.hdl.replay.Comparison;
import dev.setun.hdl.replay.PortTrace;
import dev.setun.hdl.replay.Response;
import dev.setun.hdl.replay.VerilatorReplay;
import dev.setun.hdl.replay.VerilogTop;
import dev.setun.hdl.sim.JvmReplay;
import dev.setun.testing.RequiresTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmittedVerilogTest {
  private static final List<Module<?>> EXAMPLES =
      List.of(new Counter(8), new Fifo(16, 5), new Fifo(128, 8), new SelectAddArray(3, 4));

  @TempDir Path folder;

  @Test
  @RequiresTool("verilator")
  void lintIsSilentAboutTheExamples() throws IOException {
    for (Module<?> module : EXAMPLES) {
      assertThat(bench(module).lint()).as(module.toString()).isEmpty();
    }
  }

  @Test
  @RequiresTool("verilator")
  void lintIsSilentAboutRandomCircuits() throws IOException {
    for (int seed = 0; seed < 24; seed++) {
      RandomCircuit circuit = new RandomCircuit(seed, 10 + seed, seed % 3);
      assertThat(bench(circuit).lint()).as(circuit.toString()).isEmpty();
    }
  }

  @Test
  @RequiresTool("iverilog")
  void icarusGivesTheSameOutputsForTheExamples() throws IOException {
    for (Module<?> module : EXAMPLES) {
      assertSameOutputsInIcarus(module, 200);
    }
  }

  @Test
  @RequiresTool("iverilog")
  void icarusGivesTheSameOutputsForRandomCircuits() throws IOException {
    for (int seed = 1000; seed < 1016; seed++) {
      assertSameOutputsInIcarus(new RandomCircuit(seed, 10 + 2 * (seed % 20), seed % 3), 40);
    }
  }

  /// Circuits of which Verilator 5.006 gives wrong bits with all of its passes.
  @Test
  @RequiresTool({"verilator", "g++"})
  void verilatorGivesTheSameOutputsWhereItsPassesFail() {
    for (RandomCircuit circuit :
        List.of(new RandomCircuit(8, 17, 1), new RandomCircuit(347, 27, 2))) {
      Design design = Elaborator.elaborate(circuit);
      PortTrace inputs = RandomInputs.of(design, 40, 5);
      List<Port> ports =
          design.ports().stream().filter(port -> !port.name().equals("clk")).toList();
      VerilogTop top = new VerilogTop(design.top().name(), ZeroState.emit(design), ports);
      Response response = new VerilatorReplay(folder, Duration.ofMinutes(2)).run(top, inputs);
      assertThat(Comparison.of(JvmReplay.replay(design, inputs), response).first())
          .as(circuit.toString())
          .isEmpty();
    }
  }

  private void assertSameOutputsInIcarus(Module<?> module, int cycles) throws IOException {
    Design design = Elaborator.elaborate(module);
    PortTrace inputs = RandomInputs.of(design, cycles, 5);
    PortTrace outputs = JvmReplay.replay(design, inputs);
    List<String> expected = new ArrayList<>();
    for (int cycle = 0; cycle < cycles; cycle++) {
      expected.add(Bench.row(outputs, cycle));
    }
    assertThat(bench(module).icarus(inputs)).as(module.toString()).isEqualTo(expected);
  }

  private Bench bench(Module<?> module) throws IOException {
    return new Bench(Files.createTempDirectory(folder, "rtl"), Elaborator.elaborate(module));
  }
}
