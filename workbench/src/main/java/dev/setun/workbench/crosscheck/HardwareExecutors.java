package dev.setun.workbench.crosscheck;

import dev.setun.accel.design.Design;
import dev.setun.hdl.replay.IcarusReplay;
import dev.setun.hdl.replay.Replay;
import dev.setun.hdl.replay.Response;
import dev.setun.hdl.replay.VerilatorLibraryReplay;
import dev.setun.hdl.replay.VerilatorReplay;
import dev.setun.hdl.sim.JvmReplay;
import dev.setun.verilog.AcceleratorCircuit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// The executors that have a clock besides the machine: the circuit on the JVM and its Verilog in
/// two simulators.
public final class HardwareExecutors {
  private static final Duration LIMIT = Duration.ofMinutes(20);

  private final Design design;
  private final Optional<FaultSpec> fault;
  private final Path work;
  private final boolean inProcess;

  /// @param fault put into the executor that it names
  /// @param work folder for the simulators' files; builds in it are found again
  HardwareExecutors(Design design, Optional<FaultSpec> fault, Path work) {
    this(design, fault, work, false);
  }

  private HardwareExecutors(
      Design design, Optional<FaultSpec> fault, Path work, boolean inProcess) {
    this.design = design;
    this.fault = fault;
    this.work = work;
    this.inProcess = inProcess;
  }

  /// As the constructor without a fault, with Verilator as a library of this process where the JVM
  /// allows native code, else as a program.
  static HardwareExecutors inProcess(Design design, Path work) {
    return new HardwareExecutors(design, Optional.empty(), work, VerilatorLibraryReplay.allowed());
  }

  /// The program that an executor needs, if any.
  public static Optional<String> program(ExecutorName executor) {
    return switch (executor) {
      case REFERENCE, SIMD, MACHINE, CIRCUIT -> Optional.empty();
      case VERILATOR -> Optional.of("verilator");
      case ICARUS -> Optional.of("iverilog");
    };
  }

  /// Feeds an executor the recorded inputs.
  Response replay(ExecutorName executor, HardwareTrace trace) {
    return switch (executor) {
      case CIRCUIT ->
          Response.known(JvmReplay.replay(accelerator(executor).circuit(), trace.inputs()));
      case VERILATOR -> replay(executor, verilator(), trace);
      case ICARUS -> replay(executor, new IcarusReplay(work, LIMIT), trace);
      case REFERENCE, SIMD, MACHINE ->
          throw new IllegalArgumentException(executor.label() + " has no ports to replay");
    };
  }

  private Replay verilator() {
    return inProcess ? new VerilatorLibraryReplay(work, LIMIT) : new VerilatorReplay(work, LIMIT);
  }

  private Response replay(ExecutorName executor, Replay simulator, HardwareTrace trace) {
    return simulator.run(accelerator(executor).verilog(), trace.inputs());
  }

  private AcceleratorCircuit accelerator(ExecutorName executor) {
    AcceleratorCircuit sound = AcceleratorCircuit.of(design);
    return fault
        .filter(spec -> spec.executor() == executor)
        .map(spec -> sound.withFault(spec.seed()))
        .orElse(sound);
  }
}
