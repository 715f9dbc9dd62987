package dev.setun.hdl.verilog;

import dev.setun.hdl.ir.Design;
import dev.setun.hdl.ir.ModuleDef;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Prints a design as Verilog-2005, one module a file.
///
/// Synchronous reset, non-blocking assignments, one driver a signal, explicit extension, sized
/// literals; `verilator --lint-only -Wall` has nothing to say about it. Bits that are computed but
/// not used end in a wire `unused`, which states so and which every tool removes.
public final class VerilogEmitter {
  private VerilogEmitter() {}

  /// The files of a design.
  ///
  /// @return file name (`Module.v`) to text, each module after those it contains, the top last
  public static Map<String, String> emit(Design design) {
    Map<String, String> files = new LinkedHashMap<>();
    for (ModuleDef module : design.modules()) {
      files.put(module.name() + ".v", new ModuleText(module).text());
    }
    return Collections.unmodifiableMap(files);
  }
}
