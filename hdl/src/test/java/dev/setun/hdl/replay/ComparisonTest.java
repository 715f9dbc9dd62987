package dev.setun.hdl.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ComparisonTest {
  private static PortTrace trace(long... rows) {
    PortTrace trace =
        new PortTrace(List.of(Samples.out("out_valid", 1), Samples.out("out_data", 8)));
    for (long row : rows) {
      int cycle = trace.addCycle();
      trace.set(cycle, 0, 0, row >> 8);
      trace.set(cycle, 1, 0, row & 255);
    }
    return trace;
  }

  @Test
  void theFirstMismatchNamesCyclePortAndBothValues() {
    Comparison comparison = Comparison.of(trace(0x101, 0x102), Response.known(trace(0x101, 0x1fe)));
    assertThat(comparison).isEqualTo(new Comparison(2, 4, 1, 1, comparison.first()));
    assertThat(comparison.first().orElseThrow())
        .hasToString("cycle 1: out_data: expected 02, actual fe");
  }

  @Test
  void dataIsComparedOnlyInCyclesInWhichItIsExpectedToBeValid() {
    Map<String, String> onlyWhen = Map.of("out_data", "out_valid");
    Comparison idle =
        Comparison.of(
            trace(0x001, 0x102), Response.known(trace(0x0ff, 0x102)), onlyWhen, cycle -> true);
    assertThat(idle.mismatches()).isZero();
    assertThat(idle.comparedValues()).isEqualTo(3);
    Comparison valid =
        Comparison.of(
            trace(0x101, 0x102), Response.known(trace(0x0ff, 0x102)), onlyWhen, cycle -> true);
    assertThat(valid.mismatches()).isEqualTo(2);
    assertThat(valid.differingCycles()).isEqualTo(1);
  }

  @Test
  void anUnknownValidIsAMismatchEvenWhereLowIsExpected() {
    PortTrace values = trace(0x000);
    PortTrace unknown = trace(0x100);
    Comparison comparison =
        Comparison.of(
            values, new Response(values, unknown), Map.of("out_data", "out_valid"), cycle -> true);
    assertThat(comparison.mismatches()).isEqualTo(1);
    assertThat(comparison.first().orElseThrow().actual()).isEqualTo("x");
  }

  @Test
  void cyclesThatAreLeftOutAreNotCounted() {
    Comparison comparison =
        Comparison.of(
            trace(0x101, 0x102), Response.known(trace(0x1ff, 0x102)), Map.of(), cycle -> cycle > 0);
    assertThat(comparison.mismatches()).isZero();
    assertThat(comparison.comparedCycles()).isEqualTo(1);
    assertThat(comparison.comparedValues()).isEqualTo(2);
  }

  @Test
  void tracesOfDifferentLengthAreNotCompared() {
    assertThatThrownBy(() -> Comparison.of(trace(1, 2), Response.known(trace(1))))
        .hasMessageContaining("expected 2 cycles, found 1");
  }
}
