package dev.setun.hdl.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.setun.testing.RequiresTool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresTool({"iverilog", "vvp"})
final class IcarusReplayTest extends RunnerChecks {
  @TempDir private Path work;

  @Override
  Replay replay() {
    return new IcarusReplay(work.resolve("a folder"), Duration.ofMinutes(1));
  }

  @Test
  void aRegisterBeforeItsResetIsUnknown() {
    Response response = replay().run(Samples.counter(), Samples.counterStimulus(5, 1));
    assertThat(response.isUnknown(0, 0)).isTrue();
    assertThat(response.hex(0, 0)).isEqualTo("xx");
    assertThat(response.isUnknown(1, 0)).isFalse();
    assertThat(response.firstUnknown(0, List.of("next", "count"))).isEqualTo("0 next");
    assertThat(response.firstUnknown(1, List.of("next", "count"))).isEmpty();
  }

  @Test
  void unknownBitsAreMarkedOneByOneAndNeverEqualToAnything() {
    VerilogTop top =
        VerilogTop.of(
            "mixed",
            Map.of(
                "mixed.v",
                """
                module mixed (input wire clk, input wire [3:0] a, output wire [69:0] b);
                  assign b = {1'b1, 1'bx, 64'd5, a[3:1], 1'bz};
                endmodule
                """),
            List.of(Samples.in("a", 4), Samples.out("b", 70)));
    PortTrace inputs = new PortTrace(top.inputs());
    inputs.addCycle();
    inputs.set(0, 0, 0, 0b1011);
    Response response = replay().run(top, inputs);
    assertThat(response.unknown().get(0, 0, 1)).isEqualTo(0b010000);
    assertThat(response.unknown().get(0, 0, 0)).isEqualTo(1);
    assertThat(response.values().get(0, 0, 1)).isEqualTo(0b100000);
    assertThat(response.values().get(0, 0, 0)).isEqualTo(5 << 4 | 0b1010);
    assertThat(response.hex(0, 0)).isEqualTo("x" + "0".repeat(15) + "5x");
    Comparison comparison = Comparison.of(response.values(), response);
    assertThat(comparison.mismatches()).isEqualTo(1);
  }
}
