package dev.setun.accel.system;

import dev.setun.accel.machine.LinearTiming;
import dev.setun.accel.workload.WorkloadOp;

/// Times the ternary linears of a workload. [SystemSimulator] has one that runs the machine without
/// data; one that runs it with a model's real activations gives the same cycles.
@FunctionalInterface
public interface LinearTimer {
  /// When the linear is done.
  LinearTiming time(WorkloadOp.Ternary linear);
}
