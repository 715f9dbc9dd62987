package dev.setun.verilog;

import dev.setun.accel.design.Design;
import dev.setun.accel.design.DesignException;
import dev.setun.hdl.Elaborator;
import dev.setun.hdl.HdlException;
import dev.setun.hdl.Port;
import dev.setun.hdl.ir.FaultInjector;
import dev.setun.hdl.project.ProjectFiles;
import dev.setun.hdl.replay.VerilogTop;
import dev.setun.hdl.verilog.VerilogEmitter;
import dev.setun.verilog.unit.Accelerator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// The circuit of an accelerator, ready to be simulated or emitted.
///
/// @param design what it was built from
/// @param circuit the elaborated modules; the top is named after the design, with underscores for
///   dashes
public record AcceleratorCircuit(Design design, dev.setun.hdl.ir.Design circuit) {
  private static final long PICOSECONDS = 1_000_000_000_000L;
  private static final String VERSION = "0.1.0";

  /// Builds the circuit of a design.
  ///
  /// @throws DesignException if the design's name cannot be the name of a Verilog module
  public static AcceleratorCircuit of(Design design) {
    try {
      return new AcceleratorCircuit(design, Elaborator.elaborate(new Accelerator(design)));
    } catch (HdlException refused) {
      // If only the name is at fault, the same design under a harmless name can be built.
      Elaborator.elaborate(new Accelerator(renamed(design)));
      throw new DesignException(
          "name",
          "a name that is no keyword of Verilog and no module of the accelerator",
          design.name());
    }
  }

  /// The same accelerator with one register inverted, to show that a comparison finds it. It
  /// asserts nothing, so that it is the comparison that finds the defect.
  ///
  /// @param seed chooses the register
  public AcceleratorCircuit withFault(long seed) {
    return new AcceleratorCircuit(
        design, FaultInjector.inject(circuit, seed).design().withoutProperties());
  }

  private static Design renamed(Design design) {
    return new Design(
        "accelerator",
        design.clockHz(),
        design.node(),
        design.array(),
        design.packing(),
        design.buffers(),
        design.ports(),
        design.memory(),
        design.vectorUnit());
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

  /// What stands beside the Verilog: file list, FuseSoC core, constraint with the clock, names,
  /// ports.
  public SequencedMap<String, String> projectFiles() {
    SequencedMap<String, Long> clocksPs = new LinkedHashMap<>();
    clocksPs.put("clk", Math.max(1, PICOSECONDS / design.clockHz()));
    List<String> verilog = List.copyOf(VerilogEmitter.emit(circuit).keySet());
    return new ProjectFiles(circuit, verilog, clocksPs).files(VERSION);
  }
}
