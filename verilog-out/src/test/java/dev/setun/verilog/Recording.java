package dev.setun.verilog;

import dev.setun.accel.design.Design;
import dev.setun.accel.machine.Environment;
import dev.setun.accel.machine.LinearJob;
import dev.setun.accel.machine.LinearMachine;
import dev.setun.accel.machine.MachinePort;
import dev.setun.accel.machine.PortSample;
import dev.setun.hdl.Port;
import dev.setun.hdl.replay.Comparison;
import dev.setun.hdl.replay.PortTrace;
import dev.setun.hdl.replay.Response;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// What the cycle-level machine sees and does on its ports over a number of linears, each after a
/// cycle of reset: the stimulus for the circuit, and the answer expected from it.
final class Recording {
  private final Design design;
  private final PortTrace inputs;
  private final PortTrace outputs;

  Recording(Design design) {
    this.design = design;
    this.inputs = new PortTrace(ports(MachinePort.Direction.INPUT));
    this.outputs = new PortTrace(ports(MachinePort.Direction.OUTPUT));
  }

  /// Lets a machine compute one more linear.
  Recording add(LinearMachine machine, LinearJob job, Environment environment) {
    inputs.set(inputs.addCycle(), inputs.column("rst"), 0, 1);
    outputs.addCycle();
    machine.run(job, environment, (cycle, sample) -> record(sample));
    return this;
  }

  Recording add(LinearJob job, Environment environment) {
    return add(new LinearMachine(design), job, environment);
  }

  PortTrace inputs() {
    return inputs;
  }

  /// Compares every output in every cycle without reset, `out_data` where it is valid.
  Comparison compare(Response response) {
    int reset = inputs.column("rst");
    return Comparison.of(
        outputs,
        response,
        Map.of("out_data", "out_valid"),
        cycle -> inputs.get(cycle, reset, 0) == 0);
  }

  private void record(PortSample sample) {
    record(inputs, sample);
    record(outputs, sample);
  }

  private static void record(PortTrace trace, PortSample sample) {
    int cycle = trace.addCycle();
    for (int column = 0; column < trace.ports().size(); column++) {
      Port port = trace.ports().get(column);
      MachinePort source = MachinePort.valueOf(port.name().toUpperCase(java.util.Locale.ROOT));
      for (int word = 0; word < port.words(); word++) {
        trace.set(cycle, column, word, sample.word(source, word));
      }
    }
  }

  private List<Port> ports(MachinePort.Direction direction) {
    return Arrays.stream(MachinePort.values())
        .filter(port -> port.direction() == direction)
        .map(port ->
            new Port(
                port.verilogName(),
                Port.Direction.valueOf(direction.name()),
                port.width(design),
                false))
        .toList();
  }
}
