package dev.setun.model.inference;

import dev.setun.traces.InputException;
import java.util.SplittableRandom;

/// Picks the next token from logits.
public sealed interface Sampler {
  /// @param logits one value an id
  /// @return an id
  int next(float[] logits);

  /// The largest logit; the lowest id on ties.
  record Greedy() implements Sampler {
    @Override
    public int next(float[] logits) {
      int best = 0;
      for (int id = 1; id < logits.length; id++) {
        if (logits[id] > logits[best]) {
          best = id;
        }
      }
      return best;
    }
  }

  /// With probability proportional to exp(logit / temperature), in binary64, from the generator of
  /// `java.util.SplittableRandom`, whose algorithm (SplitMix64) is specified.
  final class Temperature implements Sampler {
    private final double temperature;
    private final SplittableRandom random;

    /// @param temperature above 0, at most 100
    public Temperature(double temperature, long seed) {
      if (!(temperature > 0 && temperature <= 100)) {
        throw new InputException(
            "--temperature", "expected more than 0 and at most 100, found " + temperature);
      }
      this.temperature = temperature;
      this.random = new SplittableRandom(seed);
    }

    @Override
    public int next(float[] logits) {
      double largest = Double.NEGATIVE_INFINITY;
      for (float logit : logits) {
        largest = Math.max(largest, logit);
      }
      double[] cumulative = new double[logits.length];
      double sum = 0;
      for (int id = 0; id < logits.length; id++) {
        sum += StrictMath.exp((logits[id] - largest) / temperature);
        cumulative[id] = sum;
      }
      double point = random.nextDouble() * sum;
      int id = 0;
      while (id < logits.length - 1 && cumulative[id] <= point) {
        id++;
      }
      return id;
    }
  }
}
