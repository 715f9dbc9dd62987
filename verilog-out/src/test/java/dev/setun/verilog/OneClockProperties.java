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
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

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
    // As many outputs and inputs as the array has, and activations other than 0, use every PE.
    LinearJob job =
        RandomLinears.job(
            design.array().tokens(), design.array().lanes(), design.array().rows(), random);
    for (int i = 0; i < job.activations().length; i++) {
      job.activations()[i] |= 1;
    }
    LinearMachine faulty = new LinearMachine(design, Fault.seeded(seed, design));
    Recording recording = new Recording(design).add(faulty, job, Environment.unstalled());
    assertThat(compare(design, recording).mismatches()).isPositive();
  }

  private static Comparison compare(Design design, Recording recording) {
    AcceleratorCircuit circuit = AcceleratorCircuit.of(design);
    return recording.compare(
        Response.known(JvmReplay.replay(circuit.circuit(), recording.inputs())));
  }
}
