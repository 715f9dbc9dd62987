package dev.setun.hdl.random;

import dev.setun.hdl.Port;
import dev.setun.hdl.ir.Design;
import dev.setun.hdl.replay.PortTrace;
import java.util.List;
import java.util.Random;

/// Random values for the inputs of a design, extremes among them.
public final class RandomInputs {
  private RandomInputs() {}

  /// A trace with rst at 1 in the first cycle and now and then.
  public static PortTrace of(Design design, int cycles, long seed) {
    Random random = new Random(seed);
    List<Port> ports =
        design.ports().stream()
            .filter(p -> p.direction() == Port.Direction.INPUT && !p.name().equals("clk"))
            .toList();
    PortTrace trace = new PortTrace(ports);
    for (int cycle = 0; cycle < cycles; cycle++) {
      trace.addCycle();
      for (int column = 0; column < ports.size(); column++) {
        Port port = ports.get(column);
        int kind = random.nextInt(5);
        boolean reset = port.name().equals("rst");
        for (int word = 0; word < port.words(); word++) {
          long bits = kind == 0 ? 0 : kind == 1 ? -1 : random.nextLong();
          if (reset) {
            bits = cycle == 0 || random.nextInt(12) == 0 ? 1 : 0;
          }
          int width = port.width() - 64 * word;
          trace.set(cycle, column, word, width >= 64 ? bits : bits & ((1L << width) - 1));
        }
      }
    }
    return trace;
  }
}
