package dev.setun.model.inference;

import dev.setun.model.LinearBackend;
import dev.setun.model.LinearCall;
import dev.setun.model.LinearOp;
import dev.setun.model.TernaryLinear;
import dev.setun.model.TernaryMatrix;

/// acc = W q in int32, shown to the observer.
///
/// @param weights W
/// @param linear W as the backend likes it
record IntegerProduct(int layer, LinearOp op, TernaryMatrix weights, TernaryLinear linear) {
  static IntegerProduct of(int layer, LinearOp op, TernaryMatrix weights, LinearBackend backend) {
    return new IntegerProduct(layer, op, weights, backend.prepare(weights));
  }

  /// @return acc, tokens x N
  int[] of(LinearInput input, Quantised quantised, Execution on) {
    int tokens = input.tokens();
    int rows = linear.rows();
    int[] accumulators = new int[Math.multiplyExact(tokens, rows)];
    on.workers()
        .split(
            rows,
            linear.rowGranularity(),
            (from, to) -> linear.multiplyRows(quantised.codes(), tokens, accumulators, from, to));
    on.observer()
        .linear(
            new LinearCall(
                layer, op, input.firstPosition(), tokens, weights, quantised.codes(), accumulators),
            quantised.scales());
    return accumulators;
  }
}
