package dev.setun.accel.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.setun.accel.design.Design;
import dev.setun.model.TernaryMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Timelines worked out by hand from docs/microarchitecture.md.
class TimelineTest {
  private static final Environment UNSTALLED = Environment.unstalled();

  /// R 2, L 2, T 2, W 2, F 2, B 8 (one beat a word), P 1; one token, two words, one output.
  @Test
  void theSmallestLinearWithoutStalls() {
    Timeline t =
        Timeline.of(
            TestDesigns.of(2, 2, 2, 2, 2, 8, 1),
            new LinearJob(
                1, 3, 1, TernaryMatrix.of(1, 3, new byte[] {1, -1, 1}), new byte[] {10, 20, -128}),
            UNSTALLED);
    // cycle                                 0  1  2  3  4  5  6  7  8
    t.shows(MachinePort.START, /*        */ 1, 0, 0, 0, 0, 0, 0, 0, 0);
    t.shows(MachinePort.CFG_INPUTS, /*   */ 3, 0, 0, 0, 0, 0, 0, 0, 0);
    t.shows(MachinePort.CAUSE, /*        */ 0, 2, 2, 1, 1, 3, 3, 3, 0);
    t.shows(MachinePort.BUSY, /*         */ 0, 1, 1, 1, 1, 1, 1, 1, 0);
    t.shows(MachinePort.DONE, /*         */ 0, 0, 0, 0, 0, 0, 0, 0, 1);
    t.shows(MachinePort.ACT_VALID, /*    */ 1, 1, 1, 0, 0, 0, 0, 0, 0);
    t.shows(MachinePort.ACT_READY, /*    */ 0, 1, 1, 0, 0, 0, 0, 0, 0);
    t.shows(MachinePort.WEIGHT_VALID, /* */ 1, 1, 0, 0, 0, 0, 0, 0, 0);
    t.shows(MachinePort.WEIGHT_READY, /* */ 1, 1, 0, 0, 1, 1, 1, 1, 1);
    t.shows(MachinePort.OUT_VALID, /*    */ 0, 0, 0, 0, 0, 0, 0, 1, 0);
    t.shows(MachinePort.COUNT_TOTAL, /*  */ 0, 0, 1, 2, 3, 4, 5, 6, 7);
    t.shows(MachinePort.COUNT_FILL, /*   */ 0, 0, 1, 2, 2, 2, 2, 2, 2);
    t.shows(MachinePort.COUNT_COMPUTE, /**/ 0, 0, 0, 0, 1, 2, 2, 2, 2);
    t.shows(MachinePort.COUNT_DRAIN, /*  */ 0, 0, 0, 0, 0, 0, 1, 2, 3);
    t.shows(MachinePort.OUT_DATA, 0, 0, 0, 0, 0, 0, 0, (10 - 20 - 128) & 0xffff_ffffL, 0);
  }

  /// Two beats a word, weights in cycles 0, 3, 6 ..., activations from cycle 2, the receiver ready
  /// in cycles 2, 6, 10 ...
  @Test
  void everyCauseOfAStallIsTheOneThatTheTextGives() {
    Timeline t =
        Timeline.of(
            TestDesigns.of(2, 2, 2, 2, 2, 4, 1),
            new LinearJob(
                1, 2, 1, TernaryMatrix.of(1, 2, new byte[] {-1, -1}), new byte[] {-128, -128}),
            new Environment(
                new Pattern.Bursts(1, 2, 1),
                new Pattern.Bursts(1, 2, 0),
                new Pattern.Bursts(1, 3, 2)));
    // cycle                                  0  1  2  3  4  5  6  7  8  9 10 11
    t.shows(MachinePort.CAUSE, /*         */ 0, 5, 2, 4, 1, 3, 3, 6, 6, 6, 3, 0);
    t.shows(MachinePort.ACT_VALID, /*     */ 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    t.shows(MachinePort.WEIGHT_VALID, /*  */ 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0);
    t.shows(MachinePort.OUT_VALID, /*     */ 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 0);
    t.shows(MachinePort.OUT_READY, /*     */ 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0);
    t.shows(MachinePort.OUT_DATA, 0, 0, 0, 0, 0, 0, 0, 256, 256, 256, 256, 0);
    t.shows(MachinePort.COUNT_ACTIVATION_WAIT, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
    t.shows(MachinePort.COUNT_WEIGHT_WAIT, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1);
    t.shows(MachinePort.COUNT_OUTPUT_BACKPRESSURE, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 3);
  }

  /// R 2, L 1, T 2, B 4 (one beat a word), P 2; three tokens in two tiles, three outputs in two.
  @Test
  void tokensShareAWeightWordAndWeightsComeOncePerTokenTile() {
    Timeline t =
        Timeline.of(
            TestDesigns.of(2, 1, 2, 2, 2, 4, 2),
            new LinearJob(
                3, 1, 3, TernaryMatrix.of(3, 1, new byte[] {1, -1, 0}), new byte[] {5, -128, 7}),
            UNSTALLED);
    // cycle 0, then: tile of tokens 0 and 1, outputs 0 and 1; output 2; tile of token 2, the same
    t.shows(
        MachinePort.CAUSE,
        0,
        2,
        2,
        1,
        1,
        3,
        3,
        3,
        3,
        1,
        1,
        3,
        3,
        3,
        3,
        2,
        1,
        3,
        3,
        3,
        1,
        3,
        3,
        3,
        0);
    t.shows(
        MachinePort.WEIGHT_VALID,
        1,
        1,
        1,
        1,
        1,
        1,
        1,
        1,
        1,
        1,
        1,
        1,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0);
    t.shows(
        MachinePort.WEIGHT_READY,
        1,
        1,
        0,
        0,
        0,
        1,
        0,
        0,
        0,
        0,
        0,
        1,
        0,
        0,
        0,
        0,
        0,
        1,
        1,
        1,
        1,
        1,
        1,
        1,
        1);
    assertThat(t.resultPairs())
        .containsExactly(
            List.of(5, -5),
            List.of(-128, 128),
            List.of(0, 0),
            List.of(0, 0),
            List.of(7, -7),
            List.of(0, 0));
  }

  /// The values of all ports of one run.
  private static final class Timeline {
    private final List<Map<MachinePort, Long>> cycles = new ArrayList<>();

    static Timeline of(Design design, LinearJob job, Environment environment) {
      Timeline timeline = new Timeline();
      new LinearMachine(design)
          .run(
              job,
              environment,
              (cycle, ports) -> {
                assertThat(cycle).isEqualTo(timeline.cycles.size());
                Map<MachinePort, Long> row = new EnumMap<>(MachinePort.class);
                for (MachinePort port : MachinePort.values()) {
                  row.put(port, ports.word(port, 0));
                }
                timeline.cycles.add(row);
              });
      return timeline;
    }

    void shows(MachinePort port, long... expected) {
      assertThat(cycles.stream().map(row -> row.get(port)).toList())
          .as(port.verilogName())
          .isEqualTo(Arrays.stream(expected).boxed().toList());
    }

    List<List<Integer>> resultPairs() {
      return cycles.stream()
          .filter(row -> Long.valueOf(1).equals(row.get(MachinePort.OUT_VALID)))
          .map(row -> row.getOrDefault(MachinePort.OUT_DATA, 0L))
          .map(word -> List.of((int) (long) word, (int) (word >>> 32)))
          .toList();
    }
  }
}
