package dev.setun.accel.published;

import dev.setun.model.family.ModelFamily;
import java.math.BigDecimal;
import java.math.RoundingMode;

/// One model of Table 1 of the BitNet b1.58 2B4T report: its shape, what the report prints, what
/// the formulas give.
///
/// @param name as the report prints it
/// @param family its shape, and where that comes from
/// @param publishedMemoryGb memory without embeddings, in 10^9 bytes, with the digits that the
///   report prints
/// @param publishedEnergyJoules the report's "energy (estimated)", with the digits that it prints
public record ComparedModel(
    String name,
    ModelFamily family,
    BigDecimal publishedMemoryGb,
    BigDecimal publishedEnergyJoules) {
  /// Tokens, and keys that each of them attends to.
  private static final long SEQUENCE = 512;

  private static final double FP16_MULTIPLY_ADD_PJ = 0.34 + 0.16;

  /// Weights of the transformer's linears: no embedding, no head, no norms.
  public long linearWeights() {
    return family.linearWeights();
  }

  /// How the linears are computed.
  public WeightKind weights() {
    return WeightKind.of(family.weights());
  }

  /// Arithmetic energy of the linears over 512 tokens, in joules.
  public double linearEnergyJoules() {
    return SEQUENCE * linearWeights() * weights().picojoulesPerWeight() * 1e-12;
  }

  /// Arithmetic energy of q k^T and p v in FP16 over 512 tokens with 512 keys each, in joules.
  public double attentionEnergyJoules() {
    return SEQUENCE
        * 2.0
        * SEQUENCE
        * family.queryWidth()
        * family.layers()
        * FP16_MULTIPLY_ADD_PJ
        * 1e-12;
  }

  /// The report's energy: E = 512 (N e + 2 * 512 * d * L * 0.5 pJ). A fit to the report's text that
  /// reproduces all six values; the report does not print the formula.
  public double energyJoules() {
    return linearEnergyJoules() + attentionEnergyJoules();
  }

  /// The report's memory: the parameter count in 10^9 as models are named by it, one decimal, times
  /// the bytes of a weight. A fit: 4.8 GB of MiniCPM is 2.4 x 2, where the exact count, 2.44, would
  /// print 4.9.
  public double memoryGb() {
    double billions = rounded(linearWeights() / 1e9, 1).doubleValue();
    return billions * weights().bitsPerWeight() / 8;
  }

  /// The exact bytes of the linears at the report's bits per weight, in 10^9.
  public double exactMemoryGb() {
    return linearWeights() / 1e9 * weights().bitsPerWeight() / 8;
  }

  /// Whether the energy rounds to the digits that the report prints.
  public boolean energyAgrees() {
    return agrees(energyJoules(), publishedEnergyJoules);
  }

  /// Whether the memory rounds to the digits that the report prints.
  public boolean memoryAgrees() {
    return agrees(memoryGb(), publishedMemoryGb);
  }

  private static boolean agrees(double computed, BigDecimal published) {
    return rounded(computed, published.scale()).compareTo(published) == 0;
  }

  private static BigDecimal rounded(double value, int decimals) {
    return BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_UP);
  }
}
