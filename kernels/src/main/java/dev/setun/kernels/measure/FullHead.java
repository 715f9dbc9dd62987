package dev.setun.kernels.measure;

import dev.setun.model.DenseMatrix;
import dev.setun.model.LinearBackend;
import dev.setun.model.RowDots;
import dev.setun.model.TernaryLinear;
import dev.setun.model.TernaryMatrix;
import dev.setun.model.numerics.Numerics;
import dev.setun.model.numerics.Profile;

/// A backend without its screen: every row of the head is multiplied.
record FullHead(LinearBackend backend) implements LinearBackend {
  @Override
  public String name() {
    return backend.name();
  }

  @Override
  public TernaryLinear prepare(TernaryMatrix weights) {
    return backend.prepare(weights);
  }

  @Override
  public Numerics numerics(Profile profile) {
    return backend.numerics(profile);
  }

  @Override
  public TernaryLinear prepareForZeros(TernaryMatrix weights) {
    return backend.prepareForZeros(weights);
  }

  @Override
  public double skippedShare() {
    return backend.skippedShare();
  }

  @Override
  public boolean forTeams() {
    return backend.forTeams();
  }

  @Override
  public RowDots rows(DenseMatrix matrix, Numerics numerics) {
    return backend.rows(matrix, numerics);
  }
}
