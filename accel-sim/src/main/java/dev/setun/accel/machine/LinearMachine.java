package dev.setun.accel.machine;

import dev.setun.accel.design.Design;
import java.util.Optional;

/// The cycle-level machine of a design: exact in bits and cycles against
/// `docs/microarchitecture.md`.
///
/// Every call starts from a reset. Immutable; calls are independent of each other and may run in
/// parallel.
public final class LinearMachine {
  private final Design design;
  private final Fault fault;

  /// The machine as designed.
  public LinearMachine(Design design) {
    this(design, new Fault.None());
  }

  /// A machine with a defect, for showing that a cross-check finds it.
  public LinearMachine(Design design, Fault fault) {
    this.design = design;
    this.fault = fault;
  }

  /// The design.
  public Design design() {
    return design;
  }

  /// Computes a linear.
  ///
  /// @throws dev.setun.traces.InputException if the activation buffer does not hold K inputs
  public LinearRun run(LinearJob job, Environment environment) {
    return run(job, environment, Optional.empty());
  }

  /// Computes a linear and shows every port in every cycle.
  ///
  /// @throws dev.setun.traces.InputException if the activation buffer does not hold K inputs
  public LinearRun run(LinearJob job, Environment environment, PortListener listener) {
    return run(job, environment, Optional.of(listener));
  }

  private LinearRun run(LinearJob job, Environment environment, Optional<PortListener> listener) {
    StreamOrder order = new StreamOrder(design, job.shape());
    Streams streams = Streams.of(design, order, environment, job);
    Datapath array = new TernaryArray(design, fault);
    LinearTiming timing = new Simulation(design, fault, order, streams, array, listener).run();
    return new LinearRun(streams.results(), timing);
  }

  /// Times a linear without data: the same cycles as [#run], at a fraction of the work.
  ///
  /// @throws dev.setun.traces.InputException if the activation buffer does not hold K inputs
  public LinearTiming time(LinearShape shape, Environment environment) {
    StreamOrder order = new StreamOrder(design, shape);
    Streams streams = Streams.timingOnly(order, environment);
    Datapath none = new Datapath.TimingOnly();
    return new Simulation(design, fault, order, streams, none, Optional.empty()).run();
  }
}
