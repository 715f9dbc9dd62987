package dev.setun.hdl.verilog;

import dev.setun.hdl.ir.Design;
import dev.setun.hdl.ir.ModuleDef;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/// Prints a design as Verilog-2005, one module a file.
///
/// Synchronous reset, non-blocking assignments, one driver a signal, explicit extension, sized
/// literals; `verilator --lint-only -Wall` has nothing to say about it. Bits that are computed but
/// not used end in a wire `unused`, which states so and which every tool removes.
public final class VerilogEmitter {
  private VerilogEmitter() {}

  /// The files of a design.
  ///
  /// @return file name (`Module.v`) to text, each module after those it contains, the top last;
  ///   black boxes are only instantiated
  public static Map<String, String> emit(Design design) {
    Map<String, String> files = new LinkedHashMap<>();
    for (ModuleDef module : design.modules()) {
      if (module.external().isEmpty()) {
        files.put(module.name() + ".v", new ModuleText(module).text());
      }
    }
    return Collections.unmodifiableMap(files);
  }

  /// Models of the black boxes of a design, for simulation and proof: what their `build` says, with
  /// the pins and parameters of the real modules. A parameter changes nothing in a model.
  ///
  /// @return file name (`Module_model.v`) to text; empty if there is no black box
  public static Map<String, String> models(Design design) {
    return externals(design, "_model.v", module -> new ModuleText(module).text());
  }

  /// Empty modules with the pins of the black boxes of a design and the attribute `blackbox`, for
  /// synthesis without what is inside.
  ///
  /// @return file name (`Module_stub.v`) to text; empty if there is no black box
  public static Map<String, String> stubs(Design design) {
    return externals(design, "_stub.v", module -> new ModuleText(module).stub());
  }

  private static Map<String, String> externals(
      Design design, String suffix, Function<ModuleDef, String> text) {
    Map<String, String> files = new LinkedHashMap<>();
    for (ModuleDef module : design.modules()) {
      if (module.external().isPresent()) {
        files.put(module.name() + suffix, text.apply(module));
      }
    }
    return Collections.unmodifiableMap(files);
  }
}
