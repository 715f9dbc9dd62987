/// Verilog-2005 from a design: [dev.setun.hdl.verilog.VerilogEmitter].
///
/// First every module is brought into a form that can be printed ([dev.setun.hdl.verilog.Lowering]:
/// what Verilog cannot slice in place, and what is shared and large, gets a wire of its own), then
/// it is printed. Names are those of the declarations; nothing depends on hash order or time.
@NullMarked
package dev.setun.hdl.verilog;

import org.jspecify.annotations.NullMarked;
