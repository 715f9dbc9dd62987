package dev.setun.workbench.crosscheck;

import dev.setun.accel.machine.Cause;
import dev.setun.accel.machine.MachinePort;
import dev.setun.accel.machine.StreamOrder;
import dev.setun.hdl.Port;
import dev.setun.hdl.replay.PortTrace;
import dev.setun.hdl.replay.Response;

/// Holds what an executor answered to a [HardwareTrace] against the machine, port by port and cycle
/// by cycle, and its result beats against the golden model.
final class ResponseCheck {
  private static final String OUT_VALID = MachinePort.OUT_VALID.verilogName();
  private static final String OUT_DATA = MachinePort.OUT_DATA.verilogName();

  private final ExecutorName executor;
  private final HardwareTrace trace;
  private final Response response;
  private final Tally tally;

  ResponseCheck(ExecutorName executor, HardwareTrace trace, Response response, Tally tally) {
    if (response.values().cycles() != trace.inputs().cycles()) {
      throw new IllegalStateException(
          executor.label()
              + ": "
              + response.values().cycles()
              + " cycles answered of "
              + trace.inputs().cycles());
    }
    this.executor = executor;
    this.trace = trace;
    this.response = response;
    this.tally = tally;
  }

  /// Compares all linears of the trace.
  void run() {
    for (HardwareTrace.Segment segment : trace.segments()) {
      for (int row = segment.firstRow(); row < segment.firstRow() + segment.rows(); row++) {
        tally.cycle(portsEqual(segment, row));
      }
      int[] results = results(segment);
      tally.values(segment.name(), segment.reference(), results);
    }
  }

  private boolean portsEqual(HardwareTrace.Segment segment, int row) {
    PortTrace expected = trace.expected();
    boolean equal = true;
    for (int column = 0; column < expected.ports().size(); column++) {
      Port port = expected.ports().get(column);
      int answered = response.values().column(port.name());
      if (!portEqual(port, row, column, answered)) {
        equal = false;
        tally.keep(
            mismatch(segment, row, port, expected.hex(row, column), response.hex(row, answered)));
      }
    }
    return equal;
  }

  private boolean portEqual(Port port, int row, int column, int answered) {
    if (response.isUnknown(row, answered)) {
      return false;
    }
    for (int word = 0; word < port.words(); word++) {
      if (trace.expected().get(row, column, word) != response.values().get(row, answered, word)) {
        return false;
      }
    }
    return true;
  }

  private Mismatch mismatch(
      HardwareTrace.Segment segment, int row, Port port, String expected, String actual) {
    return new Mismatch(
        executor,
        segment.name(),
        row - segment.firstRow(),
        port.name(),
        tile(segment, row),
        expected,
        actual);
  }

  /// Where the machine is in the linear: from the beats and issues that passed before this cycle.
  private String tile(HardwareTrace.Segment segment, int row) {
    PortTrace expected = trace.expected();
    int cause = expected.column(MachinePort.CAUSE.verilogName());
    long issues = 0;
    for (int earlier = segment.firstRow(); earlier < row; earlier++) {
      if (expected.get(earlier, cause, 0) == Cause.COMPUTE.code()) {
        issues++;
      }
    }
    StreamOrder order = segment.order();
    int tokenTile = 0;
    while (tokenTile < order.tokenTiles() - 1 && issues >= issuesOf(order, tokenTile)) {
      issues -= issuesOf(order, tokenTile++);
    }
    long perOutputTile = (long) order.kWords() * order.tokens(tokenTile);
    return "token tile "
        + tokenTile
        + ", output tile "
        + Math.min(issues / perOutputTile, order.outputTiles() - 1)
        + ", k word "
        + issues % perOutputTile / order.tokens(tokenTile);
  }

  private static long issuesOf(StreamOrder order, int tokenTile) {
    return (long) order.outputTiles() * order.kWords() * order.tokens(tokenTile);
  }

  /// The results that the executor really sent: the beats that passed by its own `out_valid`.
  private int[] results(HardwareTrace.Segment segment) {
    PortTrace values = response.values();
    int valid = values.column(OUT_VALID);
    int data = values.column(OUT_DATA);
    int ready = trace.inputs().column(MachinePort.OUT_READY.verilogName());
    long[] beat = new long[values.ports().get(data).words()];
    int[] results = new int[segment.reference().length];
    long beats = 0;
    for (int row = segment.firstRow(); row < segment.firstRow() + segment.rows(); row++) {
      if (values.get(row, valid, 0) == 1
          && trace.inputs().get(row, ready, 0) == 1
          && beats < segment.order().resultBeats()) {
        for (int word = 0; word < beat.length; word++) {
          beat[word] = values.get(row, data, word);
        }
        segment.order().unpackResult(beats++, beat, results);
      }
    }
    return results;
  }
}
