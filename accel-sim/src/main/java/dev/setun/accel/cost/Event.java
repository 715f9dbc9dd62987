package dev.setun.accel.cost;

import java.util.Locale;

/// What happens in a run and costs energy.
public enum Event {
  /// A PE gives +x, -x or 0, whatever the weight.
  SELECT_ADD(Component.PE_ARRAY),
  /// An adder of a row's tree adds.
  TREE_ADD(Component.PE_ARRAY),
  /// An accumulator is increased.
  ACCUMULATE(Component.ACCUMULATORS),
  /// A bit of a sum register or accumulator is written.
  ACCUMULATOR_BIT_WRITE(Component.ACCUMULATORS),
  /// A bit is written to the gatherer, the FIFO or a weight register.
  WEIGHT_BIT_WRITE(Component.WEIGHT_PATH),
  /// A bit of the activation buffer is written or read.
  ACTIVATION_BUFFER_BIT(Component.ACTIVATION_BUFFER),
  /// The vector unit does a binary32 operation.
  VECTOR_OPERATION(Component.VECTOR_UNIT),
  /// A bit of the vector unit's buffer is written or read.
  VECTOR_BUFFER_BIT(Component.VECTOR_BUFFER),
  /// A bit is read from DRAM or written to it.
  DRAM_BIT(Component.DRAM);

  private final Component component;

  Event(Component component) {
    this.component = component;
  }

  /// The part that pays.
  public Component component() {
    return component;
  }

  /// The name in tables and formulas, for example `select_add`.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
