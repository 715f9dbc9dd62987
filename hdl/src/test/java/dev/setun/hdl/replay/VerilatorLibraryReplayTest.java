package dev.setun.hdl.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.setun.testing.RequiresTool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresTool({"verilator", "g++"})
final class VerilatorLibraryReplayTest extends RunnerChecks {
  @TempDir private static Path work;

  @Override
  Replay replay() {
    return new VerilatorLibraryReplay(work.resolve("a folder"), Duration.ofMinutes(2));
  }

  @Test
  void itAnswersAsTheProgramDoesOverManyBlocks() {
    PortTrace inputs = Samples.counterStimulus(5000, 9);
    Replay program = new VerilatorReplay(work.resolve("a folder"), Duration.ofMinutes(2));
    Comparison same =
        Comparison.of(
            program.run(Samples.counter(), inputs).values(),
            replay().run(Samples.counter(), inputs));
    assertThat(same.mismatches()).isZero();
  }

  @Test
  void verilogThatEndsTheSimulationDoesNotEndThisProcess() {
    VerilogTop top =
        VerilogTop.of(
            "ends",
            Map.of(
                "ends.v",
                """
                module ends (input wire clk, input wire a, output wire b);
                  assign b = a;
                  always @(posedge clk) if (a) $finish;
                endmodule
                """),
            List.of(Samples.in("a", 1), Samples.out("b", 1)));
    PortTrace inputs = new PortTrace(top.inputs());
    inputs.addCycle();
    inputs.addCycle();
    inputs.set(1, 0, 0, 1);
    assertThatThrownBy(() -> replay().run(top, inputs))
        .isInstanceOf(ReplayException.class)
        .hasMessage("verilator: $finish");
  }
}
