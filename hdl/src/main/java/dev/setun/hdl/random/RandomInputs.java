package dev.setun.hdl.random;

import dev.setun.hdl.Port;
import dev.setun.hdl.ir.Design;
import dev.setun.hdl.replay.PortTrace;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;

/// Random values for the inputs of a design, extremes among them.
public final class RandomInputs {
  private RandomInputs() {}

  /// A trace with rst at 1 in the first cycle and now and then.
  public static PortTrace of(Design design, int cycles, long seed) {
    Random random = new Random(seed);
    return trace(design.ports(), cycles, random, cycle -> cycle == 0 || random.nextInt(12) == 0);
  }

  /// A trace with rst at 1 in the first `resetCycles` cycles and never again.
  ///
  /// @param ports of the module; outputs and `clk` are passed over
  public static PortTrace afterReset(List<Port> ports, int resetCycles, int cycles, long seed) {
    return trace(ports, cycles, new Random(seed), cycle -> cycle < resetCycles);
  }

  private static PortTrace trace(List<Port> ports, int cycles, Random random, IntPredicate resets) {
    List<Port> inputs =
        ports.stream()
            .filter(p -> p.direction() == Port.Direction.INPUT && !p.name().equals("clk"))
            .toList();
    PortTrace trace = new PortTrace(inputs);
    for (int cycle = 0; cycle < cycles; cycle++) {
      trace.addCycle();
      for (int column = 0; column < inputs.size(); column++) {
        Port port = inputs.get(column);
        int kind = random.nextInt(5);
        boolean reset = port.name().equals("rst");
        for (int word = 0; word < port.words(); word++) {
          long bits = kind == 0 ? 0 : kind == 1 ? -1 : random.nextLong();
          if (reset) {
            bits = resets.test(cycle) ? 1 : 0;
          }
          int width = port.width() - 64 * word;
          trace.set(cycle, column, word, width >= 64 ? bits : bits & ((1L << width) - 1));
        }
      }
    }
    return trace;
  }
}
