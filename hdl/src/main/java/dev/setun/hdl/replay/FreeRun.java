package dev.setun.hdl.replay;

import dev.setun.hdl.Port;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.LongFunction;

/// A design that needs no stimulus, made into a program by somebody else's simulator, which then
/// only runs: what a simulator is measured with. For designs with one output of up to 64 bits and
/// no input but the reset.
public final class FreeRun {
  private static final String WRAPPER = "setun_free";

  /// Cycles in reset before those that count: as many as it takes until all that registers without
  /// a reset hold comes from those with one.
  public static final int RESET_CYCLES = 8;

  private static final String MODULE =
      """
      module setun_free (input wire clk, input wire rst, output wire [63:0] value);
        wire [@WIDTH@ - 1:0] out;
        @TOP@ dut (.clk(clk), .rst(rst), .@PORT@(out));
        assign value = out;
      endmodule
      """;

  private static final String VERILATOR_MAIN =
      """
      #include "Vsetun_free.h"
      #include "verilated.h"
      #include <cstdio>
      #include <cstdlib>
      int main(int count, char** arguments) {
        VerilatedContext context;
        Vsetun_free top{&context};
        long cycles = count > 1 ? std::atol(arguments[1]) : 0;
        top.rst = 1;
        for (long i = -@RESET@; i < cycles; ++i) {
          top.clk = 0;
          top.eval();
          top.clk = 1;
          top.eval();
          top.rst = i < -1;
        }
        top.clk = 0;
        top.eval();
        std::printf("value %llx\\n", static_cast<unsigned long long>(top.value));
        return 0;
      }
      """;

  private static final String ICARUS_MAIN =
      """
      module setun_free_bench;
        reg clk;
        reg rst;
        wire [63:0] value;
        integer cycles;
        integer i;
        setun_free free (.clk(clk), .rst(rst), .value(value));
        initial begin
          if (!$value$plusargs("cycles=%d", cycles)) cycles = 0;
          clk = 1'b0;
          rst = 1'b1;
          for (i = -@RESET@; i < cycles; i = i + 1) begin
            #1 clk = 1'b1;
            #1 clk = 1'b0;
            rst = i < -1;
          end
          #1 $display("value %h", value);
          $finish;
        end
      endmodule
      """;

  private static final List<String> VERILATE =
      List.of(
          "--cc",
          "--exe",
          "--build",
          "-O3",
          "--x-assign",
          "fast",
          "--x-initial",
          "fast",
          "--noassert",
          "-Wno-fatal",
          "-Wno-lint",
          "-MAKEFLAGS",
          "OPT_FAST=\"-O3 -march=native\" OPT_SLOW=-O0",
          "--top-module",
          WRAPPER);

  private final String simulator;
  private final Path folder;
  private final LongFunction<List<String>> program;
  private final Duration limit;

  private FreeRun(
      String simulator, Path folder, LongFunction<List<String>> program, Duration limit) {
    this.simulator = simulator;
    this.folder = folder;
    this.program = program;
    this.limit = limit;
  }

  /// Compiled by `verilator -O3` and the C++ compiler at `-O3 -march=native`, one thread.
  ///
  /// @param work folder for builds, kept from one run to the next; `make` wants no space in its
  ///   path
  /// @param limit time that the build or a run may take
  /// @throws MissingToolException if Verilator or g++ is not on this machine
  /// @throws ReplayException if it cannot be built
  public static FreeRun verilator(VerilogTop top, Path work, Duration limit) {
    List<Tool> tools = List.of(Tool.require("verilator"), Tool.require("g++"));
    SequencedMap<String, String> sources = sources(top);
    sources.put("main.cpp", withReset(VERILATOR_MAIN));
    List<String> arguments = with(VERILATE, List.copyOf(sources.keySet()));
    Path folder = build(work.resolve("verilator"), sources, tools, arguments, limit);
    List<String> command = List.of(folder.resolve("obj_dir/V" + WRAPPER).toString());
    return new FreeRun(
        "verilator", folder, cycles -> with(command, List.of(Long.toString(cycles))), limit);
  }

