package dev.setun.hdl.synthesis;

import dev.setun.hdl.replay.ReplayException;
import dev.setun.hdl.replay.Tool;
import dev.setun.hdl.replay.ToolFolder;
import dev.setun.hdl.replay.VerilogTop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Maps Verilog to a target with Yosys.
///
/// The module is flattened, no pads are put around it, and all of it is mapped as the synthesis
/// script of Yosys for that target does by default. For a Liberty file: generic synthesis, its
/// flip-flops, then abc with buffers and gates sized for the period.
public final class Synthesis {
  private static final String CELLS = "cells.txt";
  private static final String FLIP_FLOPS = "flip_flops.txt";
  private static final String DEPTH = "depth.txt";
  private static final String ABC = "abc.txt";
  private static final String ABC_SCRIPT = "abc.script";
  private static final Pattern LONGEST =
      Pattern.compile("Longest topological path in \\S+ \\(length=(-?\\d{1,9})\\):");

  private Synthesis() {}

  /// Maps a module.
  ///
  /// @param limit time that Yosys may take
  /// @throws dev.setun.hdl.replay.MissingToolException if Yosys is not on this machine
  /// @throws ReplayException if it refuses the Verilog or the Liberty file, takes more than
  ///   `limit`, or says something that is not understood
  public static SynthesisResult run(VerilogTop top, Target target, Duration limit) {
    Tool yosys = Tool.require("yosys");
    try (ToolFolder folder = ToolFolder.of(top)) {
      prepare(folder, target);
      folder.write("synthesis.ys", script(top, target));
      folder.mustRun(yosys, List.of("-q", "-s", "synthesis.ys"), limit);
      CellCount count = CellCount.parse(folder.read(yosys, CELLS));
      Map<Resource, Long> resources = resources(count, target);
      OptionalDouble delayPs = OptionalDouble.empty();
      OptionalInt depth;
      if (target instanceof Target.Liberty) {
        GateTiming timing = GateTiming.parse(folder.read(yosys, ABC));
        delayPs = timing.delayPs();
        depth = timing.depth();
        resources.put(Resource.FLIP_FLOP, flipFlops(folder.read(yosys, FLIP_FLOPS)));
      } else {
        depth = depth(folder.read(yosys, DEPTH));
      }
      return new SynthesisResult(
          target.name(),
          List.of(yosys.version()),
          count.cells(),
          resources,
          count.area(),
          depth,
          delayPs);
    }
  }

  private static void prepare(ToolFolder folder, Target target) {
    switch (target) {
      case Target.Liberty liberty -> {
        LibertyFile.copy(liberty.file(), folder.path().resolve(LibertyFile.NAME));
        folder.write(ABC_SCRIPT, abcScript());
      }
      case Target.Ice40 _, Target.Ecp5 _, Target.Xilinx7 _ -> {}
    }
  }

  private static String script(VerilogTop top, Target target) {
    List<String> steps = new ArrayList<>();
    steps.add("read_verilog " + String.join(" ", top.files().keySet()));
    steps.add("hierarchy -check -top " + top.name());
    steps.addAll(mapping(top.name(), target));
    boolean liberty = target instanceof Target.Liberty;
    steps.add(
        "tee -o "
            + CELLS
            + " stat -top "
            + top.name()
            + (liberty ? " -liberty " + LibertyFile.NAME : ""));
    if (!liberty) {
      StringBuilder selection = new StringBuilder("*");
      target.pathEnds().forEach(pattern -> selection.append(" t:").append(pattern).append(" %d"));
      steps.add("tee -o " + DEPTH + " ltp -noff " + selection);
    }
    return String.join("\n", steps) + "\n";
  }

  private static List<String> mapping(String top, Target target) {
    return switch (target) {
      case Target.Ice40 _ -> List.of("synth_ice40 -top " + top);
      case Target.Ecp5 _ -> List.of("synth_ecp5 -top " + top);
      case Target.Xilinx7 _ ->
          List.of("synth_xilinx -family xc7 -flatten -noiopad -noclkbuf -top " + top);
      case Target.Liberty liberty ->
          List.of(
              "synth -flatten -top " + top,
              "dfflibmap -liberty " + LibertyFile.NAME,
              "opt",
              "tee -o " + FLIP_FLOPS + " stat -top " + top,
              "tee -o "
                  + ABC
                  + " abc -liberty "
                  + LibertyFile.NAME
                  + " -D "
                  + liberty.periodPs()
                  + " -script "
                  + ABC_SCRIPT,
              "opt_clean -purge");
    };
  }

  /// abc's own steps for a library, with the sizing that Yosys leaves out where no driving cell is
  /// given, and the timing.
  private static String abcScript() {
    return """
    strash
    &get -n
    &fraig -x
    &put
    scorr
    dc2
    dretime
    strash
    &get -n
    &dch -f
    &nf {D}
    &put
    buffer -c
    topo
    upsize {D}
    dnsize {D}
    stime
    print_stats
    """;
  }

  private static Map<Resource, Long> resources(CellCount count, Target target) {
    Map<Resource, Long> resources = new EnumMap<>(Resource.class);
    count
        .cells()
        .forEach((cell, number) ->
            target
                .resource(cell)
                .ifPresent(resource -> resources.merge(resource, number, Long::sum)));
    return resources;
  }

  /// After the flip-flops are mapped and before the gates are, what is no cell of Yosys's own is a
  /// flip-flop of the library.
  private static long flipFlops(String text) {
    return CellCount.parse(text).cells().entrySet().stream()
        .filter(cell -> !cell.getKey().startsWith("$"))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /// The length that `ltp` prints. It warns of a loop where it walks through a register.
  static OptionalInt depth(String text) {
    Matcher longest = LONGEST.matcher(text);
    if (!longest.find()) {
      throw new ReplayException("yosys", "ltp: expected the length of a path, found none");
    }
    if (text.contains("Detected loop")) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(Math.max(0, Integer.parseInt(longest.group(1))));
  }
}
