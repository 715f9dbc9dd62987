package dev.setun.workbench.crosscheck;

import dev.setun.accel.design.Design;
import dev.setun.accel.machine.Environment;
import dev.setun.accel.machine.LinearJob;
import dev.setun.accel.machine.LinearMachine;
import dev.setun.accel.machine.Pattern;
import dev.setun.model.TernaryMatrix;
import java.util.List;
import java.util.Random;

/// Holds the Verilog of a design against its machine without a model: linears of ragged sizes with
/// random data, with and without random stalls. The reference is the scalar linear.
public final class DesignCheck {
  private static final long SEED = 1;
  private static final double WILLING = 0.6;

  private final Design design;

  /// @param design to be checked
  public DesignCheck(Design design) {
    this.design = design;
  }

  /// Runs the simulators.
  public List<ExecutorTally> run(List<ExecutorName> simulators) throws java.io.IOException {
    if (simulators.isEmpty()) {
      return List.of();
    }
    HardwareTrace trace = new HardwareTrace(design);
    LinearMachine machine = new LinearMachine(design);
    Random random = new Random(SEED);
    for (Environment environment : List.of(Environment.unstalled(), stalled())) {
      LinearJob job = job(random);
      int[] reference = new int[job.tokens() * job.outputs()];
      ModelRun.scalar().prepare(job.weights()).multiply(job.activations(), job.tokens(), reference);
      trace.record(machine, "linear " + job.shape(), job, environment, reference);
    }

    try (TemporaryFolder folder = TemporaryFolder.create("setun-verilog")) {
      HardwareExecutors executors = HardwareExecutors.inProcess(design, folder.path());
      return simulators.stream().map(simulator -> check(executors, simulator, trace)).toList();
    }
  }

  private static ExecutorTally check(
      HardwareExecutors executors, ExecutorName simulator, HardwareTrace trace) {
    Tally tally = new Tally(simulator);
    new ResponseCheck(simulator, trace, executors.replay(simulator, trace), tally).run();
    return tally.result(trace.segments().size() + " random linears");
  }

  private static Environment stalled() {
    return new Environment(
        new Pattern.RandomGate(SEED, WILLING),
        new Pattern.RandomGate(SEED + 1, WILLING),
        new Pattern.RandomGate(SEED + 2, WILLING));
  }

  /// One token more than a tile, one output more than two tiles, a last word of one input.
  private LinearJob job(Random random) {
    int tokens = design.array().tokens() + 1;
    int inputs = Math.min(design.largestInputs(), 3 * design.array().lanes() + 1);
    int outputs = 2 * design.array().rows() + 1;
    byte[] trits = new byte[inputs * outputs];
    for (int i = 0; i < trits.length; i++) {
      trits[i] = (byte) (random.nextInt(3) - 1);
    }
    byte[] activations = new byte[tokens * inputs];
    random.nextBytes(activations);
    return new LinearJob(
        tokens, inputs, outputs, TernaryMatrix.of(outputs, inputs, trits), activations);
  }
}
