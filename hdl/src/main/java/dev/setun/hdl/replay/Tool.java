package dev.setun.hdl.replay;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// A program of this machine that we may run.
///
/// @param program its name, `verilator`
/// @param path the executable file
/// @param version the line with which it introduces itself
public record Tool(String program, Path path, String version) {
  private record Known(String versionOption, String aptPackage) {}

  private static final Map<String, Known> KNOWN =
      Map.of(
          "verilator", new Known("--version", "verilator"),
          "iverilog", new Known("-V", "iverilog"),
          "vvp", new Known("-V", "iverilog"),
          "yosys", new Known("-V", "yosys"),
          "nextpnr-ice40", new Known("--version", "nextpnr-ice40"),
          "g++", new Known("--version", "g++"),
          "make", new Known("--version", "make"),
          "cc", new Known("--version", "gcc"));

  /// Looks a program up on the PATH and asks it for its version.
  ///
  /// @param program one of verilator, iverilog, vvp, yosys, nextpnr-ice40, g++, make, cc
  /// @return empty if there is none, or none that runs
  public static Optional<Tool> find(String program) {
    return find(program, System.getenv().getOrDefault("PATH", ""));
  }

  /// As [#find(String)], for callers that cannot go on without it.
  ///
  /// @throws MissingToolException if it is not there
  public static Tool require(String program) {
    return find(program).orElseThrow(() -> new MissingToolException(program, howToGet(program)));
  }

  /// How to get a program, for a machine that has it not.
  ///
  /// @param program as for [#find(String)]
  public static String howToGet(String program) {
    return "Debian and Ubuntu: apt-get install --no-install-recommends "
        + known(program).aptPackage();
  }

  static Optional<Tool> find(String program, String searchPath) {
    String option = known(program).versionOption();
    return Pattern.compile(Pattern.quote(File.pathSeparator))
        .splitAsStream(searchPath)
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, program).toAbsolutePath())
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst()
        .flatMap(file ->
            ToolRun.output(List.of(file.toString(), option), Duration.ofSeconds(30))
                .map(text -> new Tool(program, file, text.lines().findFirst().orElse(""))));
  }

  private static Known known(String program) {
    Known known = KNOWN.get(program);
    if (known == null) {
      throw new IllegalArgumentException("expected one of " + KNOWN.keySet() + ": " + program);
    }
    return known;
  }
}
