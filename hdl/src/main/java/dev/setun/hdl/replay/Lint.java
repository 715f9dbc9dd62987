package dev.setun.hdl.replay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a linter says of Verilog.
public final class Lint {
  private static final Pattern MESSAGE =
      Pattern.compile("%(Warning|Error)(?:-([A-Z0-9]+))?: (?:([^:\\s]+):(\\d+):(?:\\d+:)? )?(.*)");

  private Lint() {}

  /// One complaint.
  ///
  /// @param code the tool's word for its kind, `WIDTH`; `ERROR` where it has none
  /// @param file the file at fault, empty if none is named
  /// @param line the line in it, 0 if none is named
  public record Finding(String code, String file, int line, String message) {
    @Override
    public String toString() {
      return file + ":" + line + ": " + code + ": " + message;
    }
  }

  /// Runs `verilator --lint-only -Wall`, all warnings on, in a folder of its own.
  ///
  /// @return what it complained of; empty for clean Verilog
  /// @throws MissingToolException if Verilator is not on this machine
  /// @throws ReplayException if it fails without a complaint or takes more than `limit`
  public static List<Finding> verilator(VerilogTop top, Duration limit) {
    Tool tool = Tool.require("verilator");
    List<String> arguments = new ArrayList<>(List.of("--lint-only", "-Wall", "--top-module"));
    arguments.add(top.name());
    arguments.addAll(top.files().keySet());
    try (ToolFolder folder = ToolFolder.of(top)) {
      ToolRun.Ended ended = folder.run(tool, arguments, limit);
      List<Finding> findings = parse(ended.text());
      if (findings.isEmpty() && !(ended.exit() == 0 && ended.text().isBlank())) {
        throw new ReplayException("verilator", "exit code " + ended.exit() + ": " + ended.text());
      }
      return findings;
    }
  }

  /// The complaints in what Verilator wrote, without its closing count of them.
  static List<Finding> parse(String text) {
    List<Finding> findings = new ArrayList<>();
    for (String line : text.lines().toList()) {
      Matcher match = MESSAGE.matcher(line);
      if (match.matches() && !match.group(5).startsWith("Exiting due to")) {
        String code = match.group(2) == null ? "ERROR" : match.group(2);
        String file = match.group(3) == null ? "" : match.group(3);
        int number = match.group(4) == null ? 0 : Integer.parseInt(match.group(4));
        findings.add(new Finding(code, file, number, match.group(5)));
      }
    }
    return findings;
  }
}
