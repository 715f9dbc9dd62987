package dev.setun.accel.published;

import dev.setun.model.family.Weights;

/// How the linears of a model of the table are computed.
public enum WeightKind {
  /// 16-bit floating point: one FP16 multiplication and one FP16 addition a weight, two bytes a
  /// weight.
  FP16(0.34 + 0.16, 16),
  /// Ternary weights on int8 activations: one INT8 addition a weight, 1.58 bit a weight.
  TERNARY(0.007, 1.58);

  private final double picojoulesPerWeight;
  private final double bitsPerWeight;

  WeightKind(double picojoulesPerWeight, double bitsPerWeight) {
    this.picojoulesPerWeight = picojoulesPerWeight;
    this.bitsPerWeight = bitsPerWeight;
  }

  /// The kind of published weights.
  static WeightKind of(Weights weights) {
    return switch (weights) {
      case TERNARY -> TERNARY;
      case FP16 -> FP16;
    };
  }

  /// Arithmetic energy of one weight and one token at 7 nm (Table 4 of the report), in pJ.
  public double picojoulesPerWeight() {
    return picojoulesPerWeight;
  }

  /// Bits that the report counts for one weight.
  public double bitsPerWeight() {
    return bitsPerWeight;
  }
}
