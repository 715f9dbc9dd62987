package dev.setun.accel.system;

import dev.setun.accel.cost.Activity;
import dev.setun.accel.cost.AreaBreakdown;
import dev.setun.accel.cost.CostModel;
import dev.setun.accel.cost.EnergyBreakdown;
import dev.setun.accel.design.Design;
import dev.setun.accel.workload.Workload;
import java.util.List;
import java.util.stream.Stream;

/// A workload on a design: operation by operation, and in total.
///
/// @param ops in order; each starts where the one before ends
/// @param cycles of all operations
/// @param dramBytes of all operations
/// @param activity of all operations
/// @param energy of the whole activity
/// @param area of the design
public record SystemRun(
    Design design,
    Workload workload,
    List<OpResult> ops,
    CyclesByCause cycles,
    long dramBytes,
    Activity activity,
    EnergyBreakdown energy,
    AreaBreakdown area) {
  public SystemRun {
    ops = List.copyOf(ops);
  }

  static SystemRun of(Design design, Workload workload, List<OpResult> ops, CostModel cost) {
    CyclesByCause cycles = CyclesByCause.none();
    Activity activity = Activity.none();
    long dramBytes = 0;
    for (OpResult op : ops) {
      cycles = cycles.plus(op.cycles());
      activity = activity.plus(op.activity());
      dramBytes += op.dramBytes();
    }
    return new SystemRun(
        design, workload, ops, cycles, dramBytes, activity, cost.energy(activity), cost.area());
  }

  /// The time of the phase in cycles.
  public long latencyCycles() {
    return cycles.total();
  }

  /// The time of the phase in seconds, at the design's clock.
  public double latencySeconds() {
    return (double) latencyCycles() / design.clockHz();
  }

  /// Tokens of the phase by its time.
  public double tokensPerSecond() {
    return workload.phase().tokens() / latencySeconds();
  }

  /// What the numbers rest on, in sentences for a report.
  public List<String> assumptions() {
    List<String> general =
        List.of(
            "Ternary linears are cycle-exact; the DRAM behind them is behavioural: "
                + design.memory().latencyNs()
                + " ns, then "
                + design.memory().sustainedBytesPerSecond()
                + " bytes/s, no banks, rows or refresh.",
            "Everything else runs on a behavioural vector unit: max(startup + ceil(elements / lanes) x"
                + " operations, DRAM latency + bytes / rate).",
            "Operations run one after the other; nothing is prefetched across them.",
            "Activations stay on the chip, in prefill too; only weights, embeddings, norm weights and"
                + " the key-value cache move to or from DRAM.",
            "Tokens of a prompt do not share reads of the key-value cache; query heads of a group do.",
            "Energy counts switching operations, register and SRAM accesses and DRAM bits; leakage,"
                + " clock tree, controller and wires are not counted. Every PE is counted in every"
                + " issue, zero weights included.",
            "Area is estimated from synthesised cells, memory bits and vector lanes; pads, clock tree,"
                + " controller and the DRAM interface are not counted.");
    return Stream.concat(workload.substitution().stream(), general.stream()).toList();
  }
}
