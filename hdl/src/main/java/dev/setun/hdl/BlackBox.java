package dev.setun.hdl;

import dev.setun.hdl.ir.Parameter;
import java.util.List;

/// A Verilog module that was written elsewhere: a memory macro, a vendor's primitive, a block of
/// somebody's.
///
/// Its ports are declared as those of any module. [#build] describes what it does: that is what
/// runs on the JVM, and the model that stands in for it in a simulation of the Verilog or in a
/// proof (`VerilogEmitter.models`). The Verilog of the design only instantiates it. Whether the
/// model tells the truth about the module is for its writer to see; nothing here can.
///
/// If the model has a register or a memory, the module is taken to have a clock; if it has a
/// register with reset, a reset.
///
/// @param <I> the ports, usually a record of signals
public interface BlackBox<I> extends Module<I> {
  /// The name of the module. One name is one set of parameters in a design: the model has only one
  /// text.
  @Override
  String moduleName();

  /// Parameters that every instance is given.
  default List<Parameter> verilogParameters() {
    return List.of();
  }

  /// Its input for the clock.
  default String clockPin() {
    return "clk";
  }

  /// Its input for the reset.
  default String resetPin() {
    return "rst";
  }
}
