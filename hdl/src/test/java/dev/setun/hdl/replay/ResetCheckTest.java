package dev.setun.hdl.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.setun.hdl.Port;
import dev.setun.hdl.random.RandomInputs;
import dev.setun.testing.RequiresTool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresTool({"iverilog", "vvp"})
class ResetCheckTest {
  private static final String TEXT =
      """
      module late (input wire clk, input wire rst, input wire go,
          output reg out_valid, output reg [3:0] out_data, output reg [3:0] count);
        always @(posedge clk) begin
          out_valid <= rst ? 1'b0 : go;
          out_data <= {4{go}};
          count <= count + 4'd1;RESET
        end
      endmodule
      """;

  @TempDir Path folder = Path.of(".");

  private ResetCheck check(String reset) {
    var top =
        VerilogTop.of(
            "late",
            Map.of("late.v", TEXT.replace("RESET", reset)),
            List.of(
                new Port("rst", Port.Direction.INPUT, 1, false),
                new Port("go", Port.Direction.INPUT, 1, false),
                new Port("out_valid", Port.Direction.OUTPUT, 1, false),
                new Port("out_data", Port.Direction.OUTPUT, 4, false),
                new Port("count", Port.Direction.OUTPUT, 4, false)));
    PortTrace inputs = RandomInputs.afterReset(top.ports(), 2, 50, 1);
    var simulator = new IcarusReplay(folder, Duration.ofMinutes(1));
    return ResetCheck.run(simulator, top, inputs, 2);
  }

  @Test
  void aRegisterWithoutResetIsFoundAndDataCountsWhereItIsValidOnly() {
    ResetCheck check = check("");
    assertThat(check.unknown())
        .containsExactly(new ResetCheck.Output("count", Optional.empty(), 48, 48, 0));
    assertThat(check.outputs().get(1).valid()).contains("out_valid");
    assertThat(check.outputs().get(1).countedCycles()).isBetween(5, 43);
  }

  @Test
  void withTheResetNothingIsUnknown() {
    assertThat(check(" if (rst) count <= 4'd0;").unknown()).isEmpty();
  }
}
