package dev.setun.accel.system;

import dev.setun.accel.cost.Activity;
import dev.setun.accel.cost.CostModel;
import dev.setun.accel.design.Design;
import dev.setun.accel.machine.Environment;
import dev.setun.accel.machine.LinearMachine;
import dev.setun.accel.machine.LinearShape;
import dev.setun.accel.machine.LinearTiming;
import dev.setun.accel.workload.Workload;
import dev.setun.accel.workload.WorkloadOp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Runs workloads on a design, one operation after the other.
///
/// Every linear starts from the same state of machine and memory, so linears of one shape take the
/// same time and are simulated once. Not for use by two threads at once.
public final class SystemSimulator {
  private final Design design;
  private final CostModel cost;
  private final VectorUnit vectorUnit;
  private final LinearTimer linears;

  /// Times linears with the machine, without data.
  public SystemSimulator(Design design) {
    this(design, new TimingOnly(design));
  }

  /// Times linears with the given timer.
  public SystemSimulator(Design design, LinearTimer linears) {
    this.design = design;
    this.cost = new CostModel(design);
    this.vectorUnit = new VectorUnit(design);
    this.linears = linears;
  }

  /// Runs a workload.
  ///
  /// @throws dev.setun.traces.InputException if the design cannot hold one of its linears
  public SystemRun run(Workload workload) {
    requireFits(workload);
    List<OpResult> results = new ArrayList<>();
    long cycle = 0;
    for (WorkloadOp op : workload.ops()) {
      OpResult result =
          switch (op) {
            case WorkloadOp.Ternary linear -> linear(results.size(), cycle, linear);
            case WorkloadOp.Vector vector -> vector(results.size(), cycle, vector);
          };
      results.add(result);
      cycle += result.latencyCycles();
    }
    return SystemRun.of(design, workload, results, cost);
  }

  private void requireFits(Workload workload) {
    for (WorkloadOp op : workload.ops()) {
      if (op instanceof WorkloadOp.Ternary linear) {
        linear.shape().requireFits(design);
      }
    }
  }

  private OpResult linear(int index, long startCycle, WorkloadOp.Ternary op) {
    LinearTiming timing = linears.time(op);
    Activity activity = Activity.of(design, timing);
    return new OpResult(
        index,
        op,
        TimingModel.CYCLE_EXACT,
        startCycle,
        CyclesByCause.ofLinear(timing.cycles()),
        Math.ceilDiv(timing.weightBeats() * design.ports().weightBits(), 8L),
        activity,
        cost.energy(activity));
  }

  private OpResult vector(int index, long startCycle, WorkloadOp.Vector op) {
    Activity activity = Activity.of(op);
    return new OpResult(
        index,
        op,
        TimingModel.BEHAVIOURAL,
        startCycle,
        vectorUnit.time(op),
        op.dramReadBytes() + op.dramWriteBytes(),
        activity,
        cost.energy(activity));
  }

  /// Runs the machine once for each shape.
  private static final class TimingOnly implements LinearTimer {
    private final LinearMachine machine;
    private final Environment environment;
    private final Map<LinearShape, LinearTiming> known = new HashMap<>();

    TimingOnly(Design design) {
      this.machine = new LinearMachine(design);
      this.environment = Environment.ofSystem(design);
    }

    @Override
    public LinearTiming time(WorkloadOp.Ternary linear) {
      return known.computeIfAbsent(linear.shape(), shape -> machine.time(shape, environment));
    }
  }
}
