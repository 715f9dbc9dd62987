package dev.setun.accel.cost;

import dev.setun.accel.design.ProcessNode;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/// A shipped table of costs.
public final class CostTable {
  private static final String ANY_NODE = "any";

  private final String name;
  private final List<CostRow> rows;

  private CostTable(String name, List<CostRow> rows) {
    this.name = name;
    this.rows = rows;
  }

  /// Energies of operations, accesses and transfers.
  public static CostTable energy() {
    return load("energy.csv");
  }

  /// Areas of arrays, registers, memories and lanes.
  public static CostTable area() {
    return load("area.csv");
  }

  /// All rows, in the table's order.
  public List<CostRow> rows() {
    return rows;
  }

  /// The row of an item at a node, or of the item at any node.
  ///
  /// @throws IllegalArgumentException if there is none
  public CostRow row(String item, ProcessNode node) {
    return rows.stream()
        .filter(row -> row.item().equals(item))
        .filter(row -> row.node().equals(node.label()) || row.node().equals(ANY_NODE))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(name + " has no row for " + item + " at " + node.label()));
  }

  private static CostTable load(String name) {
    CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
    try (Reader reader =
        new InputStreamReader(
            Objects.requireNonNull(CostTable.class.getResourceAsStream(name), name),
            StandardCharsets.UTF_8)) {
      return new CostTable(name, format.parse(reader).stream().map(CostTable::row).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CostRow row(CSVRecord csv) {
    return new CostRow(
        csv.get("item"),
        csv.get("node"),
        csv.get("vdd"),
        Double.parseDouble(csv.get("low")),
        Double.parseDouble(csv.get("nominal")),
        Double.parseDouble(csv.get("high")),
        csv.get("unit"),
        csv.get("bits"),
        csv.get("source"),
        csv.get("confidence"),
        csv.get("notes"));
  }
}
