package dev.setun.hdl.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.setun.hdl.Port;
import dev.setun.testing.RequiresTool;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class YosysCheckTest {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private static VerilogTop top(String body) {
    return VerilogTop.of(
        "adder",
        Map.of(
            "adder.v",
            "module adder(input clk, input [7:0] a, output [7:0] y);\n" + body + "\nendmodule\n"),
        List.of(
            new Port("a", Port.Direction.INPUT, 8, false),
            new Port("y", Port.Direction.OUTPUT, 8, false)));
  }

  @Test
  @RequiresTool("yosys")
  void countsTheCellsOfSoundVerilog() {
    YosysCheck check =
        YosysCheck.run(top("reg [7:0] r; always @(posedge clk) r <= r + a; assign y = r;"), LIMIT);
    assertThat(check.cells()).containsEntry("$add", 1L).containsEntry("$dff", 1L);
    assertThat(check.total()).isEqualTo(2);
  }

  @Test
  @RequiresTool("yosys")
  void refusesACombinationalLoop() {
    assertThatThrownBy(
            () -> YosysCheck.run(top("wire [7:0] t; assign t = t + a; assign y = t;"), LIMIT))
        .isInstanceOf(ReplayException.class);
  }
}
