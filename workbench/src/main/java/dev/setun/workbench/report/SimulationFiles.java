package dev.setun.workbench.report;

import dev.setun.accel.system.OpResult;
import dev.setun.accel.system.OpTable;
import dev.setun.accel.system.SystemRun;
import dev.setun.accel.system.TimeCause;
import dev.setun.accel.system.TimingModel;
import dev.setun.traces.Column;
import dev.setun.traces.RunFolder;
import dev.setun.traces.Timeline;
import dev.setun.traces.Unit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `ops.csv` and `timeline.json`: the operations of a simulated phase as a table and as a picture.
final class SimulationFiles {
  private static final Map<String, Unit> UNITS =
      Map.of("cycles", Unit.CYCLES, "bytes", Unit.BYTES, "pj", Unit.PICOJOULES);

  private SimulationFiles() {}

  static void write(RunFolder folder, SystemRun run) throws IOException {
    folder.writeCsv(
        "ops.csv",
        columns(run),
        csv -> {
          for (OpResult op : run.ops()) {
            csv.row(OpTable.row(op).toArray());
          }
        });
    folder.write("timeline.json", timeline(run)::writeTo);
  }

  /// The table's headers carry their units; a column is text if any of its cells is.
  private static List<Column> columns(SystemRun run) {
    List<Column> columns = new ArrayList<>();
    List<List<Object>> rows = run.ops().stream().map(OpTable::row).toList();
    for (int i = 0; i < OpTable.columns().size(); i++) {
      int index = i;
      columns.add(
          column(OpTable.columns().get(index), rows.stream().map(row -> row.get(index)).toList()));
    }
    return columns;
  }

  private static Column column(String header, List<Object> cells) {
    if (cells.stream().anyMatch(cell -> cell instanceof String)) {
      return Column.text(header);
    }
    int cut = header.lastIndexOf('_');
    Unit unit = UNITS.getOrDefault(header.substring(cut + 1), Unit.NONE);
    String name = unit == Unit.NONE ? header : header.substring(0, cut);
    boolean real = cells.stream().anyMatch(cell -> cell instanceof Double);
    return real ? Column.real(name, unit) : Column.integer(name, unit);
  }

  private static Timeline timeline(SystemRun run) {
    Timeline timeline =
        new Timeline(
            run.workload().model() + " " + run.workload().phase() + " on " + run.design().name());
    Timeline.Lane array = timeline.lane(run.design().name(), "array (cycle-exact)");
    Timeline.Lane vector = timeline.lane(run.design().name(), "vector unit (behavioural)");
    for (OpResult op : run.ops()) {
      Timeline.Lane lane = op.model() == TimingModel.CYCLE_EXACT ? array : vector;
      timeline.span(lane, op.op().name(), op.startCycle(), op.latencyCycles(), arguments(op));
    }
    return timeline;
  }

  private static Map<String, Object> arguments(OpResult op) {
    Map<String, Object> arguments = new LinkedHashMap<>();
    for (TimeCause cause : TimeCause.values()) {
      if (op.cycles().of(cause) > 0) {
        arguments.put(cause.label() + "_cycles", op.cycles().of(cause));
      }
    }
    arguments.put("dram_bytes", op.dramBytes());
    arguments.put("energy_pj", op.energy().total().nominalPj());
    return arguments;
  }
}
