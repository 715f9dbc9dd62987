package dev.setun.workbench.cli;

import dev.setun.accel.published.ComparedModel;
import dev.setun.accel.published.ReportTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `setun model compare`: published tables of the field beside what their formulas give.
@Command(
    name = "compare",
    description =
        "Published memory and energy of ternary and dense models beside the computed values.")
final class CompareCommand implements Callable<Integer> {
  /// The tables there are.
  enum Table {
    REPORT_2B4T;

    @Override
    public String toString() {
      return "2b4t-report";
    }
  }

  @Option(
      names = "--table",
      required = true,
      converter = TableConverter.class,
      description = "The table: 2b4t-report.")
  private Table table = Table.REPORT_2B4T;

  @Mixin private OutputOptions output = new OutputOptions();

  @Override
  public Integer call() {
    List<ComparedModel> models =
        switch (table) {
          case REPORT_2B4T -> ReportTable.models();
        };
    output.text(ReportTable.SOURCE);
    output.text(
        String.format(
            Locale.ROOT,
            "%-18s %9s %9s %9s %6s %10s %10s %6s",
            "model",
            "weights",
            "memory GB",
            "published",
            "",
            "energy J",
            "published",
            ""));
    models.forEach(model -> output.text(line(model)));
    output.text("");
    output.text("What the computed values are:");
    ReportTable.FORMULAS.forEach(text -> output.text("- " + text));
    output.text("What the published energy leaves out:");
    ReportTable.LEFT_OUT.forEach(text -> output.text("- " + text));
    output.result(result(models));
    boolean all = models.stream().allMatch(model -> model.energyAgrees() && model.memoryAgrees());
    return (all ? ExitCode.DONE : ExitCode.MISMATCH).code();
  }

  private static String line(ComparedModel model) {
    return String.format(
        Locale.ROOT,
        "%-18s %8.4fB %9.3f %9s %6s %10.4f %10s %6s",
        model.name(),
        model.linearWeights() / 1e9,
        model.memoryGb(),
        model.publishedMemoryGb(),
        equal(model.memoryAgrees()),
        model.energyJoules(),
        model.publishedEnergyJoules(),
        equal(model.energyAgrees()));
  }

  private static String equal(boolean agrees) {
    return agrees ? "equal" : "DIFFER";
  }

  private static Map<String, Object> result(List<ComparedModel> models) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (ComparedModel model : models) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("model", model.name());
      row.put("family", model.family().name());
      row.put("linearWeights", model.linearWeights());
      row.put("memoryGb", model.memoryGb());
      row.put("exactMemoryGb", model.exactMemoryGb());
      row.put("publishedMemoryGb", model.publishedMemoryGb());
      row.put("memoryAgrees", model.memoryAgrees());
      row.put("energyJoules", model.energyJoules());
      row.put("linearEnergyJoules", model.linearEnergyJoules());
      row.put("attentionEnergyJoules", model.attentionEnergyJoules());
      row.put("publishedEnergyJoules", model.publishedEnergyJoules());
      row.put("energyAgrees", model.energyAgrees());
      row.put("shapeConfidence", model.family().confidence());
      rows.add(row);
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("table", Table.REPORT_2B4T.toString());
    result.put("source", ReportTable.SOURCE);
    result.put("models", rows);
    result.put("formulas", ReportTable.FORMULAS);
    result.put("leftOut", ReportTable.LEFT_OUT);
    return result;
  }

  /// Parses the table's name.
  static final class TableConverter implements picocli.CommandLine.ITypeConverter<Table> {
    @Override
    public Table convert(String value) {
      for (Table table : Table.values()) {
        if (table.toString().equals(value)) {
          return table;
        }
      }
      throw new picocli.CommandLine.TypeConversionException("expected 2b4t-report, found " + value);
    }
  }
}
