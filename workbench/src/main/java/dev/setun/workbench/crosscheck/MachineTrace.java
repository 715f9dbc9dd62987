package dev.setun.workbench.crosscheck;

import dev.setun.accel.design.Design;
import dev.setun.accel.machine.Environment;
import dev.setun.accel.machine.LinearJob;
import dev.setun.accel.machine.LinearMachine;
import dev.setun.hdl.Port;
import dev.setun.hdl.replay.PortTrace;
import dev.setun.model.LinearCall;
import dev.setun.model.Model;
import dev.setun.traces.Column;
import dev.setun.traces.RunFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// CSV traces of the machine: every port of one linear in every cycle.
public final class MachineTrace {
  private static final int SMALL_BITS = 32;

  private MachineTrace() {}

  /// Writes `traces/NAME.ports.csv` for the first linear of the first token after the prompt, with
  /// the activations that the model really has there.
  public static void write(RunFolder folder, Model model, Design design, String prompt)
      throws IOException {
    LinearCall call = ModelRun.greedy(model, ModelRun.scalar(), prompt, 1).calls(1).getFirst();
    HardwareTrace trace = new HardwareTrace(design);
    trace.record(
        new LinearMachine(design),
        call.name(),
        LinearJob.of(call),
        Environment.ofSystem(design),
        call.accumulators());
    HardwareTrace.Segment segment = trace.segments().getFirst();
    List<Column> columns = new ArrayList<>(List.of(Column.integer("cycle")));
    List<Port> ports = new ArrayList<>(trace.inputs().ports());
    ports.addAll(trace.expected().ports());
    ports.forEach(port -> columns.add(column(port)));
    folder.writeCsv(
        "traces/" + call.name() + ".ports.csv",
        columns,
        csv -> {
          for (int row = segment.firstRow(); row < segment.firstRow() + segment.rows(); row++) {
            List<Object> cells = new ArrayList<>(List.of((long) row - segment.firstRow()));
            addCells(trace.inputs(), row, cells);
            addCells(trace.expected(), row, cells);
            csv.row(cells.toArray());
          }
        });
  }

  /// Numbers are decimal; buses are hexadecimal text.
  private static Column column(Port port) {
    return port.width() <= SMALL_BITS ? Column.integer(port.name()) : Column.text(port.name());
  }

  private static void addCells(PortTrace trace, int row, List<Object> cells) {
    for (int i = 0; i < trace.ports().size(); i++) {
      if (trace.ports().get(i).width() <= SMALL_BITS) {
        cells.add(trace.get(row, i, 0));
      } else {
        cells.add(trace.hex(row, i));
      }
    }
  }
}
