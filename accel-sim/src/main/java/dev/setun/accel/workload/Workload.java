package dev.setun.accel.workload;

import java.util.List;
import java.util.Optional;

/// The operations of one phase in the order in which they are done; each depends on the one before.
///
/// @param shape of the model
/// @param phase what is run
/// @param ops the operations
public record Workload(TransformerShape shape, Phase phase, List<WorkloadOp> ops) {
  public Workload {
    ops = List.copyOf(ops);
  }

  /// The operations of a transformer in a phase, in the order of the forward pass (specification
  /// 1.2).
  ///
  /// @throws dev.setun.traces.InputException if a linear is larger than the machine's ports allow
  public static Workload of(TransformerShape shape, Phase phase) {
    return new Workload(shape, phase, new ForwardPass(shape, phase).ops());
  }

  /// The name of the model.
  public String model() {
    return shape.name();
  }

  /// What is counted otherwise than the published model computes it, in one line.
  public Optional<String> substitution() {
    return switch (shape.published()) {
      case TERNARY -> Optional.empty();
      case FP16 ->
          Optional.of(
              model()
                  + " is published with 16-bit linears; here they are counted as if they were"
                  + " ternary with int8 activations.");
    };
  }

  /// Multiply-accumulates of all ternary linears.
  public long ternaryMacs() {
    long macs = 0;
    for (WorkloadOp op : ops) {
      macs +=
          switch (op) {
            case WorkloadOp.Ternary ternary -> ternary.shape().macs();
            case WorkloadOp.Vector _ -> 0;
          };
    }
    return macs;
  }
}
