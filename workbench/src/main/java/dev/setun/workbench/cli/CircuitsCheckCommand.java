package dev.setun.workbench.cli;

import dev.setun.hdl.replay.IcarusReplay;
import dev.setun.hdl.replay.MissingToolException;
import dev.setun.hdl.replay.Replay;
import dev.setun.hdl.replay.VerilatorReplay;
import dev.setun.hdl.sim.Simulator.Engine;
import dev.setun.traces.InputException;
import dev.setun.workbench.circuit.CircuitsCheck;
import dev.setun.workbench.circuit.CircuitsCheck.Contestant;
import dev.setun.workbench.circuit.CircuitsCheck.Tally;
import dev.setun.workbench.crosscheck.TemporaryFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `setun circuits check`: random circuits on every engine and in the Verilog simulators.
@Command(
    name = "check",
    description =
        "Compares the simulation engines, Icarus Verilog and Verilator with the evaluator on random"
            + " circuits, every output of every cycle. Exits 1 if one differs.")
final class CircuitsCheckCommand implements Callable<Integer> {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final int MOST = 10_000_000;

  @Mixin private OutputOptions output = new OutputOptions();

  @Option(
      names = "--count",
      description = "Circuits for the engines of the JVM (default: ${DEFAULT-VALUE}, minutes).")
  private int count = 10_000;

  @Option(
      names = "--icarus",
      description = "Circuits for Icarus Verilog; 0 leaves it out (default: ${DEFAULT-VALUE}).")
  private int icarus = 1000;

  @Option(
      names = "--verilator",
      description = "Circuits for Verilator; 0 leaves it out (default: ${DEFAULT-VALUE}).")
  private int verilator = 200;

  @Option(names = "--cycles", description = "Of each circuit (default: ${DEFAULT-VALUE}).")
  private int cycles = 40;

  @Option(names = "--seed", description = "Of circuits and inputs (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--fault",
      paramLabel = "SEED",
      description =
          "Give every simulator but the evaluator a design with a defect, to see that it is found.")
  private Optional<Long> fault = Optional.empty();

  @Override
  public Integer call() throws Exception {
    require("--count", count, 0, MOST);
    require("--icarus", icarus, 0, MOST);
    require("--verilator", verilator, 0, MOST);
    require("--cycles", cycles, 1, 1_000_000);
    var check = new CircuitsCheck(seed, cycles, fault);
    List<Tally> tallies = new ArrayList<>();
    List<String> skipped = new ArrayList<>();
    for (Engine engine : Engine.values()) {
      if (engine != Engine.EVALUATOR && count > 0) {
        tallies.add(run(check, label(engine), Contestant.of(engine), count));
      }
    }
    try (TemporaryFolder work = TemporaryFolder.create("setun-circuits")) {
      Path folder = work.path();
      verilog(check, icarus, p -> new IcarusReplay(p, LIMIT), folder, tallies, skipped);
      verilog(check, verilator, p -> new VerilatorReplay(p, LIMIT), folder, tallies, skipped);
    }
    return report(tallies, skipped).code();
  }

  private static void require(String option, int found, int least, int most) {
    if (found < least || found > most) {
      throw new InputException(option, "expected " + least + ".." + most + ", found " + found);
    }
  }

  private static String label(Engine engine) {
    return engine.name().toLowerCase(Locale.ROOT);
  }

  private static Tally run(CircuitsCheck check, String name, Contestant contestant, int count) {
    Progress progress = new Progress();
    try {
      return check.run(name, contestant, count, share -> progress.accept(name, share));
    } finally {
      progress.end();
    }
  }

  /// Each circuit has a folder of its own, as builds are kept and are many.
  private static void verilog(
      CircuitsCheck check,
      int count,
      Function<Path, Replay> tool,
      Path work,
      List<Tally> tallies,
      List<String> skipped) {
    if (count == 0) {
      return;
    }
    try {
      Replay replay = tool.apply(work);
      tallies.add(run(check, replay.name(), Contestant.of(replay), count));
    } catch (MissingToolException missing) {
      skipped.add(String.valueOf(missing.getMessage()));
    }
  }

  private ExitCode report(List<Tally> tallies, List<String> skipped) {
    output.text(
        "seed "
            + seed
            + fault.map(f -> ", with a defect of seed " + f).orElse("")
            + "; circuit i: "
            + "RandomCircuit(seed * 1,000,003 + i, 10 + i % 50, i % 3)");
    for (Tally tally : tallies) {
      output.text(
          String.format(
              Locale.ROOT,
              "%-9s %,10d circuits %,12d cycles %,14d outputs %,8d differ %,6d crashed",
              tally.simulator(),
              tally.circuits(),
              tally.cycles(),
              tally.outputs(),
              tally.mismatches(),
              tally.crashed()));
      tally.firstMismatch().ifPresent(first -> output.text("  first that differs: " + first));
      tally.firstCrash().ifPresent(first -> output.text("  first crash: " + first));
    }
    skipped.forEach(reason -> output.text("skipped: " + reason));
    long mismatches = tallies.stream().mapToLong(Tally::mismatches).sum();
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("seed", seed);
    report.put("faultSeeded", fault.isPresent());
    report.put("simulators", tallies.stream().map(CircuitsCheckCommand::row).toList());
    report.put("skipped", skipped);
    report.put("mismatches", mismatches);
    output.result(report);
    return mismatches == 0 ? ExitCode.DONE : ExitCode.MISMATCH;
  }

  private static Map<String, Object> row(Tally tally) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("simulator", tally.simulator());
    row.put("circuits", tally.circuits());
    row.put("cycles", tally.cycles());
    row.put("outputs", tally.outputs());
    row.put("mismatches", tally.mismatches());
    row.put("crashed", tally.crashed());
    tally.firstMismatch().ifPresent(first -> row.put("firstMismatch", first));
    tally.firstCrash().ifPresent(first -> row.put("firstCrash", first));
    return row;
  }
}
