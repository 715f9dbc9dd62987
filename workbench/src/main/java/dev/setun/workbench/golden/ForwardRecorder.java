package dev.setun.workbench.golden;

import dev.setun.model.LinearCall;
import dev.setun.model.LinearOp;
import dev.setun.model.inference.ActivationCodes;
import dev.setun.model.inference.Intermediate;
import dev.setun.model.inference.Observer;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Keeps what one forward pass of a prompt computed in chosen layers.
public final class ForwardRecorder implements Observer {
  private final Set<Integer> layers;
  private final Map<LinearPlace, Linear> linears = new HashMap<>();
  private final Map<LinearPlace, Ends> ends = new HashMap<>();
  private final Map<BetweenPlace, float[]> between = new HashMap<>();
  private final Map<String, float[]> hidden = new HashMap<>();
  private Optional<ActivationCodes> latest = Optional.empty();

  private record LinearPlace(int layer, LinearOp op) {}

  private record BetweenPlace(int layer, Intermediate what) {}

  /// The real inputs and outputs of a linear.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Ends(float[] inputs, float[] outputs) {}

  /// A linear with what its activations were before the quantisation.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Linear(LinearCall call, float[] scales, float[] inputs) {}

  ForwardRecorder(Set<Integer> layers) {
    this.layers = Set.copyOf(layers);
  }

  @Override
  public void quantised(ActivationCodes codes) {
    latest = Optional.of(codes);
  }

  @Override
  public void linear(LinearCall call, float[] scales) {
    ActivationCodes codes = latest.orElseThrow();
    if (codes.codes() != call.activations()) {
      throw new IllegalStateException(call.name() + ": expected the codes that came before it");
    }
    if (layers.contains(call.layer())) {
      linears.put(
          new LinearPlace(call.layer(), call.op()), new Linear(call, scales, codes.values()));
    }
  }

  @Override
  public void outputs(int layer, LinearOp op, float[] x, float[] y) {
    if (layers.contains(layer)) {
      ends.put(new LinearPlace(layer, op), new Ends(x, y.clone()));
    }
  }

  @Override
  public void between(int layer, Intermediate what, float[] values) {
    if (layers.contains(layer)) {
      between.put(new BetweenPlace(layer, what), values.clone());
    }
  }

  @Override
  public void hidden(String stage, float[] values) {
    hidden.put(stage, values.clone());
  }

  /// A linear that was computed in integers.
  Optional<Linear> linear(int layer, LinearOp op) {
    return Optional.ofNullable(linears.get(new LinearPlace(layer, op)));
  }

  /// The real inputs of a linear.
  float[] inputs(int layer, LinearOp op) {
    return Objects.requireNonNull(ends.get(new LinearPlace(layer, op))).inputs();
  }

  /// The real outputs of a linear.
  float[] outputs(int layer, LinearOp op) {
    return Objects.requireNonNull(ends.get(new LinearPlace(layer, op))).outputs();
  }

  float[] between(int layer, Intermediate what) {
    return Objects.requireNonNull(between.get(new BetweenPlace(layer, what)));
  }

  /// The residual stream before a layer.
  float[] before(int layer) {
    return hidden(layer == 0 ? "embedding" : "after_layer_" + (layer - 1));
  }

  /// The residual stream after a layer.
  float[] after(int layer) {
    return hidden("after_layer_" + layer);
  }

  float[] hidden(String stage) {
    return Objects.requireNonNull(hidden.get(stage));
  }
}
