package dev.setun.workbench.crosscheck;

import dev.setun.model.LinearBackend;
import dev.setun.model.TernaryLinear;
import dev.setun.model.TernaryMatrix;
import dev.setun.model.numerics.Numerics;
import dev.setun.model.numerics.Profile;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/// A backend that gets one accumulator of one linear wrong by one, for showing that the cross-check
/// finds it.
///
/// @param backend what it spoils
/// @param seed chooses the linear among the first 28 that are prepared, and the accumulator
record FaultyBackend(LinearBackend backend, long seed, AtomicInteger prepared)
    implements LinearBackend {
  private static final int LINEARS = 28;

  FaultyBackend(LinearBackend backend, long seed) {
    this(backend, seed, new AtomicInteger());
  }

  @Override
  public String name() {
    return backend.name();
  }

  @Override
  public Numerics numerics(Profile profile) {
    return backend.numerics(profile);
  }

  @Override
  public TernaryLinear prepare(TernaryMatrix weights) {
    TernaryLinear linear = backend.prepare(weights);
    Random random = new Random(seed);
    boolean chosen = prepared.getAndIncrement() == random.nextInt(LINEARS);
    return chosen ? new OffByOne(linear, random.nextInt(linear.rows())) : linear;
  }

  /// Computes all rows at once, as [TernaryLinear#rowGranularity] says by default.
  private record OffByOne(TernaryLinear linear, int row) implements TernaryLinear {
    @Override
    public int rows() {
      return linear.rows();
    }

    @Override
    public int columns() {
      return linear.columns();
    }

    @Override
    public void multiply(byte[] activations, int tokens, int[] accumulators) {
      linear.multiply(activations, tokens, accumulators);
      accumulators[row]++;
    }
  }
}
