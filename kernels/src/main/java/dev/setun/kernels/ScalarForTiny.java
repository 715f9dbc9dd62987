package dev.setun.kernels;

import dev.setun.model.DenseMatrix;
import dev.setun.model.LinearBackend;
import dev.setun.model.RowDots;
import dev.setun.model.RowScreen;
import dev.setun.model.TernaryLinear;
import dev.setun.model.TernaryMatrix;
import dev.setun.model.numerics.Numerics;
import dev.setun.model.numerics.Profile;
import java.lang.System.Logger.Level;
import java.util.Optional;

/// Gives linears of few weights to the scalar reference and all others to a vector kernel.
record ScalarForTiny(
    LinearBackend vector, LinearBackend scalar, int tinyWeights, System.Logger logger)
    implements LinearBackend {
  @Override
  public String name() {
    return vector.name();
  }

  @Override
  public TernaryLinear prepare(TernaryMatrix weights) {
    long size = (long) weights.rows() * weights.columns();
    if (size >= tinyWeights) {
      return vector.prepare(weights);
    }
    logger.log(
        Level.DEBUG,
        () ->
            "using scalar, not "
                + vector.name()
                + ": a linear of "
                + weights.rows()
                + " x "
                + weights.columns()
                + " weights is under "
                + tinyWeights);
    return scalar.prepare(weights);
  }

  @Override
  public TernaryLinear prepareForZeros(TernaryMatrix weights) {
    long size = (long) weights.rows() * weights.columns();
    return size >= tinyWeights ? vector.prepareForZeros(weights) : prepare(weights);
  }

  @Override
  public Numerics numerics(Profile profile) {
    return vector.numerics(profile);
  }

  @Override
  public double skippedShare() {
    return vector.skippedShare();
  }

  @Override
  public boolean forTeams() {
    return vector.forTeams();
  }

  @Override
  public RowDots rows(DenseMatrix matrix, Numerics numerics) {
    return vector.rows(matrix, numerics);
  }

  @Override
  public Optional<RowScreen> screen(DenseMatrix matrix) {
    return vector.screen(matrix);
  }
}
