package dev.setun.workbench.golden;

import dev.setun.model.numerics.Profile;
import java.util.Set;

/// Names of the rules of a profile in `docs/numerics.md`.
record RuleNames(Profile profile) {
  private static final Set<String> OF_EVERY_PROFILE =
      Set.of("absmax", "dot", "sum", "weighted-sum", "exp", "rotary-angles");
  private static final Set<String> STRIPED = Set.of("dot", "sum", "weighted-sum");
  private static final Set<String> OF_BITNET_CPP =
      Set.of("rms-norm", "softmax", "silu-gated", "rescale", "logits");
  private static final Set<String> OF_HF =
      Set.of(
          "absmax",
          "dot",
          "weighted-sum",
          "rotary-angles",
          "rms-norm",
          "attention-score",
          "softmax",
          "rotation",
          "relu-squared",
          "silu-gated",
          "residual-add",
          "rescale",
          "logits");

  /// The rule that the profile has for what `rule` is about: its own, or the common one.
  String of(String rule) {
    boolean own = OF_EVERY_PROFILE.contains(rule);
    return switch (profile) {
      case CANONICAL -> canonical(rule);
      case PLAIN -> own ? "plain-" + rule : rule;
      case BITNET_CPP ->
          own || OF_BITNET_CPP.contains(rule) ? "bitnet-cpp-" + ofLinears(rule) : rule;
      case HF -> OF_HF.contains(rule) ? "hf-" + ofLinears(rule) : canonical(rule);
    };
  }

  private static String canonical(String rule) {
    if (!OF_EVERY_PROFILE.contains(rule)) {
      return rule;
    }
    return (STRIPED.contains(rule) ? "striped-" : "canonical-") + rule;
  }

  private static String ofLinears(String rule) {
    return rule.equals("rescale") ? "linears" : rule;
  }
}
