package dev.setun.workbench.toolcheck;

import dev.setun.hdl.replay.Tool;
import dev.setun.traces.InputException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What can be asked of the tools of this machine.
public enum ToolCheck {
  /// Lint, and a simulation held against the machine.
  VERILATOR("verilator", "g++"),
  /// The same simulation, with four states.
  ICARUS("iverilog", "vvp"),
  /// The reset, with four states: what is still unknown after it.
  RESET("iverilog", "vvp"),
  /// Elaboration: no loop, no second driver, no undriven wire.
  YOSYS("yosys"),
  /// What the modules assert, proved for every input.
  PROOF("yosys"),
  /// Synthesis for Lattice iCE40.
  ICE40("yosys"),
  /// Synthesis for Lattice ECP5.
  ECP5("yosys"),
  /// Synthesis for Xilinx 7.
  XILINX7("yosys"),
  /// Synthesis for the cells of a Liberty file.
  LIBERTY("yosys"),
  /// Place and route on an iCE40.
  NEXTPNR("yosys", "nextpnr-ice40");

  /// The word for all of them that this machine can do.
  public static final String ALL = "all";

  private final List<String> programs;

  ToolCheck(String... programs) {
    this.programs = List.of(programs);
  }

  /// The name on the command line and in reports.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The first program that it needs and that is not here.
  Optional<String> missing() {
    return programs.stream().filter(program -> Tool.find(program).isEmpty()).findFirst();
  }

  /// @throws dev.setun.hdl.replay.MissingToolException if a program that it needs is not here
  void require() {
    programs.forEach(Tool::require);
  }

  /// Parses the names of a command line, in which `all` may stand for every one.
  ///
  /// @throws InputException if a name is none of them
  public static Set<ToolCheck> parse(List<String> names) {
    EnumSet<ToolCheck> checks = EnumSet.noneOf(ToolCheck.class);
    for (String name : names) {
      if (name.equals(ALL)) {
        checks.addAll(EnumSet.allOf(ToolCheck.class));
      } else {
        checks.add(named(name));
      }
    }
    return checks;
  }

  private static ToolCheck named(String name) {
    return Arrays.stream(values())
        .filter(check -> check.label().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new InputException(
                "--check",
                "expected "
                    + ALL
                    + " or some of "
                    + Arrays.stream(values()).map(ToolCheck::label).collect(Collectors.joining(","))
                    + ", found "
                    + name));
  }
}
