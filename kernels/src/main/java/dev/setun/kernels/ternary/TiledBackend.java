package dev.setun.kernels.ternary;

import dev.setun.kernels.numerics.VectorNumerics;
import dev.setun.model.LinearBackend;
import dev.setun.model.TernaryLinear;
import dev.setun.model.TernaryMatrix;
import dev.setun.model.numerics.Numerics;
import dev.setun.model.numerics.Profile;

/// Linears on one kernel, and the rest of a canonical forward pass on vectors.
record TiledBackend(TileKernel kernel) implements LinearBackend {
  @Override
  public String name() {
    return kernel.name();
  }

  @Override
  public TernaryLinear prepare(TernaryMatrix weights) {
    return new TiledLinear(kernel, weights);
  }

  @Override
  public Numerics numerics(Profile profile) {
    return switch (profile) {
      case CANONICAL -> new VectorNumerics();
      case PLAIN, BITNET_CPP, HF -> profile.numerics();
    };
  }

  @Override
  public boolean forTeams() {
    return true;
  }
}
