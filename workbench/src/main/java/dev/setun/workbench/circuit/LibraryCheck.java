package dev.setun.workbench.circuit;

import dev.setun.hdl.Elaborator;
import dev.setun.hdl.ir.Design;
import dev.setun.hdl.ir.FaultInjector.Faulty;
import dev.setun.hdl.library.LibraryEntry;
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
import dev.setun.hdl.verilog.VerilogEmitter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What real tools say of a module of the HDL's library.
///
/// @param work folder for what the tools build
/// @param limit time that one run of one tool may take
public record LibraryCheck(Path work, Duration limit) {
  private static final int STEPS = 12;
  private static final int CYCLES = 500;
  private static final int RESET_CYCLES = 4;
  private static final int FAULTS = 3;
  private static final int SEED = 11;

  /// What they say.
  ///
  /// @param entry the module
  /// @param lint what Verilator's lint finds
  /// @param comparedCycles of random inputs, in Icarus and Verilator together
  /// @param firstMismatch where a simulator and the JVM differ first
  /// @param unknown outputs that are unknown after the reset and ought not to be
  /// @param faults the module with a defect, one for each that was tried
  /// @param faultsFound of them, those that break the proof
  public record Result(
      LibraryEntry entry,
      List<String> lint,
      long comparedCycles,
      Optional<String> firstMismatch,
      List<String> unknown,
      ProofResult proof,
      int faults,
      int faultsFound) {
    /// Whether nothing is wrong.
    public boolean passed() {
      return lint.isEmpty()
          && firstMismatch.isEmpty()
          && unknown.isEmpty()
          && proof instanceof ProofResult.Proved
          && faults > 0
          && faults == faultsFound;
    }
  }

  /// Runs all of them.
  ///
  /// @throws dev.setun.hdl.replay.MissingToolException if a tool is not on this machine
  /// @throws dev.setun.hdl.replay.ReplayException if one refuses the Verilog or takes too long
  public Result run(LibraryEntry entry) {
    Design design = Elaborator.elaborate(entry.module());
    VerilogTop top = top(design, VerilogEmitter.emit(design));
    List<String> lint = Lint.verilator(top, limit).stream().map(Object::toString).toList();
    var icarus = new IcarusReplay(work, limit);
    Comparison first = compare(design, icarus);
    Comparison second = compare(design, new VerilatorReplay(work, limit));
    List<Faulty> faults = entry.faults(FAULTS);
    long found =
        faults.stream()
            .filter(faulty -> prove(faulty.design(), entry) instanceof ProofResult.Counterexample)
            .count();
    return new Result(
        entry,
        lint,
        first.comparedCycles() + second.comparedCycles(),
        first.first().or(second::first).map(Object::toString),
        unknown(entry, top, icarus),
        prove(Elaborator.elaborate(entry.proof()), entry),
        faults.size(),
        (int) found);
  }

  private static VerilogTop top(Design design, Map<String, String> files) {
    return VerilogTop.of(
        design.top().name(),
        files,
        design.ports().stream().filter(port -> !port.name().equals("clk")).toList());
  }

  private static Comparison compare(Design design, Replay simulator) {
    PortTrace inputs = RandomInputs.of(design, CYCLES, SEED);
    return Comparison.of(
        JvmReplay.replay(design, inputs),
        simulator.run(top(design, ZeroState.emit(design)), inputs));
  }

  private static List<String> unknown(LibraryEntry entry, VerilogTop top, Replay icarus) {
    PortTrace inputs =
        RandomInputs.afterReset(top.ports(), RESET_CYCLES, RESET_CYCLES + CYCLES, SEED);
    return ResetCheck.run(icarus, top, inputs, RESET_CYCLES).unknown().stream()
        .map(ResetCheck.Output::name)
        .filter(name -> !entry.unknownAtFirst().contains(name))
        .toList();
  }

  private ProofResult prove(Design design, LibraryEntry entry) {
    return Proof.run(top(design, VerilogEmitter.emit(design)), entry.claims(), STEPS, limit);
  }
}
