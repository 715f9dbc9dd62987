package dev.setun.hdl.replay;

/// A simulator of Verilog that answers a stimulus with the outputs of every cycle.
public interface Replay {
  /// Name of the simulator in reports: `icarus`, `verilator`.
  String name();

  /// Runs the module over all cycles of a stimulus.
  ///
  /// @param inputs one column for each input of the module, in any order
  /// @return the outputs of the module, a row for each row of `inputs`
  /// @throws ReplayException if the tool refuses the Verilog, fails, or takes too long
  Response run(VerilogTop top, PortTrace inputs);
}
