package dev.setun.accel.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import dev.setun.accel.cost.Component;
import dev.setun.accel.cost.Energy;
import dev.setun.accel.cost.Event;
import dev.setun.accel.design.Design;
import dev.setun.accel.design.Designs;
import dev.setun.accel.machine.Environment;
import dev.setun.accel.machine.LinearJob;
import dev.setun.accel.machine.LinearMachine;
import dev.setun.accel.machine.LinearShape;
import dev.setun.accel.workload.Phase;
import dev.setun.accel.workload.TransformerShape;
import dev.setun.accel.workload.VectorKind;
import dev.setun.accel.workload.Workload;
import dev.setun.accel.workload.WorkloadOp;
import dev.setun.model.TernaryMatrix;
import dev.setun.traces.InputException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SystemSimulatorTest {
  private static final Design EDGE = Designs.load("edge-16x16");
  private static final Workload BARD = Workload.of(TransformerShape.bard(), new Phase.Prefill(6));

  @Test
  void operationsFollowEachOtherWithoutGapsAndSumToTheTotals() {
    SystemRun run = new SystemSimulator(EDGE).run(BARD);
    long cycle = 0;
    long dramBytes = 0;
    Energy energy = Energy.ZERO;
    CyclesByCause cycles = CyclesByCause.none();
    for (OpResult op : run.ops()) {
      assertThat(op.startCycle()).isEqualTo(cycle);
      assertThat(op.latencyCycles()).isPositive();
      cycle += op.latencyCycles();
      dramBytes += op.dramBytes();
      energy = energy.plus(op.energy().total());
      cycles = cycles.plus(op.cycles());
    }
    assertThat(run.latencyCycles()).isEqualTo(cycle);
    assertThat(run.cycles()).isEqualTo(cycles);
    assertThat(run.dramBytes())
        .isEqualTo(dramBytes)
        .isEqualTo(run.activity().count(Event.DRAM_BIT) / 8);
    close(run.energy().total(), energy);
    Energy byComponent = Energy.ZERO;
    for (Component component : Component.values()) {
      byComponent = byComponent.plus(run.energy().of(component).energy());
    }
    close(run.energy().total(), byComponent);
    assertThat(run.ops()).hasSize(BARD.ops().size());
  }

  @Test
  void aLinearTakesTheCycleOfStartAndTheBusyCyclesOfTheMachine() {
    SystemRun run = new SystemSimulator(EDGE).run(BARD);
    for (OpResult result : run.ops()) {
      if (result.op() instanceof WorkloadOp.Ternary linear) {
        long busy =
            new LinearMachine(EDGE).time(linear.shape(), Environment.ofSystem(EDGE)).totalCycles();
        assertThat(result.latencyCycles()).isEqualTo(1 + busy);
        assertThat(result.cycles().of(TimeCause.START)).isEqualTo(1);
        assertThat(result.model()).isEqualTo(TimingModel.CYCLE_EXACT);
      } else {
        assertThat(result.model()).isEqualTo(TimingModel.BEHAVIOURAL);
      }
    }
  }

  @Test
  void aTimerThatRunsRealDataGivesTheSameRun() {
    LinearTimer functional =
        linear -> {
          LinearShape shape = linear.shape();
          byte[] weights = new byte[shape.outputs() * shape.inputs()];
          byte[] activations = new byte[shape.tokens() * shape.inputs()];
          TernaryMatrix matrix = TernaryMatrix.of(shape.outputs(), shape.inputs(), weights);
          LinearJob job =
              new LinearJob(shape.tokens(), shape.inputs(), shape.outputs(), matrix, activations);
          return new LinearMachine(EDGE).run(job, Environment.ofSystem(EDGE)).timing();
        };
    TransformerShape small = new TransformerShape("small", 40, 1, 2, 1, 18, 90, 50, 16, 16);
    Workload workload = Workload.of(small, new Phase.Prefill(5));
    assertThat(new SystemSimulator(EDGE, functional).run(workload))
        .isEqualTo(new SystemSimulator(EDGE).run(workload));
  }

  @Test
  void aVectorOperationTakesTheLongerOfComputingAndReading() {
    // edge: 16 lanes, start-up 8; 100 ns = 80 cycles; 14.4 bytes a cycle
    assertThat(cycles(VectorKind.RMS_NORM, 33, 0))
        .isEqualTo(Map.of(TimeCause.VECTOR_UNIT, 8 + 3 * 4L, TimeCause.VECTOR_MEMORY_WAIT, 0L));
    assertThat(cycles(VectorKind.HEAD, 160, 1440)) // 28 cycles; 80 + 100
        .isEqualTo(Map.of(TimeCause.VECTOR_UNIT, 28L, TimeCause.VECTOR_MEMORY_WAIT, 152L));
    assertThat(cycles(VectorKind.HEAD, 160, 1441)) // a part of a cycle counts as one
        .isEqualTo(Map.of(TimeCause.VECTOR_UNIT, 28L, TimeCause.VECTOR_MEMORY_WAIT, 153L));
  }

  @ParameterizedTest
  @MethodSource("dev.setun.accel.workload.TransformerShape#presets")
  void everyPresetRunsOnTheWideDesignAndMovesItsWeightsOnce(TransformerShape shape) {
    SystemRun run =
        new SystemSimulator(Designs.load("edge-16x16-wide"))
            .run(Workload.of(shape, new Phase.Decode(0)));
    // Two bits a ternary weight; two bytes for each weight of head and norms, for an embedding row,
    // and for a position of the cache that is written and read.
    long embedding = shape.tied() ? 0 : (long) shape.vocabulary() * shape.hidden();
    long cached = 2L * shape.layers() * shape.kvWidth();
    long bytes =
        shape.ternaryWeights() / 4
            + 2 * (shape.denseWeights() - embedding + shape.hidden() + 2 * cached);
    // 5460 columns are padded to 5472.
    long padding = shape.name().equals("bitnet-xl") ? shape.ternaryWeights() / 4 / 500 : 0;
    assertThat(run.dramBytes()).isBetween(bytes, bytes + padding);
  }

  @Test
  void aTokenOfBitnetMovesItsWeightsAndIsBoundByMemoryAndVectorRate() {
    Workload token = Workload.of(TransformerShape.named("bitnet-2b4t"), new Phase.Decode(511));
    SystemRun run = new SystemSimulator(EDGE).run(token);
    long ternaryBytes = 2_084_044_800L / 4; // all dimensions are multiples of 16: no padding
    long headBytes = 656_670_720L;
    long cacheBytes = 2L * 30 * 640 * 2 * (512 + 1); // 512 keys and values read, one written
    long normBytes = 2L * 440_320;
    long embeddingBytes = 2L * 2560;
    assertThat(run.dramBytes())
        .isEqualTo(ternaryBytes + headBytes + cacheBytes + normBytes + embeddingBytes);
    assertThat(run.latencySeconds()).isGreaterThan(run.dramBytes() / 11.52e9);
    assertThat(run.tokensPerSecond()).isCloseTo(1 / run.latencySeconds(), offset(1e-9));
    // one token: a weight word keeps the array busy for one cycle of the 4.44 that it takes to come
    assertThat(run.cycles().of(TimeCause.COMPUTE)).isEqualTo(2_084_044_800L / 256);
    assertThat(run.cycles().of(TimeCause.OUTPUT_BACKPRESSURE)).isZero();
    assertThat(run.activity().count(Event.SELECT_ADD)).isEqualTo(2_084_044_800L);
  }

  @Test
  void aDesignThatCannotHoldALinearIsRefusedBeforeAnythingRuns() {
    Design small =
        Designs.parse(
            "small.yaml",
            Designs.toYaml(EDGE)
                .replace("activationWordsPerToken: 512", "activationWordsPerToken: 32"));
    assertThatThrownBy(() -> new SystemSimulator(small).run(BARD))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "linear 6x768x256: expected inputs (K) of at most 512 on design edge-16x16, found 768"
                + " (set buffers.activationWordsPerToken to 64)");
  }

  @Test
  void theTableHasAValueForEveryColumn() {
    SystemRun run = new SystemSimulator(EDGE).run(BARD);
    List<String> columns = OpTable.columns();
    assertThat(columns).doesNotHaveDuplicates().allMatch(name -> name.matches("[a-z0-9_]+"));
    for (OpResult op : run.ops()) {
      List<Object> row = OpTable.row(op);
      assertThat(row).hasSameSizeAs(columns);
      assertThat(row.get(columns.indexOf("latency_cycles"))).isEqualTo(op.latencyCycles());
      assertThat(row.get(columns.indexOf("energy_pj"))).isEqualTo(op.energy().total().nominalPj());
      long byCause = 0;
      for (TimeCause cause : TimeCause.values()) {
        byCause += (long) row.get(columns.indexOf(cause.label() + "_cycles"));
      }
      assertThat(byCause).isEqualTo(op.latencyCycles());
    }
  }

  private static Map<TimeCause, Long> cycles(VectorKind kind, long elements, long bytes) {
    return new VectorUnit(EDGE)
        .time(new WorkloadOp.Vector("x", OptionalInt.empty(), kind, elements, bytes, 0))
        .cycles();
  }

  private static void close(Energy actual, Energy expected) {
    double tolerance = 1e-9 * expected.highPj();
    assertThat(actual.lowPj()).isCloseTo(expected.lowPj(), offset(tolerance));
    assertThat(actual.nominalPj()).isCloseTo(expected.nominalPj(), offset(tolerance));
    assertThat(actual.highPj()).isCloseTo(expected.highPj(), offset(tolerance));
  }
}
