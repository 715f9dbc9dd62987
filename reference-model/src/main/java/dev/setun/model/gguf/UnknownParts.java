package dev.setun.model.gguf;

import dev.setun.model.LinearOp;
import dev.setun.model.ModelConfig;
import dev.setun.traces.InputException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a file has that would change the result and is not in the forward pass: refused, so that no
/// model is computed half.
final class UnknownParts {
  private static final String ROPE_FREQUENCIES = "rope_freqs.weight";
  private static final List<String> OUTSIDE_LAYERS =
      List.of("token_embd.weight", "output_norm.weight", "output.weight");
  private static final Pattern IN_LAYER =
      Pattern.compile("blk\\.(0|[1-9][0-9]{0,7})\\.([a-z_]+)\\.(weight|scale)");
  private static final List<String> NORMS = List.of("attn_norm", "ffn_norm");
  private static final List<String> SUB_NORMS = List.of("attn_sub_norm", "ffn_sub_norm");

  private UnknownParts() {}

  /// Scaled rotary frequencies (spec 1.1 has none): keys.
  ///
  /// @throws InputException with the first key that scales them
  static void requireNoRopeScaling(GgufFile file, Architecture architecture) {
    String prefix = architecture.label() + ".rope.scal";
    Optional<String> type = file.metadata().text(architecture.label() + ".rope.scaling.type");
    if (type.equals(Optional.of("none"))) {
      return;
    }
    for (String key : file.metadata().keys()) {
      if (key.startsWith(prefix)) {
        throw new InputException(
            file.name() + ": key " + key,
            "expected no scaling of the rotary frequencies, found "
                + Cursor.shown(String.valueOf(file.metadata().find(key).orElseThrow()))
                + ", which the forward pass does not have");
      }
    }
  }

  /// Every tensor must have its place. `output.weight` has one in all architectures; frequency
  /// factors may be there if they are all 1.
  ///
  /// @throws InputException with the first tensor that has none
  static void requireNoOtherTensors(GgufFile file, Architecture architecture, ModelConfig shape) {
    for (GgufTensor tensor : file.tensors()) {
      boolean hasPlace =
          tensor.name().equals(ROPE_FREQUENCIES)
              ? areOnes(tensor, shape.headSize() / 2)
              : OUTSIDE_LAYERS.contains(tensor.name())
                  || isInLayer(tensor.name(), architecture, shape.layers());
      if (!hasPlace) {
        throw new InputException(
            file.name() + ": tensor " + Cursor.shown(tensor.name()),
            "expected no such tensor in the architecture "
                + architecture.label()
                + ", found one, which the forward pass does not have");
      }
    }
  }

  private static boolean isInLayer(String name, Architecture architecture, int layers) {
    Matcher parts = IN_LAYER.matcher(name);
    if (!parts.matches() || Integer.parseInt(parts.group(1)) >= layers) {
      return false;
    }
    String part = parts.group(2);
    boolean weight = parts.group(3).equals("weight");
    return weight && NORMS.contains(part)
        || weight && architecture.hasSubNorms() && SUB_NORMS.contains(part)
        || Arrays.stream(LinearOp.values()).anyMatch(op -> op.label().equals(part));
  }

  private static boolean areOnes(GgufTensor tensor, int count) {
    if (tensor.tensor().rows() != 1 || tensor.tensor().columns() != count) {
      return false;
    }
    float[] values = new float[count];
    tensor.tensor().dequantiseRow(0, values);
    for (float value : values) {
      if (value != 1) {
        return false;
      }
    }
    return true;
  }
}
