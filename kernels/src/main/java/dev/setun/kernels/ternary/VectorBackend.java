package dev.setun.kernels.ternary;

import dev.setun.kernels.head.Heads;
import dev.setun.kernels.head.Screens;
import dev.setun.kernels.load.Preparation;
import dev.setun.kernels.numerics.VectorNumerics;
import dev.setun.model.DenseMatrix;
import dev.setun.model.LinearBackend;
import dev.setun.model.RowDots;
import dev.setun.model.RowScreen;
import dev.setun.model.TernaryLinear;
import dev.setun.model.TernaryMatrix;
import dev.setun.model.numerics.Numerics;
import dev.setun.model.numerics.Profile;
import dev.setun.model.tensor.Tensor;
import dev.setun.model.tensor.TensorMatrix;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.Function;

/// Linears on one kernel, and the rest of a canonical forward pass on vectors.
record VectorBackend(
    String name,
    Function<TernaryMatrix, TernaryLinear> linears,
    Function<TernaryMatrix, TernaryLinear> linearsForZeros,
    DoubleSupplier skipped,
    Preparation preparation)
    implements LinearBackend {
  static VectorBackend of(TileKernel kernel, Preparation preparation) {
    Function<TernaryMatrix, TernaryLinear> linears =
        weights -> new TiledLinear(kernel, weights, preparation);
    return new VectorBackend(kernel.name(), linears, linears, () -> 0, preparation);
  }

  /// One that leaves zeros out where there are many.
  static VectorBackend besideBitSerial(
      String name, Function<TernaryMatrix, TernaryLinear> dense, Preparation preparation) {
    Skipping skipping = new Skipping();
    return new VectorBackend(
        name,
        dense,
        weights -> TokenLinear.ofPlanes(weights, skipping, preparation),
        skipping::share,
        preparation);
  }

  @Override
  public TernaryLinear prepare(TernaryMatrix weights) {
    return linears.apply(weights);
  }

  @Override
  public TernaryLinear prepareForZeros(TernaryMatrix weights) {
    return linearsForZeros.apply(weights);
  }

  @Override
  public Numerics numerics(Profile profile) {
    return switch (profile) {
      case CANONICAL -> new VectorNumerics();
      case PLAIN, BITNET_CPP, HF -> profile.numerics();
    };
  }

  @Override
  public RowDots rows(DenseMatrix matrix, Numerics numerics) {
    Optional<RowDots> vectors =
        matrix instanceof TensorMatrix(Tensor tensor) && numerics instanceof VectorNumerics
            ? Heads.rows(tensor, preparation)
            : Optional.empty();
    return vectors.orElseGet(() -> LinearBackend.super.rows(matrix, numerics));
  }

  @Override
  public Optional<RowScreen> screen(DenseMatrix matrix) {
    return Screens.of(matrix, preparation);
  }

  @Override
  public double skippedShare() {
    return skipped.getAsDouble();
  }

  @Override
  public boolean forTeams() {
    return true;
  }
}
