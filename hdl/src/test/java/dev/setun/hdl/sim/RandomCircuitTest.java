package dev.setun.hdl.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.setun.hdl.Elaborator;
import dev.setun.hdl.Port;
import dev.setun.hdl.ir.Design;
import dev.setun.hdl.random.RandomCircuit;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RandomCircuitTest {
  private static final int CYCLES = 8;

  @Test
  void bothEnginesAgreeOnEverySignalOfRandomCircuits() {
    for (int seed = 0; seed < 300; seed++) {
      compare(new RandomCircuit(seed, 10 + seed % 50, seed % 3));
    }
  }

  private static void compare(RandomCircuit circuit) {
    Design design = Elaborator.elaborate(circuit);
    Simulator evaluator = Simulator.of(design, Simulator.Engine.EVALUATOR);
    Simulator compiled = Simulator.of(design, Simulator.Engine.COMPILED);
    Random random = new Random(circuit.seed());
    evaluator.reset();
    compiled.reset();
    for (int cycle = 0; cycle < CYCLES; cycle++) {
      boolean reset = random.nextInt(10) == 0;
      evaluator.setReset(reset);
      compiled.setReset(reset);
      for (Port port : design.ports()) {
        boolean driven = port.direction() == Port.Direction.INPUT && !isImplicit(port);
        if (driven) {
          BigInteger value = value(port, random);
          evaluator.poke(port.name(), value);
          compiled.poke(port.name(), value);
        }
      }
      for (String path : evaluator.paths()) {
        assertThat(compiled.peekNumber(path))
            .as("%s: %s in cycle %d", circuit, path, cycle)
            .isEqualTo(evaluator.peekNumber(path));
      }
      evaluator.step();
      compiled.step();
    }
  }

  private static boolean isImplicit(Port port) {
    return port.name().equals("clk") || port.name().equals("rst");
  }

  private static BigInteger value(Port port, Random random) {
    BigInteger bits =
        switch (random.nextInt(5)) {
          case 0 -> BigInteger.ZERO;
          case 1 -> BigInteger.ONE.shiftLeft(port.width()).subtract(BigInteger.ONE);
          default -> new BigInteger(port.width(), random);
        };
    return port.signed() && bits.testBit(port.width() - 1)
        ? bits.subtract(BigInteger.ONE.shiftLeft(port.width()))
        : bits;
  }
}
