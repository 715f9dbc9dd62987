package dev.setun.accel.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.setun.accel.design.Design;
import dev.setun.model.TernaryMatrix;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// The machine over random designs, shapes, data and environments. A failing seed is printed by
/// jqwik and replays the case.
class LinearMachineProperties {
  @Property(tries = 300)
  void resultsAreTheIntegerProduct(@ForAll long seed) {
    Case c = Case.random(seed);
    LinearRun run = new LinearMachine(c.design()).run(c.job(), c.environment());
    assertThat(run.results()).isEqualTo(product(c.job()));
  }

  @Property(tries = 300)
  void timingOnlyGivesTheSameCyclesAndBeats(@ForAll long seed) {
    Case c = Case.random(seed);
    LinearMachine machine = new LinearMachine(c.design());
    assertThat(machine.time(c.job().shape(), c.environment()))
        .isEqualTo(machine.run(c.job(), c.environment()).timing());
  }

  @Property(tries = 100)
  void everyBeatOfTheOrderPassesExactlyOnce(@ForAll long seed) {
    Case c = Case.random(seed);
    StreamOrder order = new StreamOrder(c.design(), c.job().shape());
    LinearTiming timing = new LinearMachine(c.design()).time(c.job().shape(), c.environment());
    assertThat(timing.activationBeats()).isEqualTo(order.activationBeats());
    assertThat(timing.weightBeats()).isEqualTo(order.weightBeats());
    assertThat(timing.resultBeats()).isEqualTo(order.resultBeats());
    assertThat(timing.cycles().fill()).isEqualTo(order.activationBeats());
    assertThat(timing.cycles().compute())
        .isEqualTo((long) order.kWords() * order.outputTiles() * c.job().tokens());
    assertThat(timing.cycles().drain())
        .isEqualTo(order.resultBeats() + 2L * order.outputTiles() * order.tokenTiles());
  }

  @Property(tries = 100)
  void anOfferedBeatStaysWithItsDataUntilItHasPassed(@ForAll long seed) {
    Case c = Case.random(seed);
    HoldCheck check = new HoldCheck(c.design());
    new LinearMachine(c.design()).run(c.job(), c.environment(), check);
    assertThat(check.violations()).isZero();
    assertThat(check.cycles()).isPositive();
  }

  @Property(tries = 100)
  void theCountersOnThePortsSumToTheTotalInEveryCycle(@ForAll long seed) {
    Case c = Case.random(seed);
    long[] busy = {0};
    LinearTiming timing =
        new LinearMachine(c.design())
            .run(
                c.job(),
                c.environment(),
                (cycle, ports) -> {
                  long sum = 0;
                  for (Cause cause : Cause.values()) {
                    if (cause != Cause.NONE) {
                      sum += ports.value(counter(cause));
                    }
                  }
                  assertThat(ports.value(MachinePort.COUNT_TOTAL))
                      .isEqualTo(sum)
                      .isEqualTo(busy[0]);
                  boolean isBusy = ports.isHigh(MachinePort.BUSY);
                  assertThat(ports.value(MachinePort.CAUSE) != 0).isEqualTo(isBusy);
                  busy[0] += isBusy ? 1 : 0;
                })
            .timing();
    assertThat(timing.totalCycles()).isEqualTo(busy[0]);
  }

  @Property(tries = 100)
  void aLinearWithoutWaitsTakesTheClosedFormTime(@ForAll long seed) {
    Random random = new Random(seed);
    Design any = TestDesigns.random(random);
    int wordBits = any.weightWordBits();
    Design design =
        TestDesigns.of(
            any.array().rows(),
            any.array().lanes(),
            any.array().tokens(),
            8,
            2,
            wordBits, // one beat a word: the weights are never late
            any.ports().outputLanes());
    LinearShape shape =
        new LinearShape(
            1 + random.nextInt(9),
            1 + random.nextInt(8 * any.array().lanes()),
            1 + random.nextInt(30));
    long expected = 0;
    int kWords = Math.ceilDiv(shape.inputs(), design.array().lanes());
    for (int left = shape.tokens(); left > 0; left -= design.array().tokens()) {
      int tokens = Math.min(left, design.array().tokens());
      expected += (long) tokens * kWords;
      for (int outputs = shape.outputs(); outputs > 0; outputs -= design.array().rows()) {
        int rows = Math.min(outputs, design.array().rows());
        int groups = Math.ceilDiv(rows, design.ports().outputLanes());
        expected += (long) tokens * kWords + 2 + (long) tokens * groups;
      }
    }
    assertThat(new LinearMachine(design).time(shape, Environment.unstalled()).totalCycles())
        .isEqualTo(expected);
  }

