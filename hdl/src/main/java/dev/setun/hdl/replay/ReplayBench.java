package dev.setun.hdl.replay;

import dev.setun.hdl.Port;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// What both runners put around the module: a Verilog module `setun_replay` that has a row of all
/// inputs and a row of all outputs instead of ports, each port in whole 64-bit words as in a
/// [PortTrace]. So the programs that feed it are the same for every module and care for no port's
/// name or width.
final class ReplayBench {
  static final String MODULE = "setun_replay";
  static final String FILE = MODULE + ".v";

  private final VerilogTop top;

  ReplayBench(VerilogTop top) {
    this.top = top;
    if (top.files().containsKey(FILE)) {
      throw new IllegalArgumentException(FILE + ": this name is taken by the test bench");
    }
  }

  int inputWords() {
    return rowWords(top.inputs());
  }

  int outputWords() {
    return rowWords(top.outputs());
  }

  /// The files of the module and the wrapper.
  SequencedMap<String, String> sources() {
    SequencedMap<String, String> sources = new LinkedHashMap<>(top.files());
    sources.put(FILE, wrapper());
    return sources;
  }

  /// The columns of `inputs` in the order of the module's inputs.
  ///
  /// @throws IllegalArgumentException if one is missing or has another width
  int[] inputColumns(PortTrace inputs) {
    return top.inputs().stream()
        .mapToInt(port -> {
          int column = inputs.column(port.name());
          int width = inputs.ports().get(column).width();
          if (width != port.width()) {
            throw new IllegalArgumentException(
                "port " + port.name() + ": expected " + port.width() + " bits, found " + width);
          }
          return column;
        })
        .toArray();
  }

  private String wrapper() {
    StringBuilder text = new StringBuilder("module ").append(MODULE);
    text.append(" (\n  input wire clk,\n");
    text.append("  input wire [").append(64 * inputWords() - 1).append(":0] in_row,\n");
    text.append("  output wire [").append(64 * outputWords() - 1).append(":0] out_row\n);\n");
    List<String> connections = new ArrayList<>(List.of("    .clk(clk)"));
    connect(top.inputs(), "in_row", connections);
    int offset = 0;
    for (Port port : top.outputs()) {
      int padding = 64 * port.words() - port.width();
      if (padding > 0) {
        int high = offset + 64 * port.words() - 1;
        text.append("  assign out_row[").append(high).append(":").append(offset + port.width());
        text.append("] = ").append(padding).append("'d0;\n");
      }
      offset += 64 * port.words();
    }
    if (offset < 64 * outputWords()) {
      text.append("  assign out_row[127:64] = 64'd0;\n");
    }
    connect(top.outputs(), "out_row", connections);
    text.append("  ").append(top.name()).append(" dut (\n");
    text.append(String.join(",\n", connections)).append("\n  );\nendmodule\n");
    return text.toString();
  }

  private static void connect(List<Port> ports, String row, List<String> connections) {
    int offset = 0;
    for (Port port : ports) {
      int high = offset + port.width() - 1;
      connections.add("    ." + port.name() + "(" + row + "[" + high + ":" + offset + "])");
      offset += 64 * port.words();
    }
  }

  /// Appends a row as the wrapper lays it out.
  static void addRow(PortTrace trace, long[] row) {
    int cycle = trace.addCycle();
    int offset = 0;
    for (int column = 0; column < trace.ports().size(); column++) {
      for (int word = 0; word < trace.ports().get(column).words(); word++) {
        trace.set(cycle, column, word, row[offset++]);
      }
    }
  }

  /// At least two words: Verilator holds a row of up to 64 bits in another type.
  private static int rowWords(List<Port> ports) {
    return Math.max(2, ports.stream().mapToInt(Port::words).sum());
  }
}
