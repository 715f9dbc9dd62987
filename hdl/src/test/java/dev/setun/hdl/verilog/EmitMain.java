package dev.setun.hdl.verilog;

import dev.setun.hdl.Elaborator;
import dev.setun.hdl.example.Fifo;
import dev.setun.hdl.example.SelectAddArray;
import dev.setun.hdl.random.RandomCircuit;

/// Prints the Verilog of some modules: a program of its own, so that a test can run it in a fresh
/// JVM.
final class EmitMain {
  private EmitMain() {}

  public static void main(String[] arguments) {
    System.out.print(text());
  }

  static String text() {
    StringBuilder text = new StringBuilder();
    VerilogEmitter.emit(Elaborator.elaborate(new Fifo(16, 5))).forEach((n, t) -> text.append(t));
    VerilogEmitter.emit(Elaborator.elaborate(new SelectAddArray(3, 4)))
        .forEach((name, file) -> text.append(file));
    VerilogEmitter.emit(Elaborator.elaborate(new RandomCircuit(7, 60, 2)))
        .forEach((name, file) -> text.append(file));
    return text.toString();
  }
}
