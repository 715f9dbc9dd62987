package dev.setun.hdl.proof;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The values of signals in the cycles of a run.
///
/// @param cycles for each cycle the bits of each signal by its path, `count` or `dut.state`, most
///   significant bit first
public record ProofTrace(List<SequencedMap<String, String>> cycles) {
  // Time, name, decimal, hexadecimal, binary.
  private static final Pattern ROW =
      Pattern.compile("\\s*(\\d{1,9})\\s+(\\S+)\\s+\\S+\\s+\\S+\\s+([01x-]+)\\s*");

  public ProofTrace {
    cycles = cycles.stream().map(Collections::unmodifiableSequencedMap).toList();
  }

  /// The bits of a signal in a cycle, counted from 0.
  ///
  /// @throws IllegalArgumentException if there is no such signal or cycle
  public String value(int cycle, String signal) {
    if (cycle < 0 || cycle >= cycles.size() || !cycles.get(cycle).containsKey(signal)) {
      throw new IllegalArgumentException("no " + signal + " in cycle " + cycle);
    }
    return cycles.get(cycle).getOrDefault(signal, "");
  }

  /// Reads the table that Yosys prints of a model, names as they stand there. Rows of the state
  /// before the first cycle are left out.
  static List<SequencedMap<String, String>> table(String text) {
    List<SequencedMap<String, String>> cycles = new ArrayList<>();
    for (String line : text.lines().toList()) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        // Times begin with 1 and never leave one out.
        int time = Integer.parseInt(row.group(1));
        if (time == cycles.size() + 1) {
          cycles.add(new TreeMap<>());
        }
        if (time == cycles.size()) {
          cycles.getLast().put(row.group(2), row.group(3));
        }
      }
    }
    return cycles;
  }

  /// Only the signals that have a name in the Verilog, without the mark that Yosys gives them.
  static ProofTrace named(List<SequencedMap<String, String>> table) {
    List<SequencedMap<String, String>> cycles = new ArrayList<>();
    for (SequencedMap<String, String> row : table) {
      SequencedMap<String, String> named = new TreeMap<>();
      for (Map.Entry<String, String> signal : row.entrySet()) {
        if (signal.getKey().startsWith("\\")) {
          named.put(signal.getKey().substring(1), signal.getValue());
        }
      }
      cycles.add(named);
    }
    return new ProofTrace(cycles);
  }

  /// The run as text for people: a line for each signal, a column for each cycle, hexadecimal.
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    if (!cycles.isEmpty()) {
      for (String signal : cycles.getLast().keySet()) {
        text.append(signal).append(':');
        cycles.forEach(cycle -> text.append(' ').append(hex(cycle.getOrDefault(signal, "-"))));
        text.append('\n');
      }
    }
    return text.toString();
  }

  private static String hex(String bits) {
    return bits.matches("[01]+") ? new java.math.BigInteger(bits, 2).toString(16) : bits;
  }
}
