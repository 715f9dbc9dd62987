package dev.setun.hdl.synthesis;

import dev.setun.hdl.Port;
import dev.setun.hdl.replay.VerilogTop;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;

/// A module around a module that has a clock, one input and one output: bits come in through a
/// shift register as long as all inputs; all outputs are added, without carry, to a shift register
/// that goes out.
final class PinSaver {
  private static final String MODULE = "setun_pins";
  private static final String TEXT =
      """
      module setun_pins (
        input wire clk,
        input wire serial_in,
        output wire serial_out
      );
        reg [%1$d:0] in_row;
        wire [%2$d:0] out_row;
        reg [%3$d:0] out_shift;
        assign serial_out = out_shift[%3$d];
        always @(posedge clk) begin
          in_row <= {in_row[%4$d:0], serial_in};
          out_shift <= {out_shift[%2$d:0], serial_in} ^ {out_row, 1'b0};
        end
        %5$s dut (
      %6$s
        );
      endmodule
      """;

  private PinSaver() {}

  /// Bits of all ports.
  static int bits(VerilogTop top) {
    return width(top.inputs()) + width(top.outputs());
  }

  static VerilogTop around(VerilogTop top) {
    String file = MODULE + ".v";
    if (top.files().containsKey(file) || top.name().equals(MODULE)) {
      throw new IllegalArgumentException(MODULE + ": this name is taken by the pins");
    }
    SequencedMap<String, String> files = new LinkedHashMap<>(top.files());
    files.put(file, text(top));
    return new VerilogTop(
        MODULE,
        files,
        List.of(
            new Port("serial_in", Port.Direction.INPUT, 1, false),
            new Port("serial_out", Port.Direction.OUTPUT, 1, false)));
  }

  private static String text(VerilogTop top) {
    // A register of one bit could not be shifted.
    int in = width(top.inputs()) + 1;
    int out = width(top.outputs());
    List<String> pins = new ArrayList<>(List.of("    .clk(clk)"));
    connect(top.inputs(), "in_row", pins);
    connect(top.outputs(), "out_row", pins);
    return String.format(
        Locale.ROOT, TEXT, in - 1, out - 1, out, in - 2, top.name(), String.join(",\n", pins));
  }

  private static void connect(List<Port> ports, String row, List<String> pins) {
    int offset = 0;
    for (Port port : ports) {
      int high = offset + port.width() - 1;
      pins.add("    ." + port.name() + "(" + row + "[" + high + ":" + offset + "])");
      offset += port.width();
    }
  }

  private static int width(List<Port> ports) {
    return ports.stream().mapToInt(Port::width).sum();
  }
}
