package dev.setun.traces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

class CsvWriterTest {
  private static final List<Column> COLUMNS =
      List.of(
          Column.text("op"),
          Column.integer("latency", Unit.CYCLES),
          Column.real("energy", Unit.PICOJOULES),
          Column.integer("tile_count"));

  @Test
  void theHeaderIsSnakeCaseWithUnitsAndLinesEndInLf() throws IOException {
    assertThat(write("blk.0.attn_q", 4096, 181.25, 3L))
        .isEqualTo("op,latency_cycles,energy_pj,tile_count\nblk.0.attn_q,4096,181.25,3\n");
  }

  @ResourceLock(Resources.LOCALE)
  @Test
  void aDecimalIsAPointInEveryLocale() throws IOException {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(write("x", 1234567, 0.1, 0)).endsWith("\nx,1234567,0.1,0\n");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void aFloatIsPrintedAsShortAsAFloatCanBe() throws IOException {
    assertThat(write("x", 1, 0.1f, 0)).endsWith("\nx,1,0.1,0\n");
  }

  @Test
  void textThatHoldsACommaAQuoteOrALineFeedIsQuoted() throws IOException {
    assertThat(write("a,\"b\"\nc", 1, 1.0, 0)).endsWith("\n\"a,\"\"b\"\"\nc\",1,1.0,0\n");
  }

  @Test
  void theSampleTableIsWrittenByteForByte() throws IOException {
    StringWriter text = new StringWriter();
    List<Column> columns =
        List.of(
            Column.text("op"),
            Column.integer("tile_count"),
            Column.integer("latency", Unit.CYCLES),
            Column.real("energy", Unit.PICOJOULES));
    try (CsvWriter csv = new CsvWriter(text, columns)) {
      csv.row("blk.0.attn_q", 4, 120, 181.25);
      csv.row("blk.0.attn_k", 2, 60, 90.5);
      csv.row("a name with a comma, and a \"quote\"", 1, 1, 0.1);
      assertThat(csv.rows()).isEqualTo(3);
    }
    assertThat(text.toString()).isEqualTo(Files.readString(Path.of("samples", "ops.csv")));
  }

  @Test
  void aRowOfTheWrongLengthOrTypeIsRefused() {
    assertThatThrownBy(() -> write("x", 1, 1.0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected 4 cells, found 3");
    assertThatThrownBy(() -> write("x", 1.5, 1.0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("column latency_cycles: expected a whole number, found 1.5");
    assertThatThrownBy(() -> write("x", 1, Double.NaN, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("column energy_pj: expected a finite number, found NaN");
  }

  @Test
  void aColumnNameThatIsNotSnakeCaseOrCarriesItsUnitIsRefused() {
    assertThatThrownBy(() -> Column.text("Layer name")).hasMessageContaining("snake_case");
    assertThatThrownBy(() -> Column.integer("latency_cycles")).hasMessageContaining("Unit.CYCLES");
    assertThatThrownBy(() -> Column.real("energy_pj", Unit.PICOJOULES))
        .hasMessageContaining("Unit.PICOJOULES");
    assertThatThrownBy(() -> new Column("op", Unit.CYCLES, Column.Type.TEXT))
        .hasMessageContaining("text has no unit");
  }

  @Test
  void everyUnitMakesAHeaderThatIsSnakeCase() {
    for (Unit unit : Unit.values()) {
      assertThat(Column.real("value_of", unit).header()).matches("[a-z][a-z0-9]*(_[a-z0-9]+)*");
    }
  }

  @Test
  void twoColumnsOfOneNameAreRefused() {
    assertThatThrownBy(
            () -> new CsvWriter(new StringWriter(), List.of(Column.text("op"), Column.text("op"))))
        .hasMessageContaining("two columns named op");
  }

  private static String write(Object... row) throws IOException {
    StringWriter text = new StringWriter();
    try (CsvWriter csv = new CsvWriter(text, COLUMNS)) {
      csv.row(row);
    }
    return text.toString();
  }
}
