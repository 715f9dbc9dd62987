package dev.setun.accel.workload;

import java.util.Locale;

/// The operations that are not ternary linears, each with the binary32 operations that one element
/// takes. An element is a value for operations on vectors, a multiply-add for products.
public enum VectorKind {
  /// Reads a row of the embedding table and widens it.
  EMBEDDING(1, 1, 1),
  /// y = w (x r): square, add, multiply, multiply.
  RMS_NORM(4, 2, 1),
  /// q = clamp(rne(x s)): absolute maximum, multiply, round, clamp.
  QUANTISE(4, 2, 1),
  /// y = (acc / s) alpha: convert, divide, multiply.
  RESCALE(3, 1, 1),
  /// Rotary embedding: two multiplies and an add for each value.
  ROPE(3, 1, 1),
  /// Narrows keys and values and writes them to the cache.
  KV_APPEND(1, 1, 0),
  /// q k: multiply, add.
  ATTENTION_SCORES(2, 1, 0),
  /// Scale, maximum, subtract, exponential (counted as 8), add, multiply.
  SOFTMAX(13, 3, 2),
  /// p v: multiply, add.
  ATTENTION_VALUES(2, 1, 0),
  /// max(gate, 0)^2 up: maximum, square, multiply.
  RELU2_MULTIPLY(3, 2, 1),
  /// gate / (1 + e^-gate) up: negate, exponential (8), add, divide, multiply.
  SILU_MULTIPLY(12, 2, 1),
  /// gate / (1 + e^-u) up with u = gate (a + b gate^2), which is the tanh form: square, multiply,
  /// add, multiply, and as SILU.
  GELU_MULTIPLY(16, 2, 1),
  /// x + y.
  RESIDUAL_ADD(1, 2, 1),
  /// Embedding rows times the last hidden state: multiply, add.
  HEAD(2, 1, 0);

  private final int operationsPerElement;
  private final int bufferReadsPerElement;
  private final int bufferWritesPerElement;

  VectorKind(int operations, int bufferReads, int bufferWrites) {
    this.operationsPerElement = operations;
    this.bufferReadsPerElement = bufferReads;
    this.bufferWritesPerElement = bufferWrites;
  }

  /// Binary32 operations of one element.
  public int operationsPerElement() {
    return operationsPerElement;
  }

  /// 32-bit accesses to the vector unit's own buffer for one element. What comes from DRAM and what
  /// stays in a register, as the sum of a product does, is not counted.
  public int bufferAccessesPerElement() {
    return bufferReadsPerElement + bufferWritesPerElement;
  }

  /// The name in tables, for example `rms_norm`.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
