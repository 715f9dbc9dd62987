package dev.setun.model.family;

import dev.setun.model.Activation;
import dev.setun.traces.InputException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/// The catalogue of published shapes: the one place where they stand.
public final class ModelFamilies {
  private static final List<ModelFamily> ALL = read();

  private ModelFamilies() {}

  /// All of them: the ternary ones, then the dense ones.
  public static List<ModelFamily> all() {
    return ALL;
  }

  /// The one of a name.
  ///
  /// @throws InputException if there is none; it lists the names
  public static ModelFamily named(String name) {
    return ALL.stream()
        .filter(family -> family.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new InputException(
                "model family " + name,
                "expected one of "
                    + ALL.stream().map(ModelFamily::name).collect(Collectors.joining(", "))));
  }

  private static List<ModelFamily> read() {
    CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
    try (Reader reader =
            new InputStreamReader(
                Objects.requireNonNull(ModelFamilies.class.getResourceAsStream("families.csv")),
                StandardCharsets.UTF_8);
        CSVParser rows = format.parse(reader)) {
      return rows.stream().map(ModelFamilies::family).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ModelFamily family(CSVRecord row) {
    return new ModelFamily(
        row.get("name"),
        number(row, "hidden"),
        number(row, "layers"),
        number(row, "heads"),
        number(row, "key_value_heads"),
        number(row, "head_size"),
        number(row, "feed_forward"),
        number(row, "vocabulary"),
        number(row, "max_positions"),
        Double.parseDouble(row.get("rope_theta")),
        Float.parseFloat(row.get("epsilon")),
        Activation.named(row.get("activation")).orElseThrow(),
        yes(row, "tied"),
        yes(row, "sub_norms"),
        row.get("architecture"),
        Weights.valueOf(row.get("weights").toUpperCase(Locale.ROOT)),
        row.get("source"),
        row.get("confidence"));
  }

  private static int number(CSVRecord row, String column) {
    return Integer.parseInt(row.get(column));
  }

  private static boolean yes(CSVRecord row, String column) {
    return switch (row.get(column)) {
      case "yes" -> true;
      case "no" -> false;
      default ->
          throw new InputException(
              "families.csv, " + row.get("name"),
              column + ": expected yes or no, found " + row.get(column));
    };
  }
}
