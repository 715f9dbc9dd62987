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
import org.junit.jupiter.api.parallel.Isolated;

/// Looks at all processes below this one, so no other test may start any meanwhile.
@Isolated
@RequiresTool({"iverilog", "vvp"})
class EndlessRunTest {
  @TempDir Path work = Path.of(".");

  @Test
  void aRunThatDoesNotEndIsKilled() {
    VerilogTop endless =
        VerilogTop.of(
            "endless",
            Map.of(
                "endless.v",
                """
                module endless (input wire clk, input wire a, output reg b);
                  always @(posedge clk) while (1) b = a;
                endmodule
                """),
            List.of(Samples.in("a", 1), Samples.out("b", 1)));
    PortTrace inputs = new PortTrace(endless.inputs());
    inputs.addCycle();
    Replay impatient = new IcarusReplay(work, Duration.ofSeconds(2));
    assertThatThrownBy(() -> impatient.run(endless, inputs))
        .isInstanceOf(ReplayException.class)
        .hasMessageContaining("not done after 2 s");
    assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive))
        .noneMatch(child -> child.info().command().orElse("").endsWith("vvp"));
  }
}
