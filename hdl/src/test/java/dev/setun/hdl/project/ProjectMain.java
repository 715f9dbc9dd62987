package dev.setun.hdl.project;

import dev.setun.hdl.Elaborator;
import dev.setun.hdl.example.Fifo;
import dev.setun.hdl.example.SelectAddArray;
import dev.setun.hdl.ir.Design;
import dev.setun.hdl.random.RandomCircuit;
import dev.setun.hdl.verilog.VerilogEmitter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// Prints the files beside the Verilog of some modules: a program of its own, so that a test can
/// run it in a fresh JVM.
final class ProjectMain {
  private ProjectMain() {}

  public static void main(String[] arguments) {
    System.out.print(text());
  }

  static SequencedMap<String, String> files(Design design) {
    List<String> verilog = List.copyOf(VerilogEmitter.emit(design).keySet());
    return new ProjectFiles(design, verilog, new LinkedHashMap<>(Map.of("clk", 1250L)))
        .files("0.1.0");
  }

  static String text() {
    StringBuilder text = new StringBuilder();
    for (Design design :
        List.of(
            Elaborator.elaborate(new Fifo(16, 5)),
            Elaborator.elaborate(new SelectAddArray(3, 4)),
            Elaborator.elaborate(new RandomCircuit(7, 60, 2)))) {
      files(design).forEach((name, file) -> text.append(name).append('\n').append(file));
    }
    return text.toString();
  }
}
