package dev.setun.hdl.replay;

import java.util.List;
import java.util.Objects;

/// The outputs that a simulator answered with, and which of their bits it does not know.
///
/// @param values the outputs; a bit that is unknown is 0
/// @param unknown the same ports and cycles; a bit is 1 where the simulator said x or z. All zero
///   from a two-state simulator
public record Response(PortTrace values, PortTrace unknown) {
  public Response {
    if (!values.ports().equals(unknown.ports()) || values.cycles() != unknown.cycles()) {
      throw new IllegalArgumentException("values and unknown bits of different shape");
    }
  }

  /// The response of a two-state simulator.
  public static Response known(PortTrace values) {
    PortTrace unknown = new PortTrace(values.ports());
    for (int cycle = 0; cycle < values.cycles(); cycle++) {
      unknown.addCycle();
    }
    return new Response(values, unknown);
  }

  /// Whether a bit of an output is unknown in a cycle.
  public boolean isUnknown(int cycle, int column) {
    for (int word = 0; word < unknown.ports().get(column).words(); word++) {
      if (unknown.get(cycle, column, word) != 0) {
        return true;
      }
    }
    return false;
  }

  /// A value as hexadecimal digits, `x` for a digit that has an unknown bit.
  public String hex(int cycle, int column) {
    String digits = values.hex(cycle, column);
    String mask = unknown.hex(cycle, column);
    StringBuilder text = new StringBuilder(digits);
    for (int i = 0; i < digits.length(); i++) {
      if (mask.charAt(i) != '0') {
        text.setCharAt(i, 'x');
      }
    }
    return text.toString();
  }

  /// The first cycle of all in which one of these outputs has an unknown bit, as `cycle port`, or
  /// an empty text.
  ///
  /// @param fromCycle cycles before it (the reset) are not looked at
  public String firstUnknown(int fromCycle, List<String> ports) {
    int[] columns = ports.stream().mapToInt(values::column).toArray();
    for (int cycle = fromCycle; cycle < values.cycles(); cycle++) {
      for (int i = 0; i < columns.length; i++) {
        if (isUnknown(cycle, columns[i])) {
          return cycle + " " + Objects.requireNonNull(ports.get(i));
        }
      }
    }
    return "";
  }
}
