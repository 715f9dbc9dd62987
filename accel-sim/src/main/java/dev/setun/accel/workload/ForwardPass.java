package dev.setun.accel.workload;

import dev.setun.accel.machine.LinearShape;
import dev.setun.model.Activation;
import dev.setun.model.LinearOp;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// Lists the forward pass of specification 1.2 with its sizes.
///
/// Activations stay on the chip. DRAM traffic of vector operations: an embedding row a token, the
/// weights of every norm, keys and values written once and read by every token that attends to them
/// (query heads of a group share a read, tokens of a batch do not), the head's weights once, be
/// they the embedding's or its own.
final class ForwardPass {
  private final TransformerShape shape;
  private final int tokens;
  private final long keys;
  private final List<WorkloadOp> ops = new ArrayList<>();
  private OptionalInt layer = OptionalInt.empty();

  ForwardPass(TransformerShape shape, Phase phase) {
    this.shape = shape;
    this.tokens = phase.tokens();
    this.keys = phase.attendedKeys();
  }

  List<WorkloadOp> ops() {
    ops.clear();
    long rowBytes = bytes(shape.hidden(), shape.embeddingBits());
    vector("token_embd", VectorKind.EMBEDDING, perToken(shape.hidden()), tokens * rowBytes, 0);
    for (int index = 0; index < shape.layers(); index++) {
      layer = OptionalInt.of(index);
      attention(index);
      feedForward(index);
    }
    layer = OptionalInt.empty();
    vector("output_norm", VectorKind.RMS_NORM, shape.hidden(), rowBytes, 0); // last token only
    long headElements = (long) shape.vocabulary() * shape.hidden();
    vector("output", VectorKind.HEAD, headElements, bytes(headElements, shape.embeddingBits()), 0);
    return List.copyOf(ops);
  }

  private void attention(int index) {
    int hidden = shape.hidden();
    int queries = shape.queryWidth();
    int kv = shape.kvWidth();
    normAndQuantise("attn_norm", hidden);
    linear(index, LinearOp.ATTN_Q, hidden, queries);
    linear(index, LinearOp.ATTN_K, hidden, kv);
    linear(index, LinearOp.ATTN_V, hidden, kv);
    elementwise("rope", VectorKind.ROPE, queries + kv);
    vector(
        blockName("kv_append"),
        VectorKind.KV_APPEND,
        perToken(2 * kv),
        0,
        bytes(perToken(2 * kv), shape.kvBits()));
    long cacheBytes = bytes(keys * kv, shape.kvBits());
    vector(blockName("scores"), VectorKind.ATTENTION_SCORES, keys * queries, cacheBytes, 0);
    vector(blockName("softmax"), VectorKind.SOFTMAX, keys * shape.heads(), 0, 0);
    vector(blockName("values"), VectorKind.ATTENTION_VALUES, keys * queries, cacheBytes, 0);
    subNormAndQuantise("attn_sub_norm", LinearOp.ATTN_OUTPUT, queries);
    linear(index, LinearOp.ATTN_OUTPUT, queries, hidden);
    elementwise("attn_residual", VectorKind.RESIDUAL_ADD, hidden);
  }

  private void feedForward(int index) {
    int hidden = shape.hidden();
    int inner = shape.intermediate();
    normAndQuantise("ffn_norm", hidden);
    linear(index, LinearOp.FFN_GATE, hidden, inner);
    linear(index, LinearOp.FFN_UP, hidden, inner);
    elementwise("ffn_activation", gate(shape.activation()), inner);
    subNormAndQuantise("ffn_sub_norm", LinearOp.FFN_DOWN, inner);
    linear(index, LinearOp.FFN_DOWN, inner, hidden);
    elementwise("ffn_residual", VectorKind.RESIDUAL_ADD, hidden);
  }

  private void normAndQuantise(String name, int width) {
    long weightBytes = bytes(width, shape.embeddingBits());
    vector(blockName(name), VectorKind.RMS_NORM, perToken(width), weightBytes, 0);
    elementwise(name + "_quantise", VectorKind.QUANTISE, width);
  }

  private void subNormAndQuantise(String name, LinearOp next, int width) {
    if (shape.subNorms()) {
      normAndQuantise(name, width);
    } else {
      elementwise(next.label() + "_quantise", VectorKind.QUANTISE, width);
    }
  }

  private static VectorKind gate(Activation activation) {
    return switch (activation) {
      case RELU_SQUARED -> VectorKind.RELU2_MULTIPLY;
      case SILU -> VectorKind.SILU_MULTIPLY;
      case GELU -> VectorKind.GELU_MULTIPLY;
    };
  }

  private void linear(int index, LinearOp op, int inputs, int outputs) {
    ops.add(new WorkloadOp.Ternary(index, op, new LinearShape(tokens, inputs, outputs)));
    elementwise(op.label() + "_rescale", VectorKind.RESCALE, outputs);
  }

  private void elementwise(String name, VectorKind kind, int width) {
    vector(blockName(name), kind, perToken(width), 0, 0);
  }

  private void vector(String name, VectorKind kind, long elements, long read, long written) {
    ops.add(new WorkloadOp.Vector(name, layer, kind, elements, read, written));
  }

  private String blockName(String name) {
    return "blk." + layer.orElseThrow() + "." + name;
  }

  private long perToken(int width) {
    return (long) tokens * width;
  }

  private static long bytes(long values, int bits) {
    return Math.multiplyExact(values, bits / 8L);
  }
}
