package dev.setun.model.inference;

import dev.setun.traces.InputException;
import java.util.Comparator;
import java.util.stream.IntStream;

/// Picks the next token from logits.
public sealed interface Sampler {
  /// @param logits one value an id, at least one
  /// @return an id
  int next(float[] logits);

  /// Only the ids with so many of the largest logits can be picked: the logits of all others may be
  /// negative infinity.
  int limit();

  /// The largest logit; the lowest id on ties.
  record Greedy() implements Sampler {
    @Override
    public int limit() {
      return 1;
    }

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

  /// With probability proportional to exp(logit / temperature) among the likeliest ids, in binary64
  /// with StrictMath. Each token takes one number of [SplitMix64], so a seed gives the same tokens
  /// on any machine.
  ///
  /// With a limit, the ids are ordered by logit, the largest first, the lower id on ties. `topK`
  /// keeps the first k; `topP` then keeps the fewest of them whose probabilities, among those kept,
  /// reach p.
  final class Temperature implements Sampler {
    private final double temperature;
    private final int topK;
    private final double topP;
    private final SplitMix64 random;

    /// From all ids.
    ///
    /// @param temperature above 0, at most 100
    public Temperature(double temperature, long seed) {
      this(temperature, Integer.MAX_VALUE, 1.0, seed);
    }

    /// @param temperature above 0, at most 100
    /// @param topK at least 1
    /// @param topP above 0, at most 1
    /// @throws InputException if one is out of its range
    public Temperature(double temperature, int topK, double topP, long seed) {
      if (!(temperature > 0 && temperature <= 100)) {
        throw new InputException(
            "--temperature", "expected more than 0 and at most 100, found " + temperature);
      }
      if (topK < 1) {
        throw new InputException("--top-k", "expected at least 1, found " + topK);
      }
      if (!(topP > 0 && topP <= 1)) {
        throw new InputException("--top-p", "expected more than 0 and at most 1, found " + topP);
      }
      this.temperature = temperature;
      this.topK = topK;
      this.topP = topP;
      this.random = new SplitMix64(seed);
    }

    @Override
    public int limit() {
      return topK;
    }

    @Override
    public int next(float[] logits) {
      int[] ids = candidates(logits);
      double largest = logits[new Greedy().next(logits)];
      double[] cumulative = new double[ids.length];
      double sum = 0;
      for (int i = 0; i < ids.length; i++) {
        sum += StrictMath.exp((logits[ids[i]] - largest) / temperature);
        cumulative[i] = sum;
      }
      int kept = topP < 1 ? firstAtLeast(cumulative, topP * sum) + 1 : ids.length;
      double point = random.nextDouble() * cumulative[kept - 1];
      return ids[Math.min(kept - 1, firstAbove(cumulative, point))];
    }

    /// The ids by logit as far as the order matters, else as they are.
    private int[] candidates(float[] logits) {
      IntStream ids = IntStream.range(0, logits.length);
      if (topK >= logits.length && topP == 1) {
        return ids.toArray();
      }
      return ids.boxed()
          .sorted(Comparator.comparingDouble((Integer id) -> -logits[id]))
          .limit(topK)
          .mapToInt(Integer::intValue)
          .toArray();
    }

    private static int firstAtLeast(double[] ascending, double value) {
      int i = 0;
      while (i < ascending.length - 1 && ascending[i] < value) {
        i++;
      }
      return i;
    }

    private static int firstAbove(double[] ascending, double value) {
      int i = 0;
      while (i < ascending.length - 1 && ascending[i] <= value) {
        i++;
      }
      return i;
    }
  }
}
