package dev.setun.accel.cost;

import java.util.Locale;

/// The parts that energy is added up by.
public enum Component {
  /// Processing elements and adder trees.
  PE_ARRAY,
  /// 32-bit accumulators and sum registers.
  ACCUMULATORS,
  /// Weight gatherer, FIFO and weight registers.
  WEIGHT_PATH,
  /// The activation buffer of the array.
  ACTIVATION_BUFFER,
  /// Arithmetic of the vector unit.
  VECTOR_UNIT,
  /// The vector unit's own buffer, through which activations and results pass.
  VECTOR_BUFFER,
  /// Weights, cache and embeddings read, cache written.
  DRAM;

  /// The name in tables and JSON, for example `pe_array`.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
