package dev.setun.workbench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a report says, in the order in which it says it. [RunWriter] prints it as HTML and as
/// Markdown.
public final class ReportData {
  private final String title;
  private final String lead;
  private final List<Map<String, Object>> figures = new ArrayList<>();
  private final List<Map<String, Object>> executors = new ArrayList<>();
  private final List<String> mismatches = new ArrayList<>();
  private final List<Map<String, Object>> energy = new ArrayList<>();
  private final List<Map<String, Object>> operations = new ArrayList<>();
  private final List<Map<String, Object>> operationColumns = new ArrayList<>();
  private final List<String> causeOperations = new ArrayList<>();
  private final List<Map<String, Object>> causeSeries = new ArrayList<>();
  private final List<Map<String, Object>> rooflinePoints = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private Map<String, Object> roofline = Map.of("points", List.of());
  private String operationsNote = "";
  private String generatedText = "";
  private String generatedNote = "";

  /// @param title headline
  /// @param lead one sentence: which model, which design, which phase
  public ReportData(String title, String lead) {
    this.title = title;
    this.lead = lead;
  }

  /// The headline.
  public String title() {
    return title;
  }

  /// A figure of the top row.
  public void figure(String label, Object value, String unit, String note) {
    figures.add(row("label", label, "value", value, "unit", unit, "note", note));
  }

  /// A figure that has to be zero.
  public void mismatchFigure(String label, long value) {
    figures.add(row("label", label, "value", value, "unit", "", "note", "", "zeroIsGood", true));
  }

  /// A row of the cross-check table.
  public void executor(Map<String, Object> tally) {
    executors.add(tally);
  }

  /// A difference, with the command that reproduces it.
  public void mismatch(String text) {
    mismatches.add(text);
  }

  /// The text that the model wrote.
  public void generated(String text, String note) {
    generatedText = text;
    generatedNote = note;
  }

  /// A stacked bar per operation: one call per cause, with one value per operation.
  public void causes(List<String> names, Map<String, long[]> cyclesByCause) {
    causeOperations.addAll(names);
    cyclesByCause.forEach(
        (cause, cycles) -> causeSeries.add(row("cause", cause, "cycles", cycles)));
  }

  /// The two lines of the roofline.
  ///
  /// @param peakGmacs multiply-accumulates per second at the highest rate of the arithmetic, in
  ///   10^9
  /// @param bytesPerSecond sustained rate of the memory
  public void roofline(double peakGmacs, double bytesPerSecond) {
    roofline =
        row("peakGmacs", peakGmacs, "bytesPerSecond", bytesPerSecond, "points", rooflinePoints);
  }

  /// A linear in the roofline.
  public void rooflinePoint(String name, double macsPerByte, double gmacs) {
    rooflinePoints.add(row("name", name, "macsPerByte", macsPerByte, "gmacs", gmacs));
  }

  /// A row of the energy table.
  public void energy(Map<String, Object> row) {
    energy.add(row);
  }

  /// The table of operations: header names (as in `ops.csv`) and rows in the same order.
  public void operations(String note, List<String> header, List<List<Object>> rows) {
    operationsNote = note;
    for (int i = 0; i < header.size(); i++) {
      boolean number = !rows.isEmpty() && rows.getFirst().get(i) instanceof Number;
      operationColumns.add(row("key", header.get(i), "label", header.get(i), "number", number));
    }
    for (List<Object> values : rows) {
      Map<String, Object> line = new LinkedHashMap<>();
      for (int i = 0; i < header.size(); i++) {
        line.put(header.get(i), values.get(i));
      }
      operations.add(line);
    }
  }

  /// How to read a figure: what is measured, modelled, estimated.
  public void note(String text) {
    notes.add(text);
  }

  Map<String, Object> toMap() {
    return row(
        "title",
        title,
        "lead",
        lead,
        "figures",
        figures,
        "executors",
        executors,
        "mismatches",
        mismatches,
        "generatedText",
        generatedText,
        "generatedNote",
        generatedNote,
        "causes",
        row("operations", causeOperations, "series", causeSeries),
        "roofline",
        roofline,
        "energy",
        energy,
        "operationsNote",
        operationsNote,
        "operationColumns",
        operationColumns,
        "operations",
        operations,
        "notes",
        notes);
  }

  String toMarkdown() {
    StringBuilder text =
        new StringBuilder("# " + title + "\n\n" + lead + "\n\n| figure | value |\n|---|---|\n");
    for (Map<String, Object> figure : figures) {
      text.append("| ").append(figure.get("label"));
      text.append(" | ")
          .append(figure.get("value"))
          .append(' ')
          .append(figure.get("unit"))
          .append(" |\n");
    }
    if (!executors.isEmpty()) {
      text.append("\n| executor | values compared | differing | cycles compared | differing |\n");
      text.append("|---|---|---|---|---|\n");
      for (Map<String, Object> executor : executors) {
        text.append("| ").append(executor.get("executor"));
        for (String key :
            List.of("comparedValues", "valueMismatches", "comparedCycles", "cycleMismatches")) {
          text.append(" | ").append(executor.get(key));
        }
        text.append(" |\n");
      }
    }
    mismatches.forEach(mismatch -> text.append("\n    ").append(mismatch).append('\n'));
    text.append('\n');
    notes.forEach(note -> text.append("- ").append(note).append('\n'));
    return text.toString();
  }

  private static Map<String, Object> row(Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }
}
