package dev.setun.kernels.ternary;

import dev.setun.model.LinearBackend;
import dev.setun.model.TernaryLinear;
import dev.setun.model.TernaryMatrix;

/// Prepares linears for one kernel.
record TiledBackend(TileKernel kernel) implements LinearBackend {
  @Override
  public String name() {
    return kernel.name();
  }

  @Override
  public TernaryLinear prepare(TernaryMatrix weights) {
    return new TiledLinear(kernel, weights);
  }
}
