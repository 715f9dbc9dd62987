package dev.setun.hdl.verilog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.setun.hdl.Elaborator;
import dev.setun.hdl.Port;
import dev.setun.hdl.example.Counter;
import dev.setun.hdl.example.FreshJvm;
import dev.setun.hdl.example.SelectAddArray;
import dev.setun.hdl.ir.Design;
import org.junit.jupiter.api.Test;

class VerilogEmitterTest {
  /// Written by hand from the rules: synchronous reset first, then the branches as in the Java.
  private static final String COUNTER =
      """
      // Counter[width=8]
      module Counter_8 (
        input  wire clk,
        input  wire rst,
        input  wire enable,
        input  wire clear,
        output wire [7:0] count
      );

        reg  [7:0] value;

        assign count = value;

        // registers of Counter.build: value
        always @(posedge clk) begin
          if (rst) begin
            value <= 8'd0;
          end else if (clear) begin
            value <= 8'd0;
          end else if (enable) begin
            value <= value + 8'd1;
          end
        end
      endmodule
      """;

  @Test
  void aCounterReadsAsItWasWritten() {
    assertThat(VerilogEmitter.emit(Elaborator.elaborate(new Counter(8))))
        .containsExactly(java.util.Map.entry("Counter_8.v", COUNTER));
  }

  @Test
  void equalModulesAreEmittedOnceBeforeTheModuleThatHasThem() {
    Design design = Elaborator.elaborate(new SelectAddArray(3, 4));
    assertThat(VerilogEmitter.emit(design).keySet())
        .containsExactly("SelectAddRow_4_8_32.v", "SelectAddArray_3_4.v");
    assertThat(design.ports().stream().map(Port::name))
        .containsExactly("clk", "rst", "x", "codes", "load", "clear", "add", "row", "sum");
  }

  @Test
  void freshJvmsWithDifferentIdentityHashesEmitTheSameBytes() throws Exception {
    String here = EmitMain.text();
    assertThat(FreshJvm.output(EmitMain.class, "-XX:hashCode=5")).isEqualTo(here);
    assertThat(FreshJvm.output(EmitMain.class, "-XX:hashCode=2")).isEqualTo(here);
  }
}
