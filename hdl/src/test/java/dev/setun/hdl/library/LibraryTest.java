package dev.setun.hdl.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.setun.hdl.Elaborator;
import dev.setun.hdl.Module;
import dev.setun.hdl.ir.Design;
import dev.setun.hdl.ir.FaultInjector;
import dev.setun.hdl.proof.Proof;
import dev.setun.hdl.proof.ProofResult;
import dev.setun.hdl.random.RandomInputs;
import dev.setun.hdl.random.ZeroState;
import dev.setun.hdl.replay.Comparison;
import dev.setun.hdl.replay.IcarusReplay;
import dev.setun.hdl.replay.Lint;
import dev.setun.hdl.replay.PortTrace;
import dev.setun.hdl.replay.Replay;
import dev.setun.hdl.replay.ResetCheck;
import dev.setun.hdl.replay.VerilatorReplay;
import dev.setun.hdl.replay.VerilogTop;
import dev.setun.hdl.sim.JvmReplay;
import dev.setun.hdl.sim.Simulator;
import dev.setun.hdl.verilog.VerilogEmitter;
import dev.setun.testing.RequiresTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LibraryTest {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final int STEPS = 12;
  private static final int CYCLES = 300;
  private static final Path GOLDEN = Path.of("src/test/resources/library");

  /// One for all, since Verilator's runtime is built once for a folder.
  @TempDir static Path folder = Path.of(".");

  static List<LibraryEntry> entries() {
    return Library.entries();
  }

  private static VerilogTop top(Design design, Map<String, String> files) {
    return VerilogTop.of(
        design.top().name(),
        files,
        design.ports().stream().filter(port -> !port.name().equals("clk")).toList());
  }

  private static ProofResult prove(Design design, LibraryEntry entry) {
    return Proof.run(top(design, VerilogEmitter.emit(design)), entry.claims(), STEPS, LIMIT);
  }

  @ParameterizedTest
  @MethodSource("entries")
  @RequiresTool("yosys")
  void isProved(LibraryEntry entry) {
    assertThat(prove(Elaborator.elaborate(entry.proof()), entry))
        .as(entry.name())
        .isInstanceOf(ProofResult.Proved.class);
  }

  @ParameterizedTest
  @MethodSource("entries")
  @RequiresTool("yosys")
  void aFaultInARegisterOfItIsFoundByTheProof(LibraryEntry entry) {
    List<FaultInjector.Faulty> faults = entry.faults(3);
    assertThat(faults).isNotEmpty();
    for (FaultInjector.Faulty faulty : faults) {
      assertThat(prove(faulty.design(), entry))
          .as(faulty.description())
          .isInstanceOf(ProofResult.Counterexample.class);
    }
  }

  @ParameterizedTest
  @MethodSource("entries")
  @RequiresTool("verilator")
  void lintSaysNothing(LibraryEntry entry) {
    Design design = Elaborator.elaborate(entry.module());
    assertThat(Lint.verilator(top(design, VerilogEmitter.emit(design)), LIMIT)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("entries")
  @RequiresTool({"iverilog", "vvp"})
  void icarusGivesTheSameOutputs(LibraryEntry entry) {
    assertSame(entry.module(), new IcarusReplay(folder, LIMIT));
  }

  @ParameterizedTest
  @MethodSource("entries")
  @RequiresTool({"verilator", "g++"})
  void verilatorGivesTheSameOutputs(LibraryEntry entry) {
    assertSame(entry.module(), new VerilatorReplay(folder, LIMIT));
  }

  @ParameterizedTest
  @MethodSource("entries")
  @RequiresTool({"iverilog", "vvp"})
  void theResetLeavesNothingUnknown(LibraryEntry entry) {
    Design design = Elaborator.elaborate(entry.module());
    VerilogTop top = top(design, VerilogEmitter.emit(design));
    PortTrace inputs = RandomInputs.afterReset(top.ports(), 4, 300, 7);
    ResetCheck check = ResetCheck.run(new IcarusReplay(folder, LIMIT), top, inputs, 4);
    assertThat(check.unknown())
        .extracting(ResetCheck.Output::name)
        .isSubsetOf(entry.unknownAtFirst());
  }

  private static void assertSame(Module<?> module, Replay replay) {
    Design design = Elaborator.elaborate(module);
    PortTrace inputs = RandomInputs.of(design, CYCLES, 11);
    Comparison comparison =
        Comparison.of(
            JvmReplay.replay(design, inputs),
            replay.run(top(design, ZeroState.emit(design)), inputs));
    assertThat(comparison.first()).isEmpty();
    assertThat(comparison.comparedCycles()).isEqualTo(CYCLES);
  }

  /// The claims hold in simulation too, where a broken one stops it, on both kinds of engine.
  @ParameterizedTest
  @MethodSource("entries")
  void theClaimsHoldInSimulation(LibraryEntry entry) {
    Design design = Elaborator.elaborate(entry.proof());
    PortTrace inputs = RandomInputs.of(design, 2000, 5);
    for (var engine : List.of(Simulator.Engine.EVALUATOR, Simulator.Engine.COMPILED)) {
      assertThat(JvmReplay.replay(Simulator.of(design, engine), inputs).cycles()).isEqualTo(2000);
    }
  }

  /// To write them again after a change that is meant: `-Dsetun.golden=write`.
  @ParameterizedTest
  @MethodSource("entries")
  void theVerilogIsThatOfTheGoldenFiles(LibraryEntry entry) throws IOException {
    Map<String, String> files = VerilogEmitter.emit(Elaborator.elaborate(entry.module()));
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path golden = GOLDEN.resolve(file.getKey());
      if ("write".equals(System.getProperty("setun.golden"))) {
        Files.createDirectories(GOLDEN);
        Files.writeString(golden, file.getValue());
      }
      assertThat(golden).hasContent(file.getValue());
    }
  }

  @Test
  void parametersThatMakeNoModuleAreRefused() {
    for (Runnable bad :
        List.<Runnable>of(
            () -> new Queue(8, 1),
            () -> new SkidBuffer(0),
            () -> new ModuloCounter(1),
            () -> new RoundRobinArbiter(1),
            () -> new AdderTree(1, 8),
            () -> new Synchroniser(1))) {
      assertThatThrownBy(bad::run)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("or more, found");
    }
  }
}
