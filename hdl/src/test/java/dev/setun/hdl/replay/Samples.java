package dev.setun.hdl.replay;

import dev.setun.hdl.Port;
import dev.setun.hdl.Port.Direction;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Small hand-written Verilog for the tests of the runners.
final class Samples {
  private Samples() {}

  static Port in(String name, int width) {
    return new Port(name, Direction.INPUT, width, false);
  }

  static Port out(String name, int width) {
    return new Port(name, Direction.OUTPUT, width, false);
  }

  /// Counts the cycles with `enable`; `next` shows combinationally what it will be.
  static VerilogTop counter() {
    return VerilogTop.of(
        "counter",
        Map.of(
            "counter.v",
            """
            module counter (input wire clk, input wire rst, input wire enable,
                            output reg [7:0] count, output wire [7:0] next);
              assign next = enable ? count + 8'd1 : count;
              always @(posedge clk) if (rst) count <= 8'd0; else count <= next;
            endmodule
            """),
        List.of(in("rst", 1), in("enable", 1), out("count", 8), out("next", 8)));
  }

  /// A word of 5000 bits delayed by a cycle, its complement, and its top bit.
  static VerilogTop wide() {
    return VerilogTop.of(
        "wide",
        Map.of(
            "wide.v",
            """
            module wide (input wire clk, input wire [4999:0] d, output reg [4999:0] q,
                         output wire [4999:0] inverse, output wire top_bit);
              always @(posedge clk) q <= d;
              assign inverse = ~d;
              assign top_bit = d[4999];
            endmodule
            """),
        List.of(in("d", 5000), out("q", 5000), out("inverse", 5000), out("top_bit", 1)));
  }

  /// Signed arithmetic: the product and the smaller of two, in a module of its own file.
  static VerilogTop signed() {
    Port a = new Port("a", Direction.INPUT, 9, true);
    Port b = new Port("b", Direction.INPUT, 9, true);
    Port product = new Port("product", Direction.OUTPUT, 18, true);
    Port smaller = new Port("smaller", Direction.OUTPUT, 9, true);
    return VerilogTop.of(
        "signed_top",
        Map.of(
            "signed_top.v",
            """
            module signed_top (input wire clk, input wire signed [8:0] a, input wire signed [8:0] b,
                               output wire signed [17:0] product, output reg signed [8:0] smaller);
              assign product = a * b;
              always @(posedge clk) smaller <= (a < b) ? a : b;
            endmodule
            """),
        List.of(a, b, product, smaller));
  }

  /// `rst` high in the first cycle, then `enable` at random.
  static PortTrace counterStimulus(int cycles, long seed) {
    PortTrace trace = new PortTrace(counter().inputs());
    Random random = new Random(seed);
    for (int cycle = 0; cycle < cycles; cycle++) {
      trace.addCycle();
      trace.set(cycle, 0, 0, cycle == 0 ? 1 : 0);
      trace.set(cycle, 1, 0, random.nextInt(2));
    }
    return trace;
  }
}
