package dev.setun.traces;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/// Writes a table as CSV, row by row: a header in snake_case with units, lines that end in LF, and
/// numbers with a decimal point. The same rows give the same bytes.
///
/// ```java
/// try (CsvWriter csv = new CsvWriter(out, List.of(
///     Column.text("op"), Column.integer("latency", Unit.CYCLES), Column.real("energy", Unit.PICOJOULES)))) {
///   csv.row("blk.0.attn_q", 4096, 181.25);
/// }
/// ```
public final class CsvWriter implements Closeable {
  private static final CSVFormat FORMAT =
      CSVFormat.DEFAULT.builder().setRecordSeparator('\n').get();

  private final List<Column> columns;
  private final CSVPrinter printer;
  private long rows;

  /// Writes the header.
  ///
  /// @param out where the text goes; closing this writer closes it
  /// @param columns at least one, with different headers
  public CsvWriter(Appendable out, List<Column> columns) throws IOException {
    this.columns = List.copyOf(columns);
    this.printer = new CSVPrinter(out, FORMAT);
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("expected at least one column");
    }
    Set<String> seen = new HashSet<>();
    for (Column column : columns) {
      if (!seen.add(column.header())) {
        throw new IllegalArgumentException("two columns named " + column.header());
      }
    }
    printer.printRecord(columns.stream().map(Column::header).toList());
  }

  /// Writes one row.
  ///
  /// @param cells one for each column: any object for text (its `toString`), an Integer or Long (or
  ///   Short, Byte) for integers, a finite Double or Float, or any whole number, for reals
  /// @throws IllegalArgumentException if their number or a type is wrong, or a number is not finite
  public void row(Object... cells) throws IOException {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException(
          "expected " + columns.size() + " cells, found " + cells.length);
    }
    List<String> texts = new ArrayList<>(cells.length);
    for (int i = 0; i < cells.length; i++) {
      texts.add(text(columns.get(i), cells[i]));
    }
    printer.printRecord(texts);
    rows++;
  }

  /// Rows written so far, without the header.
  public long rows() {
    return rows;
  }

  @Override
  public void close() throws IOException {
    printer.close();
  }

  private static String text(Column column, Object cell) {
    return switch (column.type()) {
      case TEXT -> cell.toString();
      case INTEGER -> isWhole(cell) ? cell.toString() : refuse(column, cell);
      case REAL -> isWhole(cell) || isFinite(cell) ? cell.toString() : refuse(column, cell);
    };
  }

  private static boolean isWhole(Object cell) {
    return cell instanceof Integer
        || cell instanceof Long
        || cell instanceof Short
        || cell instanceof Byte;
  }

  // Since JDK 19 Double.toString gives the shortest digits that read back as the same number, on
  // every machine; a Float is printed as a Float, so that 0.1f stays 0.1.
  private static boolean isFinite(Object cell) {
    return cell instanceof Double real && Double.isFinite(real)
        || cell instanceof Float single && Float.isFinite(single);
  }

  private static String refuse(Column column, Object cell) {
    throw new IllegalArgumentException(
        "column "
            + column.header()
            + ": expected "
            + (column.type() == Column.Type.INTEGER ? "a whole number" : "a finite number")
            + ", found "
            + cell
            + " ("
            + cell.getClass().getSimpleName()
            + ")");
  }
}
