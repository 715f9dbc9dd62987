package dev.setun.hdl.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.setun.testing.RequiresTool;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LintTest {
  @Test
  @RequiresTool("verilator")
  void cleanVerilogHasNoFindings() {
    assertThat(Lint.verilator(Samples.counter(), Duration.ofMinutes(1))).isEmpty();
  }

  @Test
  @RequiresTool("verilator")
  void aTruncationIsFoundWithItsFileAndLine() {
    VerilogTop top =
        VerilogTop.of(
            "cut",
            Map.of(
                "cut.v",
                """
                module cut (input wire clk, input wire [7:0] a, output reg [3:0] b);
                  always @(posedge clk)
                    b <= a;
                endmodule
                """),
            List.of(Samples.in("a", 8), Samples.out("b", 4)));
    List<Lint.Finding> findings = Lint.verilator(top, Duration.ofMinutes(1));
    assertThat(findings)
        .anySatisfy(finding -> {
          assertThat(finding.code()).startsWith("WIDTH");
          assertThat(finding.file()).isEqualTo("cut.v");
          assertThat(finding.line()).isEqualTo(3);
        });
  }

  @Test
  @RequiresTool("verilator")
  void verilogThatDoesNotParseIsAFindingToo() {
    VerilogTop top =
        VerilogTop.of(
            "broken",
            Map.of("broken.v", "module broken (input clk input a, output b); endmodule\n"),
            List.of(Samples.in("a", 1), Samples.out("b", 1)));
    assertThat(Lint.verilator(top, Duration.ofMinutes(1)))
        .anyMatch(finding -> finding.code().equals("ERROR") && finding.line() == 1);
  }

  @Test
  void linesThatAreNoComplaintsAreLeftOut() {
    String text =
        """
        %Warning-UNUSEDSIGNAL: a.v:3:10: Signal is not used: 'x'
                                       : ... In instance a
            3 |   wire x;
        %Error: Cannot find file containing module: b
        %Error: Exiting due to 2 warning(s)
        """;
    assertThat(Lint.parse(text))
        .containsExactly(
            new Lint.Finding("UNUSEDSIGNAL", "a.v", 3, "Signal is not used: 'x'"),
            new Lint.Finding("ERROR", "", 0, "Cannot find file containing module: b"));
  }
}
