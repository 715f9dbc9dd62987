package dev.setun.hdl.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.setun.hdl.Port;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What every runner must do; each runner's test class says which it is.
abstract class RunnerChecks {
  abstract Replay replay();

  @Test
  void outputsAreSampledAfterTheInputsAndBeforeTheClock() {
    PortTrace inputs = Samples.counterStimulus(600, 1);
    Response response = replay().run(Samples.counter(), inputs);
    assertThat(response.values().cycles()).isEqualTo(600);
    int count = 0;
    for (int cycle = 1; cycle < 600; cycle++) {
      int enable = (int) inputs.get(cycle, 1, 0);
      assertThat(response.values().get(cycle, 0, 0)).isEqualTo(count);
      assertThat(response.values().get(cycle, 1, 0)).isEqualTo((count + enable) & 255);
      count = (count + enable) & 255;
    }
  }

  /// 5000 bits are 78 words and 8 bits.
  private static final int LAST_WORD = 78;

  @Test
  void portsWiderThanAWordKeepEveryBit() {
    PortTrace inputs = new PortTrace(Samples.wide().inputs());
    Random random = new Random(2);
    for (int cycle = 0; cycle < 100; cycle++) {
      inputs.addCycle();
      for (int word = 0; word <= LAST_WORD; word++) {
        inputs.set(cycle, 0, word, random.nextLong() & (word == LAST_WORD ? 0xff : -1L));
      }
    }
    PortTrace outputs = replay().run(Samples.wide(), inputs).values();
    for (int cycle = 0; cycle < 100; cycle++) {
      for (int word = 0; word <= LAST_WORD; word++) {
        long mask = word == LAST_WORD ? 0xff : -1L;
        assertThat(outputs.get(cycle, 1, word)).isEqualTo(~inputs.get(cycle, 0, word) & mask);
        if (cycle > 0) {
          assertThat(outputs.get(cycle, 0, word)).isEqualTo(inputs.get(cycle - 1, 0, word));
        }
      }
      assertThat(outputs.get(cycle, 2, 0)).isEqualTo(inputs.get(cycle, 0, LAST_WORD) >>> 7);
    }
  }

  @Test
  void signedPortsAreTwosComplementWithZerosBeyondTheWidth() {
    PortTrace inputs = new PortTrace(Samples.signed().inputs());
    int[][] pairs = {{-256, -256}, {-256, 255}, {-1, 1}, {0, -1}, {17, 16}};
    for (int[] pair : pairs) {
      int cycle = inputs.addCycle();
      inputs.set(cycle, 0, 0, pair[0] & 0x1ff);
      inputs.set(cycle, 1, 0, pair[1] & 0x1ff);
    }
    PortTrace outputs = replay().run(Samples.signed(), inputs).values();
    for (int cycle = 0; cycle < pairs.length; cycle++) {
      int[] pair = pairs[cycle];
      assertThat(outputs.get(cycle, 0, 0)).isEqualTo((long) pair[0] * pair[1] & 0x3ffff);
      if (cycle > 0) {
        int smaller = Math.min(pairs[cycle - 1][0], pairs[cycle - 1][1]);
        assertThat(outputs.get(cycle, 1, 0)).isEqualTo(smaller & 0x1ff);
      }
    }
  }

  @Test
  void theColumnsOfTheStimulusMayBeInAnyOrder() {
    VerilogTop top = Samples.counter();
    PortTrace inputs = Samples.counterStimulus(50, 3);
    PortTrace swapped = new PortTrace(top.inputs().reversed());
    for (int cycle = 0; cycle < 50; cycle++) {
      swapped.addCycle();
      swapped.set(cycle, 0, 0, inputs.get(cycle, 1, 0));
      swapped.set(cycle, 1, 0, inputs.get(cycle, 0, 0));
    }
    PortTrace expected = replay().run(top, inputs).values();
    PortTrace actual = replay().run(top, swapped).values();
    for (int cycle = 1; cycle < 50; cycle++) {
      assertThat(actual.get(cycle, 0, 0)).isEqualTo(expected.get(cycle, 0, 0));
    }
  }

  @Test
  void noCyclesGiveNoRows() {
    Response response = replay().run(Samples.counter(), new PortTrace(Samples.counter().inputs()));
    assertThat(response.values().cycles()).isZero();
  }

  @Test
  void verilogThatTheToolRefusesIsAnErrorThatQuotesIt() {
    VerilogTop broken =
        VerilogTop.of(
            "broken",
            Map.of(
                "broken.v",
                "module broken (input wire clk, input wire a output wire b);\nendmodule\n"),
            List.of(Samples.in("a", 1), Samples.out("b", 1)));
    assertThatThrownBy(() -> replay().run(broken, new PortTrace(broken.inputs())))
        .isInstanceOf(ReplayException.class)
        .hasMessageContaining("broken.v")
        .hasMessageNotContaining("\n");
  }

  @Test
  void aStimulusWithoutAColumnForAnInputIsRefused() {
    PortTrace inputs = new PortTrace(List.of(Samples.in("rst", 1)));
    assertThatThrownBy(() -> replay().run(Samples.counter(), inputs))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("enable");
    PortTrace wrong =
        new PortTrace(
            List.of(Samples.in("rst", 1), new Port("enable", Port.Direction.INPUT, 2, false)));
    assertThatThrownBy(() -> replay().run(Samples.counter(), wrong))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected 1 bits, found 2");
  }
}
