package dev.setun.hdl.verilog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.setun.hdl.Port;
import dev.setun.hdl.ir.Design;
import dev.setun.hdl.ir.Instance;
import dev.setun.hdl.ir.Memory;
import dev.setun.hdl.ir.ModuleDef;
import dev.setun.hdl.ir.Register;
import dev.setun.hdl.replay.PortTrace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Writes a design's Verilog, and a test bench that prints its outputs in every cycle, and runs
/// tools on them.
final class Bench {
  private final Path folder;
  private final Design design;
  private final List<String> sources = new ArrayList<>();

  Bench(Path folder, Design design) {
    this.folder = folder;
    this.design = design;
    for (Map.Entry<String, String> file : VerilogEmitter.emit(design).entrySet()) {
      write(file.getKey(), file.getValue());
      sources.add(file.getKey());
    }
  }

  /// What Verilator says about the files; empty if nothing.
  String lint() {
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of("verilator", "--lint-only", "-Wall", "--top-module", design.top().name()));
    command.addAll(sources);
    return run(command);
  }

  /// The outputs in Icarus, a line a cycle, hexadecimal.
  List<String> icarus(PortTrace inputs) {
    write("inputs.hex", hex(inputs));
    write("bench.v", text(inputs));
    List<String> command = new ArrayList<>();
    command.addAll(List.of("iverilog", "-g2005", "-Wall", "-o", "bench.vvp", "bench.v"));
    command.addAll(sources);
    assertThat(run(command)).doesNotContain("error");
    return run(List.of("vvp", "-n", "bench.vvp"))
        .lines()
        .filter(l -> !l.contains("WARNING"))
        .toList();
  }

  /// A row of a trace as the test bench prints one.
  static String row(PortTrace trace, int cycle) {
    List<String> values = new ArrayList<>();
    for (int column = 0; column < trace.ports().size(); column++) {
      values.add(trace.hex(cycle, column));
    }
    return String.join(" ", values);
  }

  private static String hex(PortTrace inputs) {
    StringBuilder text = new StringBuilder();
    for (int cycle = 0; cycle < inputs.cycles(); cycle++) {
      for (int column = 0; column < inputs.ports().size(); column++) {
        text.append(inputs.hex(cycle, column));
      }
      text.append('\n');
    }
    return text.toString();
  }

  /// A column takes whole hexadecimal digits in a row of the file.
  private String text(PortTrace inputs) {
    StringBuilder text = new StringBuilder("module bench;\n  reg clk = 0;\n  integer i;\n");
    int bits = inputs.ports().stream().mapToInt(p -> (p.width() + 3) / 4 * 4).sum();
    text.append("  reg [%d:0] rows [0:%d];\n".formatted(bits - 1, inputs.cycles() - 1));
    text.append("  reg [%d:0] row;\n".formatted(bits - 1));
    List<String> pins = new ArrayList<>(List.of(".clk(clk)"));
    int high = bits;
    for (Port port : inputs.ports()) {
      high -= (port.width() + 3) / 4 * 4;
      pins.add(".%s(row[%d:%d])".formatted(port.name(), high + port.width() - 1, high));
    }
    List<Port> outputs =
        design.ports().stream().filter(p -> p.direction() == Port.Direction.OUTPUT).toList();
    for (Port port : outputs) {
      text.append("  wire [%d:0] o_%s;\n".formatted(port.width() - 1, port.name()));
      pins.add(".%s(o_%s)".formatted(port.name(), port.name()));
    }
    text.append("  %s dut (%s);\n".formatted(design.top().name(), String.join(", ", pins)));
    text.append("  initial begin\n    $readmemh(\"inputs.hex\", rows);\n");
    zeros("dut.", design.top(), text);
    String format = outputs.stream().map(p -> "%h").collect(Collectors.joining(" "));
    String values = outputs.stream().map(p -> "o_" + p.name()).collect(Collectors.joining(", "));
    text.append("    for (i = 0; i < %d; i = i + 1) begin\n".formatted(inputs.cycles()))
        .append("      row = rows[i];\n      #1 $display(\"")
        .append(format)
        .append("\", ")
        .append(values)
        .append(");\n      #1 clk = 1;\n      #1 clk = 0;\n    end\n  end\nendmodule\n");
    return text.toString();
  }

  /// What reset does not set starts at zero, as on the JVM.
  private static void zeros(String path, ModuleDef module, StringBuilder text) {
    for (Register register : module.registers()) {
      text.append("    %s%s = 0;\n".formatted(path, register.net().name()));
    }
    for (Memory memory : module.memories()) {
      for (int i = 0; i < memory.decl().depth(); i++) {
        text.append("    %s%s[%d] = 0;\n".formatted(path, memory.decl().name(), i));
      }
    }
    for (Instance instance : module.instances()) {
      zeros(path + instance.name() + ".", instance.module(), text);
    }
  }

  private void write(String name, String text) {
    try {
      Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String run(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int exit = process.waitFor();
      return exit == 0 ? output : output + "exit " + exit + " error";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
