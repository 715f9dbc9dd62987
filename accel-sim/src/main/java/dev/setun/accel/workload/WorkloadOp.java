package dev.setun.accel.workload;

import dev.setun.accel.machine.LinearShape;
import dev.setun.model.LinearOp;
import java.util.OptionalInt;

/// One operation of a phase.
public sealed interface WorkloadOp {
  /// Unique in its workload, for example `blk.0.attn_q`.
  String name();

  /// The layer, empty for what is outside the layers.
  OptionalInt layer();

  /// A ternary linear.
  record Ternary(int layerIndex, LinearOp op, LinearShape shape) implements WorkloadOp {
    @Override
    public String name() {
      return "blk." + layerIndex + "." + op.label();
    }

    @Override
    public OptionalInt layer() {
      return OptionalInt.of(layerIndex);
    }
  }

  /// An operation of the vector unit.
  ///
  /// @param elements how often the operations of `kind` are done, at least 1
  /// @param dramReadBytes weights or cache read from DRAM
  /// @param dramWriteBytes cache written to DRAM
  record Vector(
      String name,
      OptionalInt layer,
      VectorKind kind,
      long elements,
      long dramReadBytes,
      long dramWriteBytes)
      implements WorkloadOp {
    public Vector {
      if (elements < 1 || dramReadBytes < 0 || dramWriteBytes < 0) {
        throw new IllegalArgumentException("expected elements and no negative bytes in " + name);
      }
    }
  }
}
