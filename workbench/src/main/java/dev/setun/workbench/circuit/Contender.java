package dev.setun.workbench.circuit;

import dev.setun.hdl.replay.FreeRun;
import dev.setun.hdl.sim.Simulator;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/// A simulator with a design in it.
interface Contender {
  /// What reports call it.
  String name();

  /// Seconds that so many more cycles take; at least 1 ns.
  double seconds(long cycles);

  /// One of our engines, which goes on from round to round.
  ///
  /// @param output the design's only output
  record OnTheJvm(String name, Simulator simulator, String output) implements Contender {
    @Override
    public double seconds(long cycles) {
      long start = System.nanoTime();
      simulator.step(Math.toIntExact(cycles));
      return Math.max(1, System.nanoTime() - start) / 1e9;
    }

    /// The output of a simulator that has not run yet, as an unsigned number, after the cycles in
    /// reset of [FreeRun] and so many more.
    ///
    /// @param cycles ascending
    List<BigInteger> outputAfter(int... cycles) {
      simulator.setReset(true);
      simulator.step(FreeRun.RESET_CYCLES);
      simulator.setReset(false);
      List<BigInteger> outputs = new ArrayList<>();
      int width = simulator.probe(output).width();
      BigInteger ones = BigInteger.ONE.shiftLeft(width).subtract(BigInteger.ONE);
      int done = 0;
      for (int cycle : cycles) {
        simulator.step(cycle - done);
        done = cycle;
        outputs.add(simulator.peekNumber(output).and(ones));
      }
      return outputs;
    }
  }

  /// A program of its own, which starts anew in every round; the time that it takes to start is not
  /// counted.
  record Program(FreeRun run) implements Contender {
    @Override
    public String name() {
      return run.simulator();
    }

    @Override
    public double seconds(long cycles) {
      double startSeconds = wall(0);
      double seconds = wall(cycles);
      // A machine that was slow while it started must not make a run look as if it took no time.
      return Math.max(seconds - startSeconds, seconds / 2);
    }

    private double wall(long cycles) {
      long start = System.nanoTime();
      run.run(cycles);
      return Math.max(1, System.nanoTime() - start) / 1e9;
    }
  }
}
