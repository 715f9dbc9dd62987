package dev.setun.hdl.replay;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What Yosys makes of Verilog: whether it reads and elaborates it and finds no loop, no second
/// driver and no undriven wire.
///
/// @param cells word-level cells of the whole design by type, before technology mapping: `$add`,
///   `$mux`, `$sdffe` ...
public record YosysCheck(Map<String, Long> cells) {
  private static final Pattern CELL = Pattern.compile("\\s+(\\$\\w+)\\s+(\\d+)");

  /// Runs Yosys in a folder of its own.
  ///
  /// @throws MissingToolException if Yosys is not on this machine
  /// @throws ReplayException if it refuses the Verilog or takes more than `limit`
  public static YosysCheck run(VerilogTop top, Duration limit) {
    Tool tool = Tool.require("yosys");
    String script =
        "read_verilog "
            + String.join(" ", top.files().keySet())
            + "; hierarchy -check -top "
            + top.name()
            + "; proc; flatten; opt_clean; check -assert; tee -o cells.txt stat";
    try (ToolFolder folder = ToolFolder.of(top)) {
      folder.mustRun(tool, List.of("-q", "-p", script), limit);
      return new YosysCheck(parse(folder.read(tool, "cells.txt")));
    }
  }

  /// All cells.
  public long total() {
    return cells.values().stream().mapToLong(Long::longValue).sum();
  }

  static Map<String, Long> parse(String text) {
    Map<String, Long> cells = new LinkedHashMap<>();
    Matcher match = CELL.matcher(text);
    while (match.find()) {
      cells.merge(match.group(1), Long.parseLong(match.group(2)), Long::sum);
    }
    return cells;
  }
}
