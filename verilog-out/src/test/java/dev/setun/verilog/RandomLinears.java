package dev.setun.verilog;

import dev.setun.accel.design.Design;
import dev.setun.accel.machine.DramStream;
import dev.setun.accel.machine.Environment;
import dev.setun.accel.machine.LinearJob;
import dev.setun.accel.machine.Pattern;
import dev.setun.accel.machine.StreamSource;
import dev.setun.model.TernaryMatrix;
import java.util.Random;

/// Random linears that a design can compute, and environments that starve and block it.
final class RandomLinears {
  private RandomLinears() {}

  /// Sizes that are rarely multiples of the array's.
  static LinearJob job(Design design, Random random, int mostInputs) {
    int tokens = 1 + random.nextInt(2 * design.array().tokens() + 1);
    int inputs = 1 + random.nextInt(Math.min(mostInputs, design.largestInputs()));
    int outputs = 1 + random.nextInt(3 * design.array().rows());
    return job(tokens, inputs, outputs, random);
  }

  static LinearJob job(int tokens, int inputs, int outputs, Random random) {
    byte[] weights = new byte[outputs * inputs];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (byte) (random.nextInt(3) - 1);
    }
    byte[] activations = new byte[tokens * inputs];
    random.nextBytes(activations);
    activations[0] = -128;
    TernaryMatrix matrix = TernaryMatrix.of(outputs, inputs, weights);
    return new LinearJob(tokens, inputs, outputs, matrix, activations);
  }

  static Environment environment(Random random) {
    StreamSource weights =
        random.nextInt(4) == 0
            ? new DramStream(
                random.nextInt(20),
                1 + random.nextInt(9),
                1 + random.nextInt(9),
                1 + random.nextInt(5))
            : pattern(random);
    return new Environment(pattern(random), weights, pattern(random));
  }

  private static Pattern pattern(Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> new Pattern.Always();
      case 1 -> new Pattern.RandomGate(random.nextLong(), 0.2 + 0.8 * random.nextDouble());
      default -> {
        int on = 1 + random.nextInt(4);
        int off = random.nextInt(6);
        yield new Pattern.Bursts(on, off, random.nextInt(on + off));
      }
    };
  }

  /// Y by the definition.
  static int[] product(LinearJob job) {
    int[] results = new int[job.tokens() * job.outputs()];
    byte[] row = new byte[job.inputs()];
    for (int n = 0; n < job.outputs(); n++) {
      job.weights().unpackRow(n, row);
      for (int m = 0; m < job.tokens(); m++) {
        int sum = 0;
        for (int k = 0; k < job.inputs(); k++) {
          sum += row[k] * job.activations()[m * job.inputs() + k];
        }
        results[m * job.outputs() + n] = sum;
      }
    }
    return results;
  }
}
