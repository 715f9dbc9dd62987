package dev.setun.accel.system;

import dev.setun.accel.design.Design;
import dev.setun.accel.workload.WorkloadOp;
import java.util.Map;

/// The time of an operation on the vector unit. Behavioural, by two formulas:
///
/// - compute = startupCycles + ceil(elements / lanes) x operations of an element
/// - memory = latency + bytes / sustained rate, each rounded up to cycles; 0 without DRAM traffic
///
/// The two overlap, so the operation takes the longer of them.
final class VectorUnit {
  private final Design design;

  VectorUnit(Design design) {
    this.design = design;
  }

  CyclesByCause time(WorkloadOp.Vector op) {
    long compute = computeCycles(op);
    long wait = Math.max(0, memoryCycles(op) - compute);
    return new CyclesByCause(
        Map.of(TimeCause.VECTOR_UNIT, compute, TimeCause.VECTOR_MEMORY_WAIT, wait));
  }

  private long computeCycles(WorkloadOp.Vector op) {
    long rounds = Math.ceilDiv(op.elements(), design.vectorUnit().lanes());
    return design.vectorUnit().startupCycles() + rounds * op.kind().operationsPerElement();
  }

  private long memoryCycles(WorkloadOp.Vector op) {
    long bytes = op.dramReadBytes() + op.dramWriteBytes();
    long clockHz = design.clockHz();
    return bytes == 0
        ? 0
        : design.memory().latencyCycles(clockHz) + design.memory().transferCycles(bytes, clockHz);
  }
}
