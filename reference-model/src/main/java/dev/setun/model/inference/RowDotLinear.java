package dev.setun.model.inference;

import dev.setun.model.Model;
import dev.setun.model.TernaryMatrix;
import dev.setun.model.tensor.BlockType;
import dev.setun.model.tensor.RowSource;
import dev.setun.model.tensor.ScalarType;
import dev.setun.model.upstream.RowDot;
import java.util.Arrays;
import java.util.function.Function;

/// A linear whose outputs are dots of upstream: TQ1_0 and TQ2_0, whose scales are inside the dot,
/// and ternary weights that are stored as numbers, for which no activation becomes an int8 code of
/// its token.
///
/// @param rows N
/// @param dots what an activation row becomes
record RowDotLinear(int rows, Function<float[], RowDot> dots) implements ProfileLinear {
  /// TQ1_0 or TQ2_0.
  static RowDotLinear ofBlocks(Model.Linear linear) {
    TernaryMatrix weights = linear.weights();
    return new RowDotLinear(weights.rows(), x -> RowDot.ofBlocks(weights, x));
  }

  static RowDotLinear ofNumbers(ScalarType type, Model.Linear linear) {
    TernaryMatrix weights = linear.weights();
    RowSource rows = (row, into) -> numbers(linear, Math.toIntExact(row), into);
    return new RowDotLinear(
        weights.rows(), x -> RowDot.ofNumbers(type, weights.columns(), rows, x));
  }

  /// Ternary weights in Q8_0 and the like, which nobody writes, as if they were F32: exactly.
  static RowDotLinear ofQuantised(BlockType type, Model.Linear linear) {
    return switch (type) {
      case Q4_0, Q8_0, Q6_K -> ofNumbers(ScalarType.F32, linear);
    };
  }

  /// The numbers of the file: loading has seen that each is weight * scale.
  private static void numbers(Model.Linear linear, int row, float[] into) {
    byte[] trits = new byte[into.length];
    linear.weights().unpackRow(row, trits);
    for (int k = 0; k < into.length; k++) {
      into[k] = trits[k] * linear.scale();
    }
  }

  @Override
  public float[] apply(LinearInput input, Execution on) {
    return multiply(input.values(), input.tokens(), rows, dots, on);
  }

  /// @param x tokens x columns
  /// @return tokens x rows
  static float[] multiply(
      float[] x, int tokens, int rows, Function<float[], RowDot> dots, Execution on) {
    int width = x.length / tokens;
    float[] y = new float[Math.multiplyExact(tokens, rows)];
    for (int token = 0; token < tokens; token++) {
      RowDot dot = dots.apply(Arrays.copyOfRange(x, token * width, (token + 1) * width));
      int first = token * rows;
      on.workers()
          .split(
              rows,
              1,
              (from, to) -> {
                for (int row = from; row < to; row++) {
                  y[first + row] = dot.with(row);
                }
              });
    }
    return y;
  }
}
