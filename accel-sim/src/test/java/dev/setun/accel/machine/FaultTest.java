package dev.setun.accel.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.setun.accel.design.Design;
import dev.setun.model.TernaryMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FaultTest {
  private static final Design DESIGN = TestDesigns.of(4, 4, 2, 8, 2, 16, 2);
  private static final Fault NONE = new Fault.None();

  @Test
  void aWrongWeightOrALostSumChangesResultsButNoCycle() {
    LinearRun good = new LinearMachine(DESIGN).run(job(), Environment.unstalled());
    for (Fault fault : List.of(new Fault.WrongWeight(2, 1), new Fault.DroppedSum(3))) {
      LinearRun bad = new LinearMachine(DESIGN, fault).run(job(), Environment.unstalled());
      assertThat(bad.results()).isNotEqualTo(good.results());
      assertThat(bad.timing()).isEqualTo(good.timing());
    }
  }

  @Test
  void aLongFlushCostsOneCycleForEachPairOfTilesAndNoResult() {
    LinearRun good = new LinearMachine(DESIGN).run(job(), Environment.unstalled());
    LinearRun bad =
        new LinearMachine(DESIGN, new Fault.LongFlush()).run(job(), Environment.unstalled());
    assertThat(bad.results()).isEqualTo(good.results());
    assertThat(bad.timing().totalCycles()).isEqualTo(good.timing().totalCycles() + 2 * 3);
  }

  @Test
  void aMissedCauseShowsOnlyInTheCounters() {
    LinearRun good = new LinearMachine(DESIGN).run(job(), Environment.unstalled());
    LinearRun bad =
        new LinearMachine(DESIGN, new Fault.MissedCause(Cause.DRAIN))
            .run(job(), Environment.unstalled());
    assertThat(bad.results()).isEqualTo(good.results());
    assertThat(bad.timing().cycles().drain()).isZero();
    assertThat(bad.timing().cycles().compute()).isEqualTo(good.timing().cycles().compute());
  }

  @Test
  void everySeedGivesAFaultThatThePortsShow() {
    List<Long> good = trace(NONE);
    for (long seed = 0; seed < 50; seed++) {
      Fault fault = Fault.seeded(seed, DESIGN);
      assertThat(fault).isEqualTo(Fault.seeded(seed, DESIGN)).isNotEqualTo(NONE);
      assertThat(trace(fault)).as(fault.toString()).isNotEqualTo(good);
    }
  }

  private static LinearJob job() {
    Random random = new Random(11);
    byte[] weights = new byte[10 * 20];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (byte) (random.nextInt(3) - 1);
    }
    byte[] activations = new byte[3 * 20];
    random.nextBytes(activations);
    return new LinearJob(3, 20, 10, TernaryMatrix.of(10, 20, weights), activations);
  }

  private static List<Long> trace(Fault fault) {
    List<Long> values = new ArrayList<>();
    new LinearMachine(DESIGN, fault)
        .run(
            job(),
            Environment.unstalled(),
            (cycle, ports) ->
                Arrays.stream(MachinePort.values())
                    .forEach(port -> values.add(ports.word(port, 0))));
    return values;
  }
}
