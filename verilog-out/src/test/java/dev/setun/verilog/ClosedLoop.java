package dev.setun.verilog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.setun.accel.design.Design;
import dev.setun.accel.machine.LinearJob;
import dev.setun.accel.machine.StreamOrder;
import dev.setun.accel.machine.WeightStream;
import dev.setun.hdl.sim.Simulator;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/// An environment that reacts to the circuit in each cycle: sources that hold what they offer, a
/// receiver, and a host that starts one linear after the other without a reset between them.
///
/// Beats of all linears are offered as soon as the sources like, so weights of a linear arrive
/// while the one before still runs.
final class ClosedLoop {
  private static final List<String> COUNTERS =
      List.of(
          "count_compute",
          "count_fill",
          "count_drain",
          "count_weight_wait",
          "count_activation_wait",
          "count_output_backpressure");

  private final Simulator sim;
  private final Design design;
  private final Random random;
  private final Deque<long[]> activations = new ArrayDeque<>();
  private final Deque<long[]> weights = new ArrayDeque<>();
  private final List<long[]> results = new ArrayList<>();
  private final long[] causes = new long[1 + COUNTERS.size()];
  private boolean activationOffered;
  private boolean weightOffered;

  ClosedLoop(Design design, Random random) {
    this.design = design;
    this.random = random;
    this.sim = Simulator.of(AcceleratorCircuit.of(design).circuit());
    sim.reset();
  }

  Simulator sim() {
    return sim;
  }

  /// Puts the beats of a linear behind those that are waiting.
  void enqueue(LinearJob job) {
    StreamOrder order = new StreamOrder(design, job.shape());
    for (long beat = 0; beat < order.activationBeats(); beat++) {
      long[] data = new long[sim.probe("act_data").words()];
      order.activationBeat(beat, job.activations(), data);
      activations.add(data);
    }
    WeightStream stream = order.weightStream(job.weights());
    for (long beat = 0; beat < order.weightBeats(); beat++) {
      long[] data = new long[sim.probe("weight_data").words()];
      stream.beat(beat, data);
      weights.add(data);
    }
  }

  /// Starts a linear whose beats are on their way, in this cycle, and runs it up to the cycle in
  /// which `done` is high.
  ///
  /// @return Y
  int[] run(LinearJob job) {
    results.clear();
    start(job);
    Arrays.fill(causes, 0);
    for (int cycles = 0; sim.peek("done") == 0; cycles++) {
      assertThat(cycles).as("cycles without an end").isLessThan(100_000);
      assertThat(sim.peek("busy")).isEqualTo(1);
      // A start while busy is ignored, whatever is on the configuration ports.
      configure(random.nextInt(4) == 0, random.nextInt(99), random.nextInt(99), random.nextInt(99));
      cycle();
    }
    configure(false, 0, 0, 0);
    checkCounters();
    return unpack(job);
  }

  /// The cycle in which a linear starts.
  void start(LinearJob job) {
    assertThat(sim.peek("busy")).isZero();
    configure(true, job.tokens(), job.inputs(), job.outputs());
    cycle();
    configure(false, 0, 0, 0);
  }

  /// A cycle of reset, after which no source has anything to send.
  void reset() {
    activations.clear();
    weights.clear();
    activationOffered = false;
    weightOffered = false;
    sim.reset();
  }

  /// One cycle, in which the sources and the receiver are as willing as chance has it.
  void cycle() {
    activationOffered |= !activations.isEmpty() && random.nextInt(3) > 0;
    weightOffered |= !weights.isEmpty() && random.nextInt(5) > 0;
    offer("act", activationOffered, activations);
    offer("weight", weightOffered, weights);
    sim.poke("out_ready", random.nextInt(3) > 0 ? 1 : 0);
    causes[(int) sim.peek("cause")]++;
    if (sim.peek("out_valid") == 1 && sim.peek("out_ready") == 1) {
      results.add(words("out_data"));
    }
    boolean activationPasses = activationOffered && sim.peek("act_ready") == 1;
    boolean weightPasses = weightOffered && sim.peek("weight_ready") == 1;
    sim.step();
    if (activationPasses) {
      activations.remove();
      activationOffered = false;
    }
    if (weightPasses) {
      weights.remove();
      weightOffered = false;
    }
  }

  private int[] unpack(LinearJob job) {
    StreamOrder order = new StreamOrder(design, job.shape());
    assertThat(results).hasSize((int) order.resultBeats());
    int[] y = new int[job.tokens() * job.outputs()];
    for (int beat = 0; beat < results.size(); beat++) {
      order.unpackResult(beat, results.get(beat), y);
    }
    return y;
  }

  boolean allBeatsTaken() {
    return activations.isEmpty() && weights.isEmpty();
  }

  private void checkCounters() {
    assertThat(causes[0]).as("busy cycles without a cause").isZero();
    long total = 0;
    for (int cause = 1; cause < causes.length; cause++) {
      assertThat(sim.peek(COUNTERS.get(cause - 1))).isEqualTo(causes[cause]);
      total += causes[cause];
    }
    assertThat(sim.peek("count_total")).isEqualTo(total);
  }

  private void configure(boolean start, int tokens, int inputs, int outputs) {
    sim.poke("start", start ? 1 : 0);
    sim.poke("cfg_tokens", tokens);
    sim.poke("cfg_inputs", inputs);
    sim.poke("cfg_outputs", outputs);
  }

  private void offer(String stream, boolean valid, Deque<long[]> beats) {
    sim.poke(stream + "_valid", valid ? 1 : 0);
    for (int word = 0; word < sim.probe(stream + "_data").words(); word++) {
      sim.probe(stream + "_data").setWord(word, valid ? beats.element()[word] : 0);
    }
  }

  private long[] words(String port) {
    long[] words = new long[sim.probe(port).words()];
    for (int word = 0; word < words.length; word++) {
      words[word] = sim.probe(port).word(word);
    }
    return words;
  }
}
