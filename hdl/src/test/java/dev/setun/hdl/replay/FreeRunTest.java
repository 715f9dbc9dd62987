package dev.setun.hdl.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.setun.hdl.Port;
import dev.setun.testing.RequiresTool;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreeRunTest {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @TempDir Path work = Path.of(".");

  /// Counts down from 5, as a signed number of 12 bits.
  private static VerilogTop countdown(String resetValue) {
    return VerilogTop.of(
        "countdown",
        Map.of(
            "countdown.v",
            """
            module countdown (input wire clk, input wire rst, output reg signed [11:0] left);
              always @(posedge clk) if (rst) left <= RESET; else left <= left - 12'sd1;
            endmodule
            """
                .replace("RESET", resetValue)),
        List.of(
            new Port("rst", Port.Direction.INPUT, 1, false),
            new Port("left", Port.Direction.OUTPUT, 12, true)));
  }

  private static void holds(FreeRun run) {
    assertThat(run.run(0)).isEqualTo(BigInteger.valueOf(5));
    assertThat(run.run(3)).isEqualTo(BigInteger.TWO);
    assertThat(run.run(6)).as("-1, taken as unsigned").isEqualTo(BigInteger.valueOf(4095));
  }

  @Test
  @RequiresTool({"verilator", "g++", "make"})
  void verilatorRunsAsManyCyclesAsAsked() {
    holds(FreeRun.verilator(countdown("12'sd5"), work, LIMIT));
  }

  @Test
  @RequiresTool({"iverilog", "vvp"})
  void icarusRunsAsManyCyclesAsAsked() {
    holds(FreeRun.icarus(countdown("12'sd5"), work, LIMIT));
  }

  @Test
  @RequiresTool({"iverilog", "vvp"})
  void anUnknownOutputIsRefused() {
    FreeRun run = FreeRun.icarus(countdown("12'bx"), work, LIMIT);
    assertThatThrownBy(() -> run.run(1))
        .isInstanceOf(ReplayException.class)
        .hasMessageContaining("expected a value, found value");
  }

  @Test
  @RequiresTool({"iverilog", "vvp"})
  void aDesignThatNeedsStimulusIsRefused() {
    VerilogTop other =
        VerilogTop.of(
            "other",
            Map.of("other.v", "module other (input wire a, output wire b); endmodule\n"),
            List.of(
                new Port("a", Port.Direction.INPUT, 1, false),
                new Port("b", Port.Direction.OUTPUT, 1, false)));
    assertThatThrownBy(() -> FreeRun.icarus(other, work, LIMIT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("other: expected rst and one output of at most 64 bits");
  }
}
