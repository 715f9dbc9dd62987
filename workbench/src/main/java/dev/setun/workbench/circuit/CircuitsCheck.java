package dev.setun.workbench.circuit;

import dev.setun.hdl.Elaborator;
import dev.setun.hdl.ir.Design;
import dev.setun.hdl.ir.FaultInjector;
import dev.setun.hdl.random.RandomCircuit;
import dev.setun.hdl.random.RandomInputs;
import dev.setun.hdl.random.ZeroState;
import dev.setun.hdl.replay.Comparison;
import dev.setun.hdl.replay.PortTrace;
import dev.setun.hdl.replay.Replay;
import dev.setun.hdl.replay.ReplayException;
import dev.setun.hdl.replay.Response;
import dev.setun.hdl.replay.VerilogTop;
import dev.setun.hdl.sim.JvmReplay;
import dev.setun.hdl.sim.Simulator;
import dev.setun.hdl.sim.Simulator.Engine;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleConsumer;
import java.util.stream.IntStream;

/// Random circuits on a simulator beside the evaluator, the engine that is obviously right: every
/// output of every cycle.
///
/// Circuit i of seed s is `new RandomCircuit(s * 1,000,003 + i, 10 + i % 50, i % 3)` with inputs of
/// the same seed. What a circuit gives depends on nothing else, so they are spread over threads.
///
/// @param seed of the first circuit
/// @param cycles of each circuit, 1 or more
/// @param fault present: the seed of a defect that the simulator's design gets, to be found
public record CircuitsCheck(long seed, int cycles, Optional<Long> fault) {
  private static final long SEED_STRIDE = 1_000_003;

  public CircuitsCheck {
    if (cycles < 1) {
      throw new IllegalArgumentException("expected 1 cycle or more, found " + cycles);
    }
  }

  /// Something that answers a circuit's inputs with its outputs.
  @FunctionalInterface
  public interface Contestant {
    /// @throws ReplayException if it fails before there are outputs
    Response outputs(Design design, PortTrace inputs);

    /// An engine of ours.
    static Contestant of(Engine engine) {
      return (design, inputs) ->
          Response.known(JvmReplay.replay(Simulator.of(design, engine), inputs));
    }

    /// A simulator of Verilog, on the emitted files with an initial state of zeros.
    static Contestant of(Replay replay) {
      return (design, inputs) ->
          replay.run(
              new VerilogTop(
                  design.top().name(),
                  ZeroState.emit(design),
                  design.ports().stream().filter(port -> !port.name().equals("clk")).toList()),
              inputs);
    }
  }

  /// What came of all circuits on one simulator.
  ///
  /// @param circuits compared, those that crashed not counted
  /// @param outputs values compared: outputs times cycles
  /// @param mismatches outputs that differ in a cycle
  /// @param crashed circuits on which the simulator failed before there were outputs
  /// @param firstMismatch the circuit, and where it differs
  /// @param firstCrash the circuit, and what was said
  public record Tally(
      String simulator,
      long circuits,
      long cycles,
      long outputs,
      long mismatches,
      long crashed,
      Optional<String> firstMismatch,
      Optional<String> firstCrash) {}

  /// One circuit's part of a tally.
  private record Outcome(Optional<Comparison> comparison, String detail) {}

  /// The circuit of a number.
  public RandomCircuit circuit(int number) {
    return new RandomCircuit(seed * SEED_STRIDE + number, 10 + number % 50, number % 3);
  }

  /// Runs circuits 0 to `count - 1`.
  ///
  /// @param progress is told the share that is done
  public Tally run(String name, Contestant contestant, int count, DoubleConsumer progress) {
    LongAdder done = new LongAdder();
    var outcomes =
        IntStream.range(0, count)
            .parallel()
            .mapToObj(number -> {
              Outcome outcome = outcome(circuit(number), contestant);
              done.increment();
              progress.accept(done.doubleValue() / count);
              return outcome;
            })
            .toList();
    long mismatches = 0;
    long compared = 0;
    long circuits = 0;
    long crashed = 0;
    Optional<String> firstMismatch = Optional.empty();
    Optional<String> firstCrash = Optional.empty();
    for (Outcome outcome : outcomes) {
      if (outcome.comparison().isEmpty()) {
        crashed++;
        firstCrash = firstCrash.or(() -> Optional.of(outcome.detail()));
        continue;
      }
      Comparison comparison = outcome.comparison().get();
      circuits++;
      compared += comparison.comparedValues();
      mismatches += comparison.mismatches();
      if (comparison.mismatches() > 0) {
        firstMismatch = firstMismatch.or(() -> Optional.of(outcome.detail()));
      }
    }
    return new Tally(
        name,
        circuits,
        circuits * cycles,
        compared,
        mismatches,
        crashed,
        firstMismatch,
        firstCrash);
  }

  private Outcome outcome(RandomCircuit circuit, Contestant contestant) {
    Design design = Elaborator.elaborate(circuit);
    PortTrace inputs = RandomInputs.of(design, cycles, circuit.seed());
    PortTrace expected = JvmReplay.replay(Simulator.of(design, Engine.EVALUATOR), inputs);
    Design run =
        fault.map(seedOfFault -> FaultInjector.inject(design, seedOfFault).design()).orElse(design);
    try {
      Comparison comparison = Comparison.of(expected, contestant.outputs(run, inputs));
      String where = comparison.first().map(first -> circuit + ": " + first).orElse("");
      return new Outcome(Optional.of(comparison), where);
    } catch (ReplayException failed) {
      return new Outcome(Optional.empty(), circuit + ": " + failed.getMessage());
    }
  }
}
