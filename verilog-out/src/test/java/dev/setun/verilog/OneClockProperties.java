package dev.setun.verilog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.setun.accel.design.Design;
import dev.setun.accel.machine.Environment;
import dev.setun.accel.machine.Fault;
import dev.setun.accel.machine.LinearJob;
import dev.setun.accel.machine.LinearMachine;
import dev.setun.hdl.replay.Comparison;
import dev.setun.hdl.replay.Response;
import dev.setun.hdl.sim.JvmReplay;
import dev.setun.model.TernaryMatrix;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/// One clock: the cycle-level machine and the circuit agree on every port in every cycle.
final class OneClockProperties {
  @Property(tries = 60)
  void machineAndCircuitAgreeOnEveryPortInEveryCycle(@ForAll long seed) {
    Random random = new Random(seed);
    Design design = TestDesigns.random(random);
    Recording recording = new Recording(design);
    for (int linear = 0; linear < 3; linear++) {
      recording.add(RandomLinears.job(design, random, 40), RandomLinears.environment(random));
    }
    Comparison comparison = compare(design, recording);
    assertThat(comparison.first()).isEmpty();
    assertThat(comparison.comparedCycles()).isGreaterThan(3 * 6);
  }

  /// A comparison that finds nothing must be one that would find something.
  @Property(tries = 15)
  void aFaultInTheMachineIsFound(@ForAll long seed) {
    Random random = new Random(seed);
    Design design = TestDesigns.random(random);
    LinearJob job = busyJob(design, random);
    LinearMachine faulty = new LinearMachine(design, Fault.seeded(seed, design));
    Recording recording = new Recording(design).add(faulty, job, Environment.unstalled());
    assertThat(compare(design, recording).mismatches()).isPositive();
  }

  /// Sizes that are one off from every tile, so that no register may be wrong without a trace.
  @Test
  void aFaultInTheCircuitIsFound() {
    Design design = TestDesigns.ODD;
    Random random = new Random(11);
    Recording recording = new Recording(design);
    for (int size = 4; size <= 12; size++) {
      LinearJob job = RandomLinears.job(size - 1, size, size + 1, random);
      recording.add(job, RandomLinears.environment(random));
    }
    for (long seed = 1; seed <= 30; seed++) {
      AcceleratorCircuit faulty = AcceleratorCircuit.of(design).withFault(seed);
      assertThat(compare(faulty, recording).mismatches()).as("fault %d", seed).isPositive();
    }
  }

  /// A linear in which every PE matters: as many tokens, inputs and outputs as the array has,
  /// weights +1 and activations above 0, so that no product is 0 and none makes up for another.
  private static LinearJob busyJob(Design design, Random random) {
    int inputs = design.array().lanes();
    int outputs = design.array().rows();
    byte[] weights = new byte[outputs * inputs];
    Arrays.fill(weights, (byte) 1);
    byte[] activations = new byte[design.array().tokens() * inputs];
    for (int i = 0; i < activations.length; i++) {
      activations[i] = (byte) (1 + random.nextInt(127));
    }
    TernaryMatrix matrix = TernaryMatrix.of(outputs, inputs, weights);
    return new LinearJob(design.array().tokens(), inputs, outputs, matrix, activations);
  }

  private static Comparison compare(Design design, Recording recording) {
    return compare(AcceleratorCircuit.of(design), recording);
  }

  private static Comparison compare(AcceleratorCircuit circuit, Recording recording) {
    return recording.compare(
        Response.known(JvmReplay.replay(circuit.circuit(), recording.inputs())));
  }
}
