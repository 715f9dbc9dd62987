package dev.setun.workbench.crosscheck;

import dev.setun.accel.design.Design;
import dev.setun.accel.machine.Environment;
import dev.setun.accel.machine.LinearJob;
import dev.setun.accel.machine.LinearMachine;
import dev.setun.accel.machine.LinearRun;
import dev.setun.accel.machine.MachinePort;
import dev.setun.accel.machine.PortSample;
import dev.setun.accel.machine.StreamOrder;
import dev.setun.hdl.Port;
import dev.setun.hdl.replay.PortTrace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Every port of the machine in every cycle of some linears, one after another: what the other
/// executors with a clock are fed, and what they must answer. Before each linear stands one row
/// with `rst` high, whose outputs mean nothing.
final class HardwareTrace {
  private static final List<MachinePort> INPUTS = facing(MachinePort.Direction.INPUT);
  private static final List<MachinePort> OUTPUTS = facing(MachinePort.Direction.OUTPUT);

  private final Design design;
  private final PortTrace inputs;
  private final PortTrace expected;
  private final List<Segment> segments = new ArrayList<>();

  /// One linear of the trace.
  ///
  /// @param name the linear
  /// @param order where its beats belong
  /// @param reference its results by the golden model
  /// @param firstRow the row of the cycle of `start`
  /// @param rows up to and with the cycle of `done`
  record Segment(String name, StreamOrder order, int[] reference, int firstRow, int rows) {}

  HardwareTrace(Design design) {
    this.design = design;
    this.inputs = new PortTrace(ports(design, INPUTS));
    this.expected = new PortTrace(ports(design, OUTPUTS));
  }

  /// All ports of a design but the clock, as the machine has them.
  static List<Port> ports(Design design) {
    return ports(design, List.of(MachinePort.values()));
  }

  /// Runs a linear on the machine and appends its cycles.
  LinearRun record(
      LinearMachine machine, String name, LinearJob job, Environment environment, int[] reference) {
    int reset = inputs.addCycle();
    inputs.set(reset, inputs.column(MachinePort.RST.verilogName()), 0, 1);
    expected.addCycle();
    int firstRow = inputs.cycles();
    LinearRun run = machine.run(job, environment, (cycle, ports) -> append(ports));
    segments.add(
        new Segment(
            name,
            new StreamOrder(design, job.shape()),
            reference,
            firstRow,
            inputs.cycles() - firstRow));
    return run;
  }

  PortTrace inputs() {
    return inputs;
  }

  PortTrace expected() {
    return expected;
  }

  List<Segment> segments() {
    return segments;
  }

  private void append(PortSample ports) {
    copy(ports, INPUTS, inputs);
    copy(ports, OUTPUTS, expected);
  }

  private void copy(PortSample sample, List<MachinePort> columns, PortTrace trace) {
    int row = trace.addCycle();
    for (int column = 0; column < columns.size(); column++) {
      MachinePort port = columns.get(column);
      for (int word = 0; word < port.words(design); word++) {
        trace.set(row, column, word, sample.word(port, word));
      }
    }
  }

  private static List<MachinePort> facing(MachinePort.Direction direction) {
    return Arrays.stream(MachinePort.values())
        .filter(port -> port.direction() == direction)
        .toList();
  }

  private static List<Port> ports(Design design, List<MachinePort> ports) {
    return ports.stream().map(port -> port(design, port)).toList();
  }

  private static Port port(Design design, MachinePort port) {
    Port.Direction direction =
        switch (port.direction()) {
          case INPUT -> Port.Direction.INPUT;
          case OUTPUT -> Port.Direction.OUTPUT;
        };
    return new Port(port.verilogName(), direction, port.width(design), false);
  }
}
