package dev.setun.hdl.synthesis;

import dev.setun.hdl.Port;
import dev.setun.hdl.replay.VerilogTop;
import java.util.List;
import java.util.Map;

/// Verilog of which one can say by hand what it takes.
final class Modules {
  private Modules() {}

  /// A module with inputs `a` and `b` and an output `y` of so many bits.
  static VerilogTop of(int width, String body) {
    String text =
        "module little (input wire clk, input wire [W:0] a, input wire [W:0] b, output reg [W:0] y);\n"
            + body
            + "\nendmodule\n";
    return VerilogTop.of(
        "little",
        Map.of("little.v", text.replace("[W:0]", "[" + (width - 1) + ":0]")),
        List.of(
            new Port("a", Port.Direction.INPUT, width, false),
            new Port("b", Port.Direction.INPUT, width, false),
            new Port("y", Port.Direction.OUTPUT, width, false)));
  }

  /// Eight ANDs, each before a flip-flop.
  static VerilogTop eightAnds() {
    return of(8, "always @(posedge clk) y <= a & b;");
  }

  /// 256 words of 16 bits with a registered read; `a` is both addresses, `b` the word written.
  static VerilogTop memory() {
    return of(
        16,
        """
        reg [15:0] words [0:255];
        always @(posedge clk) begin
          words[a[7:0]] <= b;
          y <= words[a[15:8]];
        end
        """);
  }

  static VerilogTop product() {
    return of(16, "always @(posedge clk) y <= a * b;");
  }
}
