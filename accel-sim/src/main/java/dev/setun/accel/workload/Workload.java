package dev.setun.accel.workload;

import java.util.List;

/// The operations of one phase in the order in which they are done; each depends on the one before.
///
/// @param model name of the model
/// @param phase what is run
/// @param ops the operations
public record Workload(String model, Phase phase, List<WorkloadOp> ops) {
  public Workload {
    ops = List.copyOf(ops);
  }

  /// The operations of a BitNet transformer in a phase, in the order of the forward pass
  /// (specification 1.2).
  ///
  /// @throws dev.setun.traces.InputException if a linear is larger than the machine's ports allow
  public static Workload of(TransformerShape shape, Phase phase) {
    return new Workload(shape.name(), phase, new ForwardPass(shape, phase).ops());
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
