package dev.setun.hdl.synthesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.setun.hdl.Port;
import dev.setun.hdl.replay.IcarusReplay;
import dev.setun.hdl.replay.PortTrace;
import dev.setun.hdl.replay.ReplayException;
import dev.setun.hdl.replay.Response;
import dev.setun.hdl.replay.VerilogTop;
import dev.setun.testing.RequiresTool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlacementTest {
  @TempDir private Path folder;

  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final List<String> TOOLS = List.of("tool 1");

  @Test
  @RequiresTool({"yosys", "nextpnr-ice40"})
  void aSmallModuleHasAPlaceAndAClock() {
    Placement.Result result =
        Placement.run(Modules.eightAnds(), Placement.Device.HX8K, 100, 1, LIMIT);
    assertThat(result)
        .isInstanceOfSatisfying(
            Placement.Placed.class,
            placed -> {
              assertThat(placed.tools()).hasSize(2);
              // The cells of an HX8K as its data sheet counts them.
              assertThat(placed.logicCells().available()).isEqualTo(7680);
              assertThat(placed.memories()).isEqualTo(new Placement.Used(0, 32));
              assertThat(placed.portBits()).isEqualTo(24);
              // 8 for the ANDs, 16 of the inputs, 8 of the outputs, one at each end.
              assertThat(placed.logicCells().used()).isBetween(32L, 48L);
              assertThat(placed.fastestMhz().orElseThrow()).isBetween(50.0, 1000.0);
            });
    assertThat(Placement.run(Modules.eightAnds(), Placement.Device.HX8K, 100, 1, LIMIT))
        .isEqualTo(result);
  }

  @Test
  @RequiresTool({"yosys", "nextpnr-ice40"})
  void whatDoesNotFitIsRefusedWithTheReason() {
    // 32 blocks of memory; a UP5K has 30.
    VerilogTop large =
        Modules.of(
            512,
            """
            reg [511:0] words [0:255];
            always @(posedge clk) begin
              words[a[7:0]] <= b;
              y <= words[a[15:8]];
            end
            """);
    assertThat(Placement.run(large, Placement.Device.UP5K, 12, 1, LIMIT))
        .isInstanceOfSatisfying(
            Placement.Refused.class, refused -> assertThat(refused.reason()).isNotBlank());
  }

  @Test
  void theClockAfterRoutingCounts() {
    String text =
        """
        Info: \t         ICESTORM_LC:   191/ 7680     2%
        Info: \t        ICESTORM_RAM:     0/   32     0%
        Info: Max frequency for clock 'clk$SB_IO_IN_$glb_clk': 125.64 MHz (PASS at 100.00 MHz)
        Info: Max frequency for clock 'clk$SB_IO_IN_$glb_clk': 125.52 MHz (PASS at 100.00 MHz)
        """;
    Placement.Placed placed = Placement.placed(Placement.Device.HX8K, TOOLS, 3, text);
    assertThat(placed.logicCells()).isEqualTo(new Placement.Used(191, 7680));
    assertThat(placed.fastestMhz().orElseThrow()).isEqualTo(125.52);
    assertThatThrownBy(() -> Placement.placed(Placement.Device.HX8K, TOOLS, 3, "Info: done"))
        .isInstanceOf(ReplayException.class);
  }

  @Test
  @RequiresTool("iverilog")
  void theShiftRegistersReachEveryPort() {
    // 1 walks in through the inputs: after 17 cycles it has passed every bit of a and b.
    VerilogTop pinned =
        PinSaver.around(Modules.of(8, "always @(posedge clk) y <= (a ^ b) ^ 8'd0;"));
    assertThat(pinned.inputs()).extracting(Port::name).containsExactly("serial_in");
    PortTrace trace = new PortTrace(pinned.inputs());
    for (int cycle = 0; cycle < 80; cycle++) {
      trace.addCycle();
      trace.set(cycle, 0, 0, cycle == 40 ? 1 : 0);
    }
    Response response = new IcarusReplay(folder, LIMIT).run(pinned, trace);
    assertThat(response.firstUnknown(40, List.of("serial_out"))).isEmpty();
    long ones = 0;
    for (int cycle = 40; cycle < 80; cycle++) {
      ones += response.values().get(cycle, 0, 0);
    }
    assertThat(ones).isPositive();
  }
}