  /// Compiled by Icarus Verilog.
  ///
  /// @param work folder for builds, kept from one run to the next
  /// @param limit time that the build or a run may take
  /// @throws MissingToolException if Icarus Verilog is not on this machine
  /// @throws ReplayException if it cannot be built
  public static FreeRun icarus(VerilogTop top, Path work, Duration limit) {
    List<Tool> tools = List.of(Tool.require("iverilog"), Tool.require("vvp"));
    SequencedMap<String, String> sources = sources(top);
    sources.put("setun_free_bench.v", withReset(ICARUS_MAIN));
    List<String> options = List.of("-g2005", "-s", "setun_free_bench", "-o", "bench.vvp");
    List<String> arguments = with(options, List.copyOf(sources.keySet()));
    Path folder = build(work.resolve("icarus"), sources, tools, arguments, limit);
    List<String> command =
        List.of(tools.getLast().path().toString(), "-n", folder.resolve("bench.vvp").toString());
    return new FreeRun(
        "icarus", folder, cycles -> with(command, List.of("+cycles=" + cycles)), limit);
  }

  /// The simulator's name, in lower case.
  public String simulator() {
    return simulator;
  }

  /// Starts the program and lets it run.
  ///
  /// @param cycles after [#RESET_CYCLES] in reset, 0 or more
  /// @return the output after them, as an unsigned number
  /// @throws ReplayException if the program fails, or not all of its output bits are 0 or 1
  public BigInteger run(long cycles) {
    Path log = folder.resolve("run.log");
    String text = ToolRun.mustRun(simulator, program.apply(cycles), folder, log, limit);
    return text.lines()
        .filter(line -> line.startsWith("value "))
        .map(line -> line.substring("value ".length()).strip())
        .filter(digits -> digits.matches("[0-9a-f]{1,16}"))
        .map(digits -> new BigInteger(digits, 16))
        .findFirst()
        .orElseThrow(
            () -> new ReplayException(simulator, "expected a value, found " + text.strip()));
  }

  private static String withReset(String text) {
    return text.replace("@RESET@", Integer.toString(RESET_CYCLES));
  }

  private static List<String> with(List<String> first, List<String> more) {
    List<String> all = new ArrayList<>(first);
    all.addAll(more);
    return all;
  }

  private static SequencedMap<String, String> sources(VerilogTop top) {
    List<Port> inputs = top.inputs();
    List<Port> outputs = top.outputs();
    if (inputs.size() != 1
        || !inputs.getFirst().name().equals("rst")
        || outputs.size() != 1
        || outputs.getFirst().width() > Long.SIZE) {
      throw new IllegalArgumentException(
          top.name() + ": expected rst and one output of at most 64 bits, found " + top.ports());
    }
    SequencedMap<String, String> sources = new LinkedHashMap<>(top.files());
    String module =
        MODULE
            .replace("@WIDTH@", Integer.toString(outputs.getFirst().width()))
            .replace("@TOP@", top.name())
            .replace("@PORT@", outputs.getFirst().name());
    sources.put(WRAPPER + ".v", module);
    return sources;
  }

  private static Path build(
      Path work,
      SequencedMap<String, String> sources,
      List<Tool> tools,
      List<String> arguments,
      Duration limit) {
    List<String> recipe = new ArrayList<>(tools.stream().map(Tool::version).toList());
    recipe.addAll(arguments);
    List<String> command = with(List.of(tools.getFirst().path().toString()), arguments);
    return new BuildCache(work)
        .folder(
            recipe,
            sources,
            folder ->
                ToolRun.mustRun(
                    tools.getFirst().program(),
                    command,
                    folder,
                    folder.resolve("build.log"),
                    limit));
  }
}
