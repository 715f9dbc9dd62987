package dev.setun.hdl.sim;

import dev.setun.hdl.ir.Design;
import dev.setun.hdl.ir.Instance;
import dev.setun.hdl.ir.ModuleDef;
import dev.setun.hdl.ir.Net;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Writes what a simulation does as a value change dump (IEEE 1364-2005, clause 18), with the names
/// and the hierarchy of the emitted Verilog. The same run gives the same bytes: there is no date in
/// it.
///
/// A cycle takes 10 ns from the rising clock edge that began it; the values in it are those that
/// have settled. Attach it with [Simulator#listen].
public final class VcdWriter implements CycleListener {
  private static final int CYCLE_NS = 10;
  private static final int FIRST_CODE = '!';
  private static final int CODES = '~' - '!' + 1;
  private static final String CLOCK = code(0);
  private static final String RESET = code(1);

  /// A signal, under how many names it may be known, and what was written last.
  private record Variable(Probe probe, String code, long[] last) {}

  private final Appendable out;
  private final List<Variable> variables = new ArrayList<>();
  private boolean started;
  private boolean reset;

  /// A dump of every signal of a simulation; the header is written now.
  ///
  /// @throws UncheckedIOException if `out` cannot be written, here and later
  public VcdWriter(Simulator simulator, Appendable out) {
    this.out = out;
    Design design = simulator.design();
    line("$timescale 1ns $end");
    header(simulator, design.top(), design.top().name(), "");
    line("$enddefinitions $end");
  }

  private void header(Simulator simulator, ModuleDef module, String name, String path) {
    line("$scope module " + name + " $end");
    if (module.clocked()) {
      line("$var wire 1 " + CLOCK + " clk $end");
    }
    if (module.resettable()) {
      line("$var wire 1 " + RESET + " rst $end");
    }
    for (Net net : module.nets()) {
      Probe probe = simulator.probe(path + net.name());
      String code = code(variables.size() + 2);
      String kind = net.kind() == Net.Kind.REGISTER ? "reg" : "wire";
      String range = net.width() == 1 ? "" : " [" + (net.width() - 1) + ":0]";
      line("$var " + kind + " " + net.width() + " " + code + " " + net.name() + range + " $end");
      variables.add(new Variable(probe, code, new long[probe.words()]));
    }
    for (Instance instance : module.instances()) {
      header(simulator, instance.module(), instance.name(), path + instance.name() + ".");
    }
    line("$upscope $end");
  }

  @Override
  public void settled(long cycle, Simulator simulator) {
    line("#" + cycle * CYCLE_NS);
    line("1" + CLOCK);
    if (!started || reset != simulator.inReset()) {
      reset = simulator.inReset();
      line((reset ? "1" : "0") + RESET);
    }
    for (Variable variable : variables) {
      change(variable);
    }
    started = true;
    line("#" + (cycle * CYCLE_NS + CYCLE_NS / 2));
    line("0" + CLOCK);
  }

  private void change(Variable variable) {
    Probe probe = variable.probe();
    long[] now = new long[probe.words()];
    for (int i = 0; i < now.length; i++) {
      now[i] = probe.word(i);
    }
    if (started && Arrays.equals(now, variable.last())) {
      return;
    }
    System.arraycopy(now, 0, variable.last(), 0, now.length);
    line(probe.width() == 1 ? now[0] + variable.code() : "b" + binary(now) + " " + variable.code());
  }

  /// Binary digits without leading zeros, which a reader adds.
  private static String binary(long[] words) {
    StringBuilder digits = new StringBuilder();
    for (int i = words.length - 1; i >= 0; i--) {
      String word = Long.toBinaryString(words[i]);
      digits.append(digits.isEmpty() ? word : "0".repeat(64 - word.length()) + word);
      if (digits.toString().equals("0")) {
        digits.setLength(0);
      }
    }
    return digits.isEmpty() ? "0" : digits.toString();
  }

  private static String code(int number) {
    StringBuilder code = new StringBuilder();
    int rest = number;
    do {
      code.append((char) (FIRST_CODE + rest % CODES));
      rest = rest / CODES;
    } while (rest > 0);
    return code.toString();
  }

  private void line(String text) {
    try {
      out.append(text).append('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
