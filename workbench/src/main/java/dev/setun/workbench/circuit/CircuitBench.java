package dev.setun.workbench.circuit;

import dev.setun.hdl.Elaborator;
import dev.setun.hdl.bench.SelectAddBench;
import dev.setun.hdl.ir.Design;
import dev.setun.hdl.replay.FreeRun;
import dev.setun.hdl.replay.ReplayException;
import dev.setun.hdl.replay.Tool;
import dev.setun.hdl.replay.VerilogTop;
import dev.setun.hdl.sim.Simulator;
import dev.setun.hdl.verilog.VerilogEmitter;
import dev.setun.traces.InputException;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.function.Consumer;

/// Runs select-add arrays on the engines of this project, in Verilator and in Icarus Verilog, in
/// turns.
public final class CircuitBench {
  /// Processing elements a row of the arrays.
  public static final int LANES = 64;

  private static final int LARGE = 64;
  private static final int LARGE_CYCLES = 1000;
  private static final int AGREED_CYCLES = 2000;
  private static final int AGREED_ICARUS_CYCLES = 200;
  private static final int WARM_UP_STEP = 1000;
  private static final int WARM_UP_CYCLES = 200_000;
  private static final String OUTPUT = "checksum";

  /// @param rows of the array that is compared, 1..64
  /// @param rounds 1..1000
  /// @param roundSeconds of each simulator in a round, above 0
  /// @param warmUpSeconds of each of our engines before the first round, 0 or more
  /// @param work folder for what the tools build
  /// @param limit time that a build or a run of a tool may take
  public record Options(
      int rows, int rounds, double roundSeconds, double warmUpSeconds, Path work, Duration limit) {
    public Options {
      require("--rows", "1..64", rows >= 1 && rows <= 64, rows);
      require("--rounds", "1..1000", rounds >= 1 && rounds <= 1000, rounds);
      require("--round-seconds", "more than 0", roundSeconds > 0, roundSeconds);
      require("--warm-up", "0 or more", warmUpSeconds >= 0, warmUpSeconds);
    }

    private static void require(String option, String expected, boolean holds, Number found) {
      if (!holds) {
        throw new InputException(option, "expected " + expected + ", found " + found);
      }
    }
  }

  /// How long 64 x 64 processing elements take to start in a JVM that has done nothing before.
  ///
  /// @param elaborateSeconds from the Java description to the checked design
  /// @param generateSeconds from there to loaded bytecode
  /// @param cycles that were simulated then
  /// @param runSeconds that they took
  /// @param sinceStartSeconds from the start of the JVM to the end of those cycles
  public record StartUp(
      double elaborateSeconds,
      double generateSeconds,
      int cycles,
      double runSeconds,
      double sinceStartSeconds) {}

  /// What one design gave.
  ///
  /// @param rows of the array
  /// @param hold cycles for which weights stay
  /// @param kiloCyclesPerSecond by simulator
  /// @param overVerilator of each of our engines, round by round; empty without Verilator
  /// @param overIcarus the same for Icarus Verilog
  /// @param agreedCycles after which all of them had the same output
  public record Comparison(
      int rows,
      int hold,
      SequencedMap<String, Spread> kiloCyclesPerSecond,
      SequencedMap<String, Spread> overVerilator,
      SequencedMap<String, Spread> overIcarus,
      int agreedCycles) {}

  private final Options options;
  private final Consumer<String> progress;

  /// @param progress is told each step
  public CircuitBench(Options options, Consumer<String> progress) {
    this.options = options;
    this.progress = progress;
  }

  /// Simulates 64 x 64 processing elements; of meaning only as the first thing a JVM does.
  public StartUp startUp() {
    progress.accept("starting " + LARGE + " x " + LARGE);
    long start = System.nanoTime();
    Design design = Elaborator.elaborate(new SelectAddBench(LARGE, LARGE, 1));
    long elaborated = System.nanoTime();
    Simulator simulator = Simulator.of(design);
    long generated = System.nanoTime();
    simulator.step(LARGE_CYCLES);
    long ended = System.nanoTime();
    long jvmStart = ManagementFactory.getRuntimeMXBean().getStartTime();
    double sinceStart = (System.currentTimeMillis() - jvmStart) / 1e3;
    return new StartUp(
        (elaborated - start) / 1e9,
        (generated - elaborated) / 1e9,
        LARGE_CYCLES,
        (ended - generated) / 1e9,
        sinceStart);
  }

