package dev.setun.verilog;

import dev.setun.accel.design.Design;
import dev.setun.hdl.Elaborator;
import dev.setun.hdl.Port;
import dev.setun.hdl.replay.VerilogTop;
import dev.setun.hdl.verilog.VerilogEmitter;
import dev.setun.verilog.unit.Accelerator;
import java.util.List;

/// The circuit of an accelerator, ready to be simulated or emitted.
///
/// @param design what it was built from
/// @param circuit the elaborated modules; the top is named after the design, with underscores for
///   dashes
public record AcceleratorCircuit(Design design, dev.setun.hdl.ir.Design circuit) {
  /// Builds the circuit of a design.
  ///
  /// @throws dev.setun.hdl.HdlException if the design's name is a keyword of Verilog
  public static AcceleratorCircuit of(Design design) {
    return new AcceleratorCircuit(design, Elaborator.elaborate(new Accelerator(design)));
  }

  /// The name of the top module.
  public String topName() {
    return circuit.top().name();
  }

  /// The ports without the clock: `rst`, then those of the table in `docs/microarchitecture.md` in
  /// its order.
  public List<Port> ports() {
    return circuit.ports().stream().filter(port -> !port.name().equals("clk")).toList();
  }

  /// The Verilog, one module a file; the same text for equal designs.
  public VerilogTop verilog() {
    return VerilogTop.of(topName(), VerilogEmitter.emit(circuit), ports());
  }
}
