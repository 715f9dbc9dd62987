package dev.setun.hdl.synthesis;

import dev.setun.hdl.replay.ReplayException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The statistics that Yosys prints of a flat module.
///
/// @param cells number of cells by type, sorted by type
/// @param area their area in the unit of the Liberty file, where one was given
record CellCount(SequencedMap<String, Long> cells, OptionalDouble area) {
  private static final Pattern TOTAL = Pattern.compile("\\s+Number of cells:\\s+(\\d{1,12})");
  private static final Pattern CELL = Pattern.compile("\\s{5}(\\S+)\\s+(\\d{1,12})");
  // What newer versions print: "  221 cells", "   14   SB_CARRY", with an area between them.
  private static final Pattern NEW_TOTAL = Pattern.compile("\\s+(\\d{1,12})(?:\\s+\\S+)?\\s+cells");
  private static final Pattern NEW_CELL =
      Pattern.compile("\\s+(\\d{1,12})\\s(?:\\s+[\\d.+eE-]+)?\\s+(\\S+)");
  private static final Pattern AREA =
      Pattern.compile("\\s*Chip area for (?:top )?module '\\\\?\\S+': (\\d{1,18}(?:\\.\\d+)?)");

  /// Reads them.
  ///
  /// @throws ReplayException if the text has another form, or its counts do not add up
  static CellCount parse(String text) {
    List<String> lines = text.lines().toList();
    long total = -1;
    boolean newer = false;
    int at = 0;
    while (at < lines.size() && total < 0) {
      String line = lines.get(at++);
      Matcher old = TOTAL.matcher(line);
      Matcher recent = NEW_TOTAL.matcher(line);
      newer = recent.matches();
      total = old.matches() ? number(old.group(1)) : newer ? number(recent.group(1)) : -1;
    }
    if (total < 0) {
      throw new ReplayException("yosys", "stat: expected a number of cells, found none");
    }
    SequencedMap<String, Long> cells = cells(lines.subList(at, lines.size()), newer);
    long sum = cells.values().stream().mapToLong(Long::longValue).sum();
    if (sum != total) {
      throw new ReplayException(
          "yosys", "stat: expected " + total + " cells in its list, found " + sum);
    }
    return new CellCount(cells, area(lines));
  }

  private static SequencedMap<String, Long> cells(List<String> lines, boolean newer) {
    SequencedMap<String, Long> cells = new TreeMap<>();
    for (String line : lines) {
      Matcher cell = (newer ? NEW_CELL : CELL).matcher(line);
      if (!cell.matches()) {
        break;
      }
      cells.merge(cell.group(newer ? 2 : 1), number(cell.group(newer ? 1 : 2)), Long::sum);
    }
    return Collections.unmodifiableSequencedMap(cells);
  }

  private static OptionalDouble area(List<String> lines) {
    List<Double> areas = new ArrayList<>();
    for (String line : lines) {
      Matcher area = AREA.matcher(line);
      if (area.matches()) {
        areas.add(Double.parseDouble(area.group(1)));
      }
    }
    return areas.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(areas.getLast());
  }

  private static long number(String digits) {
    return Long.parseLong(digits);
  }
}
