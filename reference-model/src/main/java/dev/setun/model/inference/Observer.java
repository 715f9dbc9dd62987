package dev.setun.model.inference;

import dev.setun.model.LinearCall;
import dev.setun.model.LinearOp;

/// Sees what a forward pass computes, in order: for each layer, the quantised input of a linear
/// before the linear, then the residual stream. Called on the thread that runs the session.
public interface Observer {
  /// Looks at nothing.
  Observer NONE = new Observer() {};

  /// Activations became codes, which one or more linears now take.
  default void quantised(ActivationCodes codes) {}

  /// A ternary linear that was computed in integers, with the activations that it really got. The
  /// arrays are the observer's to keep.
  ///
  /// @param scales the quantisation scale s of each token
  default void linear(LinearCall call, float[] scales) {}

  /// Any ternary linear, whether the profile computes it in integers or not.
  ///
  /// @param x real inputs, tokens x K; not copied, do not write
  /// @param y real outputs, tokens x N; valid until this returns
  default void outputs(int layer, LinearOp op, float[] x, float[] y) {}

  /// What a layer computed between its linears.
  ///
  /// @param layer transformer layer, from 0
  /// @param values of the tokens of this forward pass; valid until this returns
  default void between(int layer, Intermediate what, float[] values) {}

  /// The residual stream after `stage` (`embedding`, `after_layer_L`, `after_final_norm`).
  ///
  /// @param values tokens x hidden; valid until this returns
  default void hidden(String stage, float[] values) {}
}
