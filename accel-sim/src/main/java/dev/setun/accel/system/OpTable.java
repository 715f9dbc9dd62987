package dev.setun.accel.system;

import dev.setun.accel.cost.Component;
import dev.setun.accel.cost.Energy;
import dev.setun.accel.workload.WorkloadOp;
import java.util.ArrayList;
import java.util.List;

/// The operations of a run as a table for CSV: one row an operation, columns in snake_case with
/// units.
public final class OpTable {
  private OpTable() {}

  /// The columns.
  public static List<String> columns() {
    List<String> columns =
        new ArrayList<>(
            List.of(
                "index",
                "name",
                "layer",
                "kind",
                "model",
                "tokens",
                "inputs",
                "outputs",
                "elements",
                "start_cycle",
                "latency_cycles"));
    for (TimeCause cause : TimeCause.values()) {
      columns.add(cause.label() + "_cycles");
    }
    columns.add("dram_bytes");
    columns.addAll(List.of("energy_low_pj", "energy_pj", "energy_high_pj"));
    for (Component component : Component.values()) {
      columns.add(component.label() + "_energy_pj");
    }
    return List.copyOf(columns);
  }

  /// The values of an operation: strings, longs and doubles; an empty string where a column means
  /// nothing for it.
  public static List<Object> row(OpResult result) {
    List<Object> values = new ArrayList<>();
    WorkloadOp op = result.op();
    values.add((long) result.index());
    values.add(op.name());
    values.add(op.layer().isPresent() ? (Object) (long) op.layer().getAsInt() : "");
    addSizes(op, result.model(), values);
    values.add(result.startCycle());
    values.add(result.latencyCycles());
    for (TimeCause cause : TimeCause.values()) {
      values.add(result.cycles().of(cause));
    }
    values.add(result.dramBytes());
    Energy energy = result.energy().total();
    values.addAll(List.of(energy.lowPj(), energy.nominalPj(), energy.highPj()));
    for (Component component : Component.values()) {
      values.add(result.energy().of(component).energy().nominalPj());
    }
    return List.copyOf(values);
  }

  private static void addSizes(WorkloadOp op, TimingModel model, List<Object> values) {
    switch (op) {
      case WorkloadOp.Ternary linear -> {
        values.addAll(List.of("ternary_linear", model.label()));
        values.add((long) linear.shape().tokens());
        values.add((long) linear.shape().inputs());
        values.add((long) linear.shape().outputs());
        values.add(linear.shape().macs());
      }
      case WorkloadOp.Vector vector -> {
        values.addAll(List.of(vector.kind().label(), model.label(), "", "", ""));
        values.add(vector.elements());
      }
    }
  }
}
