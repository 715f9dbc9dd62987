package dev.setun.hdl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.setun.hdl.ir.Design;
import dev.setun.hdl.replay.Tool;
import dev.setun.hdl.replay.ToolFolder;
import dev.setun.hdl.replay.VerilogTop;
import dev.setun.hdl.sim.ClockSchedule;
import dev.setun.hdl.sim.Simulator;
import dev.setun.hdl.verilog.VerilogEmitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SequencedMap;
import java.util.Set;

/// Runs a design in Icarus Verilog with a wire for each clock, at the times of a schedule, and in
/// the simulator; inputs are random before every edge.
final class TwoClockBench {
  private static final int RESET_STEPS = 40;

  private final Design design;
  private final SequencedMap<String, Long> clocks;
  private final int steps;
  private final Random random;
  private final List<Port> inputs;
  private final List<Port> outputs;
  private final StringBuilder bench = new StringBuilder();
  private final List<List<String>> expected = new ArrayList<>();

  TwoClockBench(Design design, SequencedMap<String, Long> clocks, int steps, long seed) {
    this.design = design;
    this.clocks = clocks;
    this.steps = steps;
    this.random = new Random(seed);
    this.inputs =
        design.ports().stream()
            .filter(port -> port.direction() == Port.Direction.INPUT)
            .filter(port -> !clocks.containsKey(port.name()))
            .toList();
    this.outputs =
        design.ports().stream().filter(port -> port.direction() == Port.Direction.OUTPUT).toList();
  }

  /// Compares every output that is known in Icarus, before every edge; valid and ready must be.
  void assertAgrees() {
    write();
    Tool compiler = Tool.require("iverilog");
    VerilogTop top =
        VerilogTop.of(design.top().name(), VerilogEmitter.emit(design), inputs(outputs));
    try (ToolFolder folder = ToolFolder.of(top)) {
      folder.write("bench.v", bench.toString());
      List<String> command = new ArrayList<>(List.of("-g2005", "-s", "bench", "-o", "bench.vvp"));
      command.addAll(top.files().keySet());
      command.add("bench.v");
      folder.mustRun(compiler, command, Duration.ofMinutes(2));
      folder.mustRun(Tool.require("vvp"), List.of("-n", "bench.vvp"), Duration.ofMinutes(2));
      compare(folder.read(compiler, "out.txt").lines().toList());
    }
  }

  private List<Port> inputs(List<Port> more) {
    List<Port> all = new ArrayList<>(inputs);
    all.addAll(more);
    return all;
  }

  private void compare(List<String> found) {
    assertThat(found).hasSameSizeAs(expected);
    int known = 0;
    for (int step = 0; step < found.size(); step++) {
      String[] values = found.get(step).split(" ");
      for (int i = 0; i < outputs.size(); i++) {
        boolean data = outputs.get(i).name().endsWith("data");
        if (!data || !values[i].contains("x")) {
          assertThat(values[i])
              .as("%s, step %d", outputs.get(i), step)
              .isEqualTo(expected.get(step).get(i));
          known += data ? 1 : 0;
        }
      }
    }
    assertThat(known).isGreaterThan(found.size() / 2);
  }

  private void write() {
    bench.append("`timescale 1ps/1ps\nmodule bench;\n  integer out;\n");
    clocks.keySet().forEach(clock -> bench.append("  reg ").append(clock).append(" = 0;\n"));
    inputs.forEach(port -> declare("reg ", port, " = 0"));
    outputs.forEach(port -> declare("wire ", port, ""));
    bench.append("  ").append(design.top().name()).append(" dut (");
    List<String> pins =
        design.ports().stream().map(p -> "." + p.name() + "(" + p.name() + ")").toList();
    bench.append(String.join(", ", pins)).append(");\n  initial begin\n");
    bench.append("    out = $fopen(\"out.txt\", \"w\");\n");
    run();
    bench.append("    $fclose(out);\n    $finish;\n  end\nendmodule\n");
  }

  private void declare(String kind, Port port, String end) {
    bench.append("  ").append(kind).append('[').append(port.width() - 1).append(":0] ");
    bench.append(port.name()).append(end).append(";\n");
  }

  private void run() {
    Simulator simulator = Simulator.of(design);
    ClockSchedule schedule = new ClockSchedule(clocks);
    for (int step = 0; step < steps; step++) {
      long before = schedule.nowPs();
      Set<String> rising = schedule.next();
      for (Port input : inputs) {
        boolean reset = input.name().endsWith("rst");
        long value =
            reset ? (step < RESET_STEPS ? 1 : 0) : random.nextLong() & (1L << input.width()) - 1;
        simulator.poke(input.name(), value);
        bench.append("    ").append(input.name()).append(" = ").append(value).append(";\n");
      }
      bench.append("    #").append((schedule.nowPs() - before) * 4 - 2).append(";\n");
      if (step >= RESET_STEPS) {
        display();
        expected.add(
            outputs.stream()
                .map(port -> Long.toBinaryString(simulator.peek(port.name())))
                .toList());
      }
      rising.forEach(clock -> bench.append("    ").append(clock).append(" = 1;\n"));
      bench.append("    #2;\n");
      rising.forEach(clock -> bench.append("    ").append(clock).append(" = 0;\n"));
      simulator.step(rising);
    }
  }

  private void display() {
    bench.append("    $fwrite(out, \"");
    bench.append("%0b ".repeat(outputs.size()).strip()).append("\\n\"");
    outputs.forEach(port -> bench.append(", ").append(port.name()));
    bench.append(");\n");
  }
}
