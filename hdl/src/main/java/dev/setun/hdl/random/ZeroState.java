package dev.setun.hdl.random;

import dev.setun.hdl.ir.Design;
import dev.setun.hdl.ir.Memory;
import dev.setun.hdl.ir.ModuleDef;
import dev.setun.hdl.ir.Register;
import dev.setun.hdl.verilog.VerilogEmitter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/// Verilog whose registers and memories begin at zero, as they do on the JVM. Without it a
/// simulator with unknown values answers a random circuit with unknown values, since a memory has
/// no reset. It is for comparisons only: no hardware begins so.
public final class ZeroState {
  private ZeroState() {}

  /// The files of [VerilogEmitter#emit] with an `initial` in each module that has state.
  public static SequencedMap<String, String> emit(Design design) {
    Map<String, String> files = VerilogEmitter.emit(design);
    SequencedMap<String, String> zeroed = new LinkedHashMap<>(files);
    for (ModuleDef module : design.modules()) {
      zeroed.computeIfPresent(module.name() + ".v", (_, text) -> zeroed(module, text));
    }
    return zeroed;
  }

  private static String zeroed(ModuleDef module, String text) {
    StringBuilder block = new StringBuilder();
    for (Register register : module.registers()) {
      block.append("    ").append(register.net().name()).append(" = 0;\n");
    }
    for (Memory memory : module.memories()) {
      for (int word = 0; word < memory.decl().depth(); word++) {
        String name = memory.decl().name();
        block.append("    ").append(name).append('[').append(word).append("] = 0;\n");
      }
    }
    int end = text.lastIndexOf("endmodule");
    return block.isEmpty()
        ? text
        : text.substring(0, end) + "\n  initial begin\n" + block + "  end\n" + text.substring(end);
  }
}
