package dev.setun.model;

/// One linear of one forward pass as the model really computed it: what an accelerator is fed and
/// what it must answer.
///
/// @param layer transformer layer, from 0
/// @param op which of the seven linears
/// @param firstPosition position of the first token in the context
/// @param tokens M
/// @param weights N x K
/// @param activations tokens x K int8, row-major; not copied, do not write
/// @param accumulators tokens x N int32, row-major; not copied, do not write
@SuppressWarnings("ArrayRecordComponent") // never compared by value
public record LinearCall(
    int layer,
    LinearOp op,
    int firstPosition,
    int tokens,
    TernaryMatrix weights,
    byte[] activations,
    int[] accumulators) {
  public LinearCall {
    if (activations.length != tokens * weights.columns()
        || accumulators.length != tokens * weights.rows()) {
      throw new IllegalArgumentException("expected tokens x K activations and tokens x N results");
    }
  }

  /// `blk.LAYER.OP`, as the tensor is named in GGUF.
  public String name() {
    return "blk." + layer + "." + op.label();
  }
}
