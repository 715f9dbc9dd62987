package dev.setun.accel.system;

import dev.setun.accel.cost.Activity;
import dev.setun.accel.cost.EnergyBreakdown;
import dev.setun.accel.workload.WorkloadOp;

/// One operation of a run.
///
/// @param index place in the workload, from 0
/// @param op what was done
/// @param model how its time was found
/// @param startCycle cycle of the run in which it starts
/// @param cycles its time by cause
/// @param dramBytes read and written; bits of a last partial byte count as a byte
/// @param activity what happened in it
/// @param energy what it cost
public record OpResult(
    int index,
    WorkloadOp op,
    TimingModel model,
    long startCycle,
    CyclesByCause cycles,
    long dramBytes,
    Activity activity,
    EnergyBreakdown energy) {

  /// Its time.
  public long latencyCycles() {
    return cycles.total();
  }
}
