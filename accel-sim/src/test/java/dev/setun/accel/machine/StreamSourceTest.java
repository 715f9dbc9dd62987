package dev.setun.accel.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.setun.traces.InputException;
import org.junit.jupiter.api.Test;

class StreamSourceTest {
  @Test
  void theFirstDramBeatComesAfterTheLatency() {
    Gate queue = Gate.of(new DramStream(80, 9, 10, 64));
    for (int cycle = 0; cycle < 80; cycle++) {
      assertThat(queue.open()).isFalse();
    }
    assertThat(queue.open()).isTrue();
  }

  @Test
  void theDramRateIsExactOverAnyLength() {
    for (int[] rate : new int[][] {{9, 10}, {1, 7}, {3, 3}, {355, 1130}}) {
      Gate queue = Gate.of(new DramStream(0, rate[0], rate[1], 4));
      long beats = 0;
      for (long cycle = 1; cycle <= 100_000; cycle++) {
        if (queue.open()) {
          queue.passed();
          beats++;
        }
        // one beat is there at the start; every further one costs its time
        long expected = 1 + Math.floorDiv((cycle - 1) * rate[0], rate[1]);
        assertThat(beats).isEqualTo(expected);
      }
    }
  }

  @Test
  void aDramFasterThanThePortIsLimitedByThePort() {
    Gate queue = Gate.of(new DramStream(0, 5, 2, 8));
    for (int cycle = 0; cycle < 1000; cycle++) {
      assertThat(queue.open()).isTrue();
      queue.passed();
    }
  }

  @Test
  void theQueueKeepsOnlyWhatItHolds() {
    Gate queue = Gate.of(new DramStream(0, 1, 4, 3));
    for (int cycle = 0; cycle < 1000; cycle++) {
      assertThat(queue.open()).isTrue(); // nobody takes a beat
    }
    int taken = 0;
    while (queue.open()) {
      queue.passed();
      taken++;
    }
    assertThat(taken).isEqualTo(3);
  }

  @Test
  void theWeightStreamOfADesignHasItsRateInBeatsPerCycle() {
    // 11.52 GB/s at 800 MHz are 14.4 bytes a cycle, 0.9 beats of 128 bits; 100 ns are 80 cycles
    assertThat(DramStream.ofWeights(TestDesigns.of(16, 16, 4, 512, 4, 128, 4)))
        .isEqualTo(new DramStream(80, 9, 10, 64));
  }

  @Test
  void aRandomGateIsAFunctionOfItsSeed() {
    Gate one = Gate.of(new Pattern.RandomGate(5, 0.3));
    Gate two = Gate.of(new Pattern.RandomGate(5, 0.3));
    int open = 0;
    for (int cycle = 0; cycle < 10_000; cycle++) {
      boolean willing = one.open();
      assertThat(two.open()).isEqualTo(willing);
      open += willing ? 1 : 0;
    }
    assertThat(open).isBetween(2700, 3300); // 6.5 standard deviations
  }

  @Test
  void aSourceThatNeverOpensIsRefused() {
    assertThatThrownBy(() -> new Pattern.RandomGate(1, 0))
        .isInstanceOf(InputException.class)
        .hasMessage("random pattern: probability: expected more than 0 and at most 1, found 0.0");
    assertThatThrownBy(() -> new Pattern.Bursts(0, 3, 0)).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> new DramStream(0, 0, 1, 1)).isInstanceOf(InputException.class);
  }
}