  /// Compares the simulators on one array.
  ///
  /// @param hold cycles for which weights stay, a power of two, 1..64
  /// @throws ReplayException if a tool fails or two simulators do not agree
  public Comparison compare(int hold) {
    Design design = Elaborator.elaborate(new SelectAddBench(options.rows(), LANES, hold));
    List<Contender.OnTheJvm> engines = new ArrayList<>();
    for (Simulator.Engine engine :
        List.of(Simulator.Engine.WHOLE, Simulator.Engine.COMPILED, Simulator.Engine.VECTORS)) {
      String name = engine.name().toLowerCase(Locale.ROOT);
      engines.add(new Contender.OnTheJvm(name, Simulator.of(design, engine), OUTPUT));
    }
    List<Contender.Program> programs = programs(design);
    progress.accept("comparing outputs");
    requireAgreement(engines, programs);
    engines.forEach(this::warmUp);
    List<Contender> contenders = new ArrayList<>(engines);
    contenders.addAll(programs);
    double[][] rates = rates(contenders);
    SequencedMap<String, Spread> byName = new LinkedHashMap<>();
    for (int i = 0; i < rates.length; i++) {
      byName.put(contenders.get(i).name(), Spread.of(scaled(rates[i], 1e-3)));
    }
    return new Comparison(
        options.rows(),
        hold,
        byName,
        over("verilator", contenders, rates),
        over("icarus", contenders, rates),
        AGREED_CYCLES);
  }

  private List<Contender.Program> programs(Design design) {
    VerilogTop top =
        VerilogTop.of(
            design.top().name(),
            VerilogEmitter.emit(design),
            design.ports().stream().filter(port -> !port.name().equals("clk")).toList());
    List<Contender.Program> programs = new ArrayList<>();
    if (Tool.find("verilator").isPresent() && Tool.find("g++").isPresent()) {
      progress.accept("building with Verilator");
      programs.add(new Contender.Program(FreeRun.verilator(top, options.work(), options.limit())));
    }
    if (Tool.find("iverilog").isPresent() && Tool.find("vvp").isPresent()) {
      progress.accept("building with Icarus Verilog");
      programs.add(new Contender.Program(FreeRun.icarus(top, options.work(), options.limit())));
    }
    return programs;
  }

  private static void requireAgreement(
      List<Contender.OnTheJvm> engines, List<Contender.Program> programs) {
    List<BigInteger> expected = List.of();
    for (Contender.OnTheJvm engine : engines) {
      List<BigInteger> found = engine.outputAfter(AGREED_ICARUS_CYCLES, AGREED_CYCLES);
      expected = expected.isEmpty() ? found : expected;
      require(engine.name(), expected.getLast(), found.getLast());
    }
    for (Contender.Program program : programs) {
      boolean slow = program.name().equals("icarus");
      BigInteger found = program.run().run(slow ? AGREED_ICARUS_CYCLES : AGREED_CYCLES);
      require(program.name(), slow ? expected.getFirst() : expected.getLast(), found);
    }
  }

  private static void require(String simulator, BigInteger expected, BigInteger found) {
    if (!expected.equals(found)) {
      throw new ReplayException(
          simulator, "expected the checksum " + expected + ", found " + found);
    }
  }

  /// HotSpot compiles by how often something ran, in the background: so many cycles and so long, or
  /// not at all if it is to take no time.
  private void warmUp(Contender engine) {
    progress.accept("warming up " + engine.name());
    double left = options.warmUpSeconds();
    int least = left > 0 ? WARM_UP_CYCLES : 0;
    for (int cycles = 0; left > 0 || cycles < least; cycles += WARM_UP_STEP) {
      left -= engine.seconds(WARM_UP_STEP);
    }
  }

  /// Cycles a second, by contender and round.
  private double[][] rates(List<Contender> contenders) {
    long[] cycles = contenders.stream().mapToLong(contender -> cycles(contender)).toArray();
    double[][] rates = new double[cycles.length][options.rounds()];
    for (int round = 0; round < options.rounds(); round++) {
      progress.accept("round " + (round + 1) + " of " + options.rounds());
      for (int i = 0; i < cycles.length; i++) {
        rates[i][round] = cycles[i] / contenders.get(i).seconds(cycles[i]);
      }
    }
    return rates;
  }

  /// As many as a round takes.
  private long cycles(Contender contender) {
    long cycles = 100;
    double seconds = contender.seconds(cycles);
    while (seconds < options.roundSeconds() / 4) {
      cycles *= 4;
      seconds = contender.seconds(cycles);
    }
    return Math.max(1, (long) (cycles * options.roundSeconds() / seconds));
  }

  private static SequencedMap<String, Spread> over(
      String program, List<Contender> contenders, double[][] rates) {
    SequencedMap<String, Spread> ratios = new LinkedHashMap<>();
    for (int p = 0; p < rates.length; p++) {
      if (contenders.get(p).name().equals(program)) {
        for (int i = 0; i < rates.length; i++) {
          if (contenders.get(i) instanceof Contender.OnTheJvm engine) {
            ratios.put(engine.name(), Spread.of(ratio(rates[i], rates[p])));
          }
        }
      }
    }
    return ratios;
  }

  private static double[] ratio(double[] above, double[] below) {
    double[] ratio = new double[above.length];
    for (int i = 0; i < ratio.length; i++) {
      ratio[i] = above[i] / below[i];
    }
    return ratio;
  }

  private static double[] scaled(double[] values, double factor) {
    return Arrays.stream(values).map(value -> value * factor).toArray();
  }
}
