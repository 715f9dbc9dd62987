package dev.setun.model.inference;

import dev.setun.model.LinearOp;
import java.util.EnumMap;
import java.util.Map;

/// What one or more linears of a layer take: the outputs of an RMSNorm and, for the linears that
/// multiply integers, their int8 codes.
final class LinearInput {
  private final int layer;
  private final LinearOp op;
  private final int firstPosition;
  private final int tokens;
  private final float[] values;
  private final Map<CodeRule, Quantised> codes = new EnumMap<>(CodeRule.class);

  /// @param op the first linear that takes these activations
  /// @param firstPosition position of the first token in the context
  /// @param values tokens x width; not copied
  LinearInput(int layer, LinearOp op, int firstPosition, int tokens, float[] values) {
    this.layer = layer;
    this.op = op;
    this.firstPosition = firstPosition;
    this.tokens = tokens;
    this.values = values;
  }

  int firstPosition() {
    return firstPosition;
  }

  /// M.
  int tokens() {
    return tokens;
  }

  /// K.
  int width() {
    return values.length / tokens;
  }

  /// x, tokens x width.
  float[] values() {
    return values;
  }

  /// The codes, which all linears of the same rule share: they are computed, and shown to the
  /// observer, when the first one asks.
  Quantised codes(CodeRule rule, Execution on) {
    Quantised known = codes.get(rule);
    if (known != null) {
      return known;
    }
    Quantised quantised = Quantised.of(values, tokens, rule, on);
    on.observer()
        .quantised(
            new ActivationCodes(
                layer, op, firstPosition, tokens, values, quantised.codes(), quantised.scales()));
    codes.put(rule, quantised);
    return quantised;
  }
}
