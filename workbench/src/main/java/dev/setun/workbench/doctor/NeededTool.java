package dev.setun.workbench.doctor;

import dev.setun.hdl.replay.Tool;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A program that some commands start.
///
/// @param program its name on the PATH
/// @param neededFor the commands
/// @param found the program on this machine
public record NeededTool(String program, String neededFor, Optional<Tool> found) {

  /// All of them, looked up.
  public static List<NeededTool> all() {
    return List.of(
        of("verilator", "crosscheck (executor verilator), verilog --check, bench circuit"),
        of("g++", "what verilator compiles"),
        of("make", "what verilator compiles"),
        of("iverilog", "crosscheck (executor icarus), verilog --check, golden test benches"),
        of("vvp", "what iverilog compiles"),
        of("yosys", "verilog --check yosys, ice40, ecp5, xilinx7, liberty"),
        of("nextpnr-ice40", "verilog --check nextpnr"),
        of("cc", "bench kernels (the C kernel beside ours)"));
  }

  private static NeededTool of(String program, String neededFor) {
    return new NeededTool(program, neededFor, Tool.find(program));
  }

  /// One line for people.
  public String line() {
    return found
        .map(tool -> program + ": " + tool.version())
        .orElse(program + ": MISSING, for " + neededFor + " (" + Tool.howToGet(program) + ")");
  }

  /// Keys for `--json`: version where it is, howToGet where it is not.
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("program", program);
    map.put("neededFor", neededFor);
    map.put("found", found.isPresent());
    found.ifPresentOrElse(
        tool -> {
          map.put("version", tool.version());
          map.put("path", tool.path().toString());
        },
        () -> map.put("howToGet", Tool.howToGet(program)));
    return map;
  }
}
