package dev.setun.hdl.proof;

import dev.setun.hdl.Port;
import dev.setun.hdl.replay.VerilogTop;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;

/// Claims about a module, besides those that stand in its Verilog under `FORMAL`.
///
/// @param claims any number, even none
/// @param declarations Verilog that stands beside the module and that claims may use: registers
///   that remember an earlier cycle, a model to compare with; empty for none
public record Claims(List<Claim> claims, String declarations) {
  /// The module in which the module and the claims are.
  static final String MODULE = "setun_proof";

  static final String FILE = MODULE + ".v";

  /// What the wire of a claim is called before its name.
  static final String WIRE = "claim_";

  public Claims {
    claims = List.copyOf(claims);
    Set<String> names = new HashSet<>();
    for (Claim claim : claims) {
      if (!names.add(claim.name())) {
        throw new IllegalArgumentException("claim " + claim.name() + ": there are two");
      }
    }
  }

  /// Only those in the Verilog.
  public static Claims ofTheVerilog() {
    return new Claims(List.of(), "");
  }

  /// Claims that need nothing declared.
  public static Claims of(Claim... claims) {
    return new Claims(List.of(claims), "");
  }

  /// The files of a module, and the module around it.
  VerilogTop around(VerilogTop top) {
    if (top.files().containsKey(FILE) || top.name().equals(MODULE)) {
      throw new IllegalArgumentException(MODULE + ": this name is taken by the proof");
    }
    SequencedMap<String, String> files = new LinkedHashMap<>(top.files());
    files.put(FILE, text(top));
    return new VerilogTop(MODULE, files, top.ports());
  }

  static boolean resettable(VerilogTop top) {
    return top.inputs().stream().anyMatch(port -> port.name().equals("rst") && port.width() == 1);
  }

  private String text(VerilogTop top) {
    List<String> ports = new ArrayList<>(List.of("  input wire clk"));
    List<String> pins = new ArrayList<>(List.of("    .clk(clk)"));
    for (Port port : top.ports()) {
      String direction = port.direction() == Port.Direction.INPUT ? "input" : "output";
      ports.add(
          "  "
              + direction
              + " wire "
              + (port.signed() ? "signed " : "")
              + "["
              + (port.width() - 1)
              + ":0] "
              + port.name());
      pins.add("    ." + port.name() + "(" + port.name() + ")");
    }
    StringBuilder text = new StringBuilder("module " + MODULE + " (\n");
    text.append(String.join(",\n", ports)).append("\n);\n");
    text.append("  ").append(top.name()).append(" dut (\n");
    text.append(String.join(",\n", pins)).append("\n  );\n").append(declarations).append('\n');
    String active = resettable(top) ? "if (!rst) " : "";
    for (Claim claim : claims) {
      String wire = WIRE + claim.name();
      text.append("  wire ").append(wire).append(" = (").append(claim.condition());
      text.append(") != 0;\n");
      String verb =
          switch (claim.kind()) {
            case ASSERT -> "assert";
            case ASSUME -> "assume";
          };
      text.append("  always @* ").append(active).append(verb);
      text.append(" (").append(wire).append(");\n");
    }
    return text.append("endmodule\n").toString();
  }
}