  private static MachinePort counter(Cause cause) {
    return MachinePort.valueOf("COUNT_" + cause.name());
  }

  private static int[] product(LinearJob job) {
    int[] expected = new int[job.tokens() * job.outputs()];
    byte[] row = new byte[job.inputs()];
    for (int n = 0; n < job.outputs(); n++) {
      job.weights().unpackRow(n, row);
      for (int m = 0; m < job.tokens(); m++) {
        int sum = 0;
        for (int k = 0; k < job.inputs(); k++) {
          sum += row[k] * job.activations()[m * job.inputs() + k];
        }
        expected[m * job.outputs() + n] = sum;
      }
    }
    return expected;
  }

  /// Watches the rule that valid and data stay until the beat has passed, on all three streams.
  private static final class HoldCheck implements PortListener {
    private final Stream[] streams;
    private int violations;
    private int cycles;

    HoldCheck(Design design) {
      streams =
          new Stream[] {
            new Stream(MachinePort.ACT_VALID, MachinePort.ACT_DATA, MachinePort.ACT_READY, design),
            new Stream(
                MachinePort.WEIGHT_VALID,
                MachinePort.WEIGHT_DATA,
                MachinePort.WEIGHT_READY,
                design),
            new Stream(MachinePort.OUT_VALID, MachinePort.OUT_DATA, MachinePort.OUT_READY, design)
          };
    }

    @Override
    public void cycle(long cycle, PortSample ports) {
      cycles++;
      for (Stream stream : streams) {
        violations += stream.check(ports) ? 0 : 1;
      }
    }

    int violations() {
      return violations;
    }

    int cycles() {
      return cycles;
    }
  }

  private static final class Stream {
    private final MachinePort valid;
    private final MachinePort data;
    private final MachinePort ready;
    private final long[] held;
    private boolean waiting;

    Stream(MachinePort valid, MachinePort data, MachinePort ready, Design design) {
      this.valid = valid;
      this.data = data;
      this.ready = ready;
      this.held = new long[data.words(design)];
    }

    boolean check(PortSample ports) {
      boolean ok = true;
      for (int i = 0; i < held.length; i++) {
        ok &= !waiting || (ports.isHigh(valid) && ports.word(data, i) == held[i]);
        ok &= ports.isHigh(valid) || ports.word(data, i) == 0;
        held[i] = ports.word(data, i);
      }
      waiting = ports.isHigh(valid) && !ports.isHigh(ready);
      return ok;
    }
  }

  /// A random design, job and environment.
  private record Case(Design design, LinearJob job, Environment environment) {
    static Case random(long seed) {
      Random random = new Random(seed);
      Design design = TestDesigns.random(random);
      int tokens = 1 + random.nextInt(9);
      int inputs = 1 + random.nextInt(design.largestInputs());
      int outputs = 1 + random.nextInt(30);
      byte[] weights = new byte[outputs * inputs];
      for (int i = 0; i < weights.length; i++) {
        weights[i] = (byte) (random.nextInt(3) - 1);
      }
      byte[] activations = new byte[tokens * inputs];
      random.nextBytes(activations);
      activations[0] = -128;
      LinearJob job =
          new LinearJob(
              tokens, inputs, outputs, TernaryMatrix.of(outputs, inputs, weights), activations);
      return new Case(
          design, job, new Environment(source(random), source(random), pattern(random)));
    }

    private static StreamSource source(Random random) {
      if (random.nextInt(4) == 0) {
        return new DramStream(
            random.nextInt(20),
            1 + random.nextInt(9),
            1 + random.nextInt(9),
            1 + random.nextInt(5));
      }
      return pattern(random);
    }

    private static Pattern pattern(Random random) {
      return switch (random.nextInt(3)) {
        case 0 -> new Pattern.Always();
        case 1 -> new Pattern.RandomGate(random.nextLong(), 0.1 + 0.9 * random.nextDouble());
        default -> {
          int on = 1 + random.nextInt(4);
          int off = random.nextInt(6);
          yield new Pattern.Bursts(on, off, random.nextInt(on + off));
        }
      };
    }
  }
}
