package dev.setun.model.upstream;

import dev.setun.model.TernaryMatrix;
import dev.setun.model.tensor.BlockType;
import dev.setun.model.tensor.HalfFloats;
import dev.setun.model.tensor.RowSource;
import dev.setun.model.tensor.ScalarType;
import dev.setun.model.tensor.Tensor;
import dev.setun.model.tensor.TernaryPacking;

/// An activation row, converted to what upstream multiplies the weights of a matrix with: its dot
/// with any row of that matrix, as ggml's AVX2 build computes it (spec 2.2, 2.3). May be used by
/// several threads at once.
@FunctionalInterface
public interface RowDot {
  /// The dot with row `row`.
  float with(int row);

  /// For a matrix that is not ternary.
  ///
  /// @throws IllegalArgumentException if it is ternary, or the row is not as long
  static RowDot of(Tensor weights, float[] x) {
    return switch (weights.type()) {
      case ScalarType type -> ofNumbers(type, weights.columns(), weights::dequantiseRow, x);
      case BlockType type ->
          switch (type) {
            case Q8_0 -> {
              Q8Activation activation = Q8Activation.of(x);
              yield row -> LaneDots.q8q8(weights, row, activation);
            }
            case Q4_0 -> {
              Q8Activation activation = Q8Activation.of(x);
              yield row -> LaneDots.q4q8(weights, row, activation);
            }
            case Q6_K -> {
              Q8kActivation activation = Q8kActivation.of(x);
              yield row -> LaneDots.q6kQ8k(weights, row, activation);
            }
          };
      case TernaryPacking type ->
          throw new IllegalArgumentException("expected no ternary type, found " + type.label());
    };
  }

  /// For TQ1_0 and TQ2_0: the row becomes Q8_K.
  static RowDot ofBlocks(TernaryMatrix weights, float[] x) {
    Q8kActivation activation = Q8kActivation.of(x);
    return row -> LaneDots.ternaryQ8k(weights, row, activation);
  }

  /// For numbers: the activations are kept (F32) or rounded to the type of the weights (F16, BF16);
  /// nothing is quantised.
  ///
  /// @param rows the weights, which are numbers of that type
  static RowDot ofNumbers(ScalarType type, int columns, RowSource rows, float[] x) {
    float[] rounded = rounded(type, x);
    return row -> {
      float[] weights = new float[columns];
      rows.read(row, weights);
      return switch (type) {
        case F32, F16 -> FloatDots.fused(rounded, weights);
        case BF16 -> FloatDots.separate(rounded, weights);
      };
    };
  }

  private static float[] rounded(ScalarType type, float[] x) {
    return switch (type) {
      case F32 -> x;
      case F16 -> HalfFloats.roundedToBinary16(x);
      case BF16 -> HalfFloats.roundedToBfloat16(x);
    };
  }
}
