package dev.setun.hdl.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.setun.hdl.Elaborator;
import dev.setun.hdl.Module;
import dev.setun.hdl.Port;
import dev.setun.hdl.bench.SelectAddBench;
import dev.setun.hdl.ir.Design;
import dev.setun.hdl.ir.ModuleDef;
import dev.setun.hdl.random.RandomCell;
import dev.setun.hdl.random.RandomCircuit;
import java.math.BigInteger;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class RepeatedModulesTest {
  private static final int CYCLES = 25;

  @Test
  void anyPartitionGivesWhatTheEvaluatorGives() {
    for (int seed = 0; seed < 60; seed++) {
      Design design = Elaborator.elaborate(new RandomCircuit(seed, 30, 3));
      Random random = new Random(seed);
      compare(design, Simulator.of(design, drawn(design, 1, random), 0), seed);
      compare(design, Simulator.of(design, drawn(design, 2, random), 0), seed);
      compare(design, Simulator.of(design, Partition.none(), 0), seed);
    }
  }

  /// Of the modules inside, one in `of`.
  private static Set<ModuleDef> drawn(Design design, int of, Random random) {
    Set<ModuleDef> drawn = Collections.newSetFromMap(new IdentityHashMap<>());
    for (ModuleDef module : design.modules()) {
      if (module != design.top() && random.nextInt(of) == 0) {
        drawn.add(module);
      }
    }
    return drawn;
  }

  @Test
  void instancesSideBySideGiveWhatTheEvaluatorGives() {
    int lanes = lanes();
    for (int seed = 0; seed < 40; seed++) {
      Module<?> row = new RandomCell.Row(new RandomCell(seed, 25), Lanes.FEWEST + seed % 13);
      Design design = Elaborator.elaborate(row);
      Set<ModuleDef> apart = drawn(design, 1, new Random(seed));
      Units units = new Units(design, apart, lanes);
      boolean sideBySide = apart.stream().allMatch(module -> units.lanes(module).isPresent());
      assertThat(sideBySide).as("seed %d: in lanes", seed).isTrue();
      compare(design, Simulator.of(design, apart, lanes), seed);
    }
  }

  @Test
  void theBenchedArrayGivesTheSameOnEveryEngine() {
    lanes();
    for (int hold : List.of(1, 4)) {
      Design design = Elaborator.elaborate(new SelectAddBench(8, 16, hold));
      compare(design, Simulator.of(design, Simulator.Engine.COMPILED), hold);
      compare(design, Simulator.of(design, Simulator.Engine.VECTORS), hold);
    }
  }

  private static int lanes() {
    int lanes = Lanes.ofThisJvm();
    Assumptions.assumeTrue(lanes > 0, "this JVM has no module jdk.incubator.vector");
    return lanes;
  }

  private static void compare(Design design, Simulator compiled, int seed) {
    Simulator evaluator = Simulator.of(design, Simulator.Engine.EVALUATOR);
    Random random = new Random(seed);
    for (int cycle = 0; cycle < CYCLES; cycle++) {
      boolean reset = cycle == 0 || random.nextInt(10) == 0;
      evaluator.setReset(reset);
      compiled.setReset(reset);
      for (Port port : design.ports()) {
        if (port.direction() == Port.Direction.INPUT
            && !port.name().equals("clk")
            && !port.name().equals("rst")) {
          BigInteger value = new BigInteger(port.width(), random);
          BigInteger signed =
              port.signed() && value.testBit(port.width() - 1)
                  ? value.subtract(BigInteger.ONE.shiftLeft(port.width()))
                  : value;
          evaluator.poke(port.name(), signed);
          compiled.poke(port.name(), signed);
        }
      }
      for (String path : evaluator.paths()) {
        assertThat(compiled.peekNumber(path))
            .as("%s, seed %d: %s in cycle %d", design.top().name(), seed, path, cycle)
            .isEqualTo(evaluator.peekNumber(path));
      }
      evaluator.step();
      compiled.step();
    }
  }
}
