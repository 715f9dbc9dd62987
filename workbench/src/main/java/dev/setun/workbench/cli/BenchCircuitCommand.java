package dev.setun.workbench.cli;

import dev.setun.hdl.replay.Tool;
import dev.setun.workbench.circuit.CircuitBench;
import dev.setun.workbench.circuit.Spread;
import dev.setun.workbench.crosscheck.TemporaryFolder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `setun bench circuit`: our simulation engines in turns with Verilator and Icarus Verilog.
@Command(
    name = "circuit",
    description =
        "Simulates an array of select-add processing elements on our engines, in Verilator and in Icarus"
            + " Verilog, in turns (docs/hdl.md). Takes some minutes, most of them Verilator's build.")
final class BenchCircuitCommand implements Callable<Integer> {
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final int HELD = 64;

  @Option(
      names = "--rows",
      description = "Of 64 processing elements each (default: ${DEFAULT-VALUE}).")
  private int rows = 16;

  @Option(names = "--rounds", description = "Rounds (default: ${DEFAULT-VALUE}).")
  private int rounds = 9;

  @Option(
      names = "--round-seconds",
      description = "Of each simulator in a round (default: ${DEFAULT-VALUE}).")
  private double roundSeconds = 0.4;

  @Option(
      names = "--warm-up",
      description = "At least so many seconds for each of our engines (default: ${DEFAULT-VALUE}).")
  private double warmUpSeconds = 5;

  @Mixin private OutputOptions output = new OutputOptions();

  @Override
  public Integer call() throws IOException {
    var progress = new Progress();
    Map<String, Object> result = new LinkedHashMap<>();
    try (TemporaryFolder work = TemporaryFolder.create("setun-bench")) {
      var options =
          new CircuitBench.Options(rows, rounds, roundSeconds, warmUpSeconds, work.path(), LIMIT);
      var bench = new CircuitBench(options, progress::step);
      CircuitBench.StartUp startUp = bench.startUp();
      CircuitBench.Comparison active = bench.compare(1);
      CircuitBench.Comparison held = bench.compare(HELD);
      progress.end();
      figure(result, "wholeDesignOverVerilator", active.overVerilator(), "whole");
      figure(result, "perModuleOverVerilator", active.overVerilator(), "vectors");
      figure(result, "heldWeightsOverVerilator", held.overVerilator(), "vectors");
      figure(result, "overIcarus", active.overIcarus(), "vectors");
      print(startUp);
      result.put("startUp", startUp);
      List<Map<String, Object>> comparisons = new ArrayList<>();
      for (CircuitBench.Comparison comparison : List.of(active, held)) {
        print(comparison);
        comparisons.add(map(comparison));
      }
      result.put("comparisons", comparisons);
    } finally {
      progress.end();
    }
    result.put("tools", tools());
    output.result(result);
    return ExitCode.DONE.code();
  }

  private static void figure(
      Map<String, Object> result, String key, Map<String, Spread> ratios, String engine) {
    Spread ratio = ratios.get(engine);
    if (ratio != null) {
      result.put(key, ratio.median());
    }
  }

  /// What was compared with, and what was not there.
  private Map<String, String> tools() {
    Map<String, String> tools = new LinkedHashMap<>();
    for (String program : List.of("verilator", "g++", "iverilog")) {
      String version = Tool.find(program).map(Tool::version).orElse("not on this machine");
      tools.put(program, version);
      output.text(program + ": " + version);
    }
    return tools;
  }

  private void print(CircuitBench.StartUp startUp) {
    output.text(
        String.format(
            Locale.ROOT,
            "64 x 64 PEs: elaborated in %.2f s, bytecode in %.2f s, %d cycles in %.2f s, done %.2f s"
                + " after the start of the JVM",
            startUp.elaborateSeconds(),
            startUp.generateSeconds(),
            startUp.cycles(),
            startUp.runSeconds(),
            startUp.sinceStartSeconds()));
  }

  private void print(CircuitBench.Comparison comparison) {
    output.text(
        comparison.rows()
            + " x "
            + CircuitBench.LANES
            + " PEs, new weights "
            + (comparison.hold() == 1 ? "in every cycle" : "every " + comparison.hold() + " cycles")
            + ": kcycles/s, times Verilator, times Icarus; median (quartiles)");
    comparison
        .kiloCyclesPerSecond()
        .forEach((name, rate) -> {
          StringBuilder line =
              new StringBuilder(String.format(Locale.ROOT, "  %-10s%s", name, text(rate)));
          for (SequencedMap<String, Spread> ratios :
              List.of(comparison.overVerilator(), comparison.overIcarus())) {
            Spread ratio = ratios.get(name);
            if (ratio != null) {
              line.append("  ").append(text(ratio)).append(" x");
            }
          }
          output.text(line.toString());
        });
    output.text("  the same output after " + comparison.agreedCycles() + " cycles (Icarus: 200)");
  }

  private static String text(Spread spread) {
    return String.format(
        Locale.ROOT,
        spread.median() < 100 ? "%.2f (%.2f .. %.2f)" : "%.0f (%.0f .. %.0f)",
        spread.median(),
        spread.low(),
        spread.high());
  }

  private static Map<String, Object> map(CircuitBench.Comparison comparison) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("processingElements", comparison.rows() * CircuitBench.LANES);
    map.put("hold", comparison.hold());
    map.put("kiloCyclesPerSecond", map(comparison.kiloCyclesPerSecond()));
    map.put("overVerilator", map(comparison.overVerilator()));
    map.put("overIcarus", map(comparison.overIcarus()));
    map.put("agreedCycles", comparison.agreedCycles());
    return map;
  }

  private static Map<String, Object> map(Map<String, Spread> spreads) {
    Map<String, Object> map = new LinkedHashMap<>();
    spreads.forEach((name, spread) -> map.put(name, spread.toMap()));
    return map;
  }
}
