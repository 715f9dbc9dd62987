package dev.setun.hdl.replay;

import dev.setun.hdl.Port;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

/// What came of comparing a response with the outputs that were expected.
///
/// @param comparedCycles cycles looked at
/// @param comparedValues port values looked at, at most one for each port and cycle
/// @param mismatches port values that differ or that have an unknown bit
/// @param differingCycles cycles with at least one mismatch
/// @param first the earliest mismatch; in its cycle that of the first port
public record Comparison(
    int comparedCycles,
    long comparedValues,
    long mismatches,
    int differingCycles,
    Optional<Mismatch> first) {

  /// One value that is not what was expected.
  ///
  /// @param expected hexadecimal digits
  /// @param actual hexadecimal digits, `x` where a bit is unknown
  public record Mismatch(int cycle, String port, String expected, String actual) {
    @Override
    public String toString() {
      return "cycle " + cycle + ": " + port + ": expected " + expected + ", actual " + actual;
    }
  }

  /// Compares every output in every cycle. An unknown bit is a mismatch, whatever was expected.
  ///
  /// @throws IllegalArgumentException if the two differ in ports or in the number of cycles
  public static Comparison of(PortTrace expected, Response actual) {
    return of(expected, actual, Map.of(), cycle -> true);
  }

  /// Compares the outputs that matter in the cycles that matter.
  ///
  /// @param expected has a column for each output of the response
  /// @param onlyWhen outputs that mean something only in the cycles in which another, one bit wide,
  ///   is expected to be high: `out_data` to `out_valid`
  /// @param cycles the cycles to look at; not those of a reset, in which registers are unknown
  /// @throws IllegalArgumentException if the two differ in ports or in the number of cycles
  public static Comparison of(
      PortTrace expected, Response actual, Map<String, String> onlyWhen, IntPredicate cycles) {
    PortTrace values = actual.values();
    if (expected.cycles() != values.cycles()) {
      throw new IllegalArgumentException(
          "expected " + expected.cycles() + " cycles, found " + values.cycles());
    }
    List<Column> columns = columns(expected, values, onlyWhen);
    Tally tally = new Tally(expected, actual);
    for (int cycle = 0; cycle < expected.cycles(); cycle++) {
      if (cycles.test(cycle)) {
        tally.cycle(cycle, columns);
      }
    }
    return tally.result();
  }

  private record Column(Port port, int expected, int actual, int guard) {}

  private static List<Column> columns(
      PortTrace expected, PortTrace values, Map<String, String> onlyWhen) {
    return values.ports().stream()
        .map(port -> {
          int column = expected.column(port.name());
          if (expected.ports().get(column).width() != port.width()) {
            throw new IllegalArgumentException("port " + port.name() + ": different widths");
          }
          String guard = onlyWhen.get(port.name());
          return new Column(
              port,
              column,
              values.column(port.name()),
              guard == null ? -1 : expected.column(guard));
        })
        .toList();
  }

  /// Counts while the traces are walked.
  private static final class Tally {
    private final PortTrace expected;
    private final Response actual;
    private int comparedCycles;
    private long comparedValues;
    private long mismatches;
    private int differingCycles;
    private Optional<Mismatch> first = Optional.empty();

    Tally(PortTrace expected, Response actual) {
      this.expected = expected;
      this.actual = actual;
    }

    void cycle(int cycle, List<Column> columns) {
      long before = mismatches;
      comparedCycles++;
      for (Column column : columns) {
        if (column.guard() >= 0 && expected.get(cycle, column.guard(), 0) == 0) {
          continue;
        }
        comparedValues++;
        if (!equal(cycle, column)) {
          mismatches++;
          if (first.isEmpty()) {
            first = Optional.of(mismatch(cycle, column));
          }
        }
      }
      if (mismatches != before) {
        differingCycles++;
      }
    }

    private boolean equal(int cycle, Column column) {
      for (int word = 0; word < column.port().words(); word++) {
        if (actual.unknown().get(cycle, column.actual(), word) != 0
            || actual.values().get(cycle, column.actual(), word)
                != expected.get(cycle, column.expected(), word)) {
          return false;
        }
      }
      return true;
    }

    private Mismatch mismatch(int cycle, Column column) {
      return new Mismatch(
          cycle,
          column.port().name(),
          expected.hex(cycle, column.expected()),
          actual.hex(cycle, column.actual()));
    }

    Comparison result() {
      return new Comparison(comparedCycles, comparedValues, mismatches, differingCycles, first);
    }
  }
}
