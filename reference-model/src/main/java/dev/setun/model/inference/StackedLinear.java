package dev.setun.model.inference;

import dev.setun.model.LinearBackend;
import dev.setun.model.LinearOp;
import dev.setun.model.Model;
import dev.setun.model.StackedMatrix;
import dev.setun.model.TernaryLinear;
import dev.setun.model.TernaryMatrix;
import dev.setun.model.numerics.Numerics;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/// The linears that take the same codes, as one: their rows lie one after the other, so that they
/// are split between threads evenly and their activations are prepared once.
///
/// @param starts first row of each part, and the rows of all
/// @param alphas scale of each part
@SuppressWarnings("ArrayRecordComponent") // never compared by value
record StackedLinear(TernaryLinear linear, int[] starts, float[] alphas) {
  static StackedLinear of(Model.Layer layer, LinearBackend backend, LinearOp... ops) {
    return of(layer, backend::prepare, ops);
  }

  /// As above, with another way to repack.
  static StackedLinear of(
      Model.Layer layer, Function<TernaryMatrix, TernaryLinear> repacked, LinearOp... ops) {
    List<Model.Linear> parts = Arrays.stream(ops).map(layer::linear).toList();
    int[] starts = new int[parts.size() + 1];
    float[] alphas = new float[parts.size()];
    for (int i = 0; i < parts.size(); i++) {
      starts[i + 1] = starts[i] + parts.get(i).weights().rows();
      alphas[i] = parts.get(i).scale();
    }
    var stacked = new StackedMatrix(parts.stream().map(Model.Linear::weights).toList());
    return new StackedLinear(repacked.apply(stacked), starts, alphas);
  }

  int rows() {
    return linear.rows();
  }

  /// The first row of a thread's share.
  int shareFrom(int thread, int threads) {
    int granularity = linear.rowGranularity();
    int units = Math.ceilDiv(rows(), granularity);
    return (int) Math.min(rows(), (long) units * thread / threads * granularity);
  }

  /// y = (acc / s) * alpha of the rows `[from, to)` of one token.
  ///
  /// @param at where the token's rows begin in `accumulators` and `y`
  void rescale(
      int[] accumulators, int at, float scale, float[] y, int from, int to, Numerics numerics) {
    for (int part = 0; part < alphas.length; part++) {
      int first = Math.max(from, starts[part]);
      int end = Math.min(to, starts[part + 1]);
      if (first < end) {
        numerics.rescale(accumulators, at + first, scale, alphas[part], y, at + first, end - first);
      }
    }
  }
}
