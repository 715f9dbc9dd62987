package dev.setun.workbench.golden;

import dev.setun.model.LinearOp;
import dev.setun.model.TernaryMatrix;
import dev.setun.model.numerics.Profile;
import java.util.List;
import java.util.OptionalInt;

/// A ternary linear: Y = X W^T in int8, ternary and int32, then y = (acc / s) * alpha.
///
/// @param index transformer layer, from 0
/// @param weights N x K
/// @param alpha what the result is multiplied by
/// @param inputs x before the quantisation, M x K
/// @param activations codes, M x K
/// @param scales s of each token
/// @param accumulators M x N
/// @param outputs y, M x N
@SuppressWarnings("ArrayRecordComponent") // a bundle to hand over, never compared
public record LinearVectors(
    int index,
    LinearOp linear,
    TokenRange tokens,
    Profile profile,
    TernaryMatrix weights,
    float alpha,
    float[] inputs,
    byte[] activations,
    float[] scales,
    int[] accumulators,
    float[] outputs)
    implements VectorSet {

  @Override
  public GoldenOp op() {
    return new GoldenOp.Ternary(linear);
  }

  @Override
  public OptionalInt layer() {
    return OptionalInt.of(index);
  }

  /// M.
  public int m() {
    return tokens.count();
  }

  /// K.
  public int k() {
    return weights.columns();
  }

  /// N.
  public int n() {
    return weights.rows();
  }

  @Override
  public List<GoldenArray> arrays() {
    PackedWeights packed = PackedWeights.of(weights);
    return List.of(
        GoldenArray.npyOnly("weights", List.of(n(), k()), plainWeights(), WEIGHTS),
        GoldenArray.of(
            "weights_2bit", List.of(n(), packed.rowBytes()), packed.bytes(), PACKED_WEIGHTS),
        GoldenArray.of("inputs", List.of(m(), k()), inputs, INPUTS),
        GoldenArray.of("activation_scale", List.of(m()), scales, scaleMeaning()),
        GoldenArray.of("activations", List.of(m(), k()), activations, ACTIVATIONS),
        GoldenArray.of("weight_scale", List.of(1), new float[] {alpha}, WEIGHT_SCALE),
        GoldenArray.of("accumulators", List.of(m(), n()), accumulators, ACCUMULATORS),
        GoldenArray.of("outputs", List.of(m(), n()), outputs, OUTPUTS));
  }

  private byte[] plainWeights() {
    byte[] plain = new byte[Math.multiplyExact(n(), k())];
    byte[] row = new byte[k()];
    for (int n = 0; n < n(); n++) {
      weights.unpackRow(n, row);
      System.arraycopy(row, 0, plain, n * row.length, row.length);
    }
    return plain;
  }

  private Meaning scaleMeaning() {
    String formula =
        switch (profile) {
          case CANONICAL -> "s[m] = 127 / max(1e-5, max over k of |inputs[m][k]|) in binary64";
          case PLAIN, HF -> "s[m] = 127 / max(1e-5, max over k of |inputs[m][k]|) in binary32";
          case BITNET_CPP ->
              "s[m] = 127 / max(1e-5, max over k of |inputs[m][k]|) in binary64; of TL1 and TL2"
                  + " without the 1e-5, in binary32";
        };
    return new Meaning(
        "codes per unit of the input",
        formula,
        "the quotient rounded to binary32, to nearest, ties to even",
        List.of(new RuleNames(profile).of("absmax")),
        "one number a token");
  }

  private static final Meaning WEIGHTS =
      new Meaning(
          "weight_scale",
          "weights[n][k] is -1, 0 or +1, as the model has it",
          Meaning.EXACT,
          List.of("packed-weights", "ternary-absmean"),
          "row-major, N x K");
  private static final Meaning PACKED_WEIGHTS =
      new Meaning(
          "weight_scale",
          "weights, packed",
          Meaning.EXACT,
          List.of(),
          PackedWeights.LAYOUT + "; the .npy file holds the bytes as int8: view them as uint8");
  private static final Meaning INPUTS =
      Meaning.real("x, the output of the RMSNorm before the linear", "rms-norm");
  private static final Meaning ACTIVATIONS =
      new Meaning(
          "1 / activation_scale",
          "activations[m][k] = clamp(rne(inputs[m][k] * s[m]), -128, 127)",
          "the product rounded to binary32, then to an integer, ties to even",
          List.of("code-rounding"),
          "row-major, M x K; two's complement");
  private static final Meaning WEIGHT_SCALE =
      new Meaning(
          "1",
          "alpha, as the model has it",
          Meaning.EXACT,
          List.of("weight-scale", "ternary-absmean"),
          "one number");
  private static final Meaning ACCUMULATORS =
      new Meaning(
          "weight_scale / activation_scale",
          "accumulators[m][n] = sum over k of weights[n][k] * activations[m][k]",
          Meaning.EXACT,
          List.of("integer-linear"),
          "row-major, M x N; two's complement");
  private static final Meaning OUTPUTS =
      new Meaning(
          "1",
          "outputs[m][n] = (accumulators[m][n] / s[m]) * alpha",
          "the accumulator, the quotient and the product are each rounded to binary32, to nearest,"
              + " ties to even",
          List.of("rescale"),
          "row-major, M x N");
}
