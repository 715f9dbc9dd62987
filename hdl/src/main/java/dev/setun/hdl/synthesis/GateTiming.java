package dev.setun.hdl.synthesis;

import dev.setun.hdl.replay.ReplayException;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The timing that abc prints of gates: delay of the longest path in ps, and the gates on it. Both
/// are empty for a module that has no gates.
record GateTiming(OptionalDouble delayPs, OptionalInt depth) {
  private static final Pattern DELAY =
      Pattern.compile("ABC: WireLoad = .*\\bDelay =\\s+(\\d{1,12}\\.\\d+) ps\\b.*");
  private static final Pattern LEVELS = Pattern.compile("ABC: netlist .*\\blev = ?(\\d{1,9})\\b.*");
  private static final String NO_GATES = "Don't call ABC as there is nothing to map.";

  static GateTiming parse(String text) {
    double delayPs = -1;
    int depth = -1;
    for (String line : text.lines().toList()) {
      Matcher delay = DELAY.matcher(line);
      Matcher levels = LEVELS.matcher(line);
      if (delay.matches()) {
        delayPs = Double.parseDouble(delay.group(1));
      } else if (levels.matches()) {
        depth = Integer.parseInt(levels.group(1));
      }
    }
    if (delayPs >= 0 && depth >= 0) {
      return new GateTiming(OptionalDouble.of(delayPs), OptionalInt.of(depth));
    }
    if (text.contains(NO_GATES)) {
      return new GateTiming(OptionalDouble.empty(), OptionalInt.of(0));
    }
    throw new ReplayException("yosys", "abc: expected the delay of a path, found none");
  }
}
