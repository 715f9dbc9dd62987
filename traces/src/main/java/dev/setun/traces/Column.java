package dev.setun.traces;

import java.util.regex.Pattern;

/// A column of a CSV file.
///
/// @param name what the column holds, in snake_case and without the unit: `latency`, not
///   `latency_cycles`
/// @param unit the unit, which [#header()] adds to the name
/// @param type what the cells are
public record Column(String name, Unit unit, Type type) {
  /// What the cells of a column are.
  public enum Type {
    TEXT,
    INTEGER,
    REAL
  }

  private static final Pattern SNAKE_CASE = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");

  /// @throws IllegalArgumentException if the name is not snake_case or ends in a unit, or if text
  ///   is given a unit
  public Column {
    if (!SNAKE_CASE.matcher(name).matches()) {
      throw new IllegalArgumentException("column " + name + ": expected a name in snake_case");
    }
    for (Unit known : Unit.values()) {
      if (known != Unit.NONE && ("_" + name).endsWith("_" + known.suffix())) {
        throw new IllegalArgumentException(
            "column " + name + ": expected a name without the unit, which is Unit." + known);
      }
    }
    if (type == Type.TEXT && unit != Unit.NONE) {
      throw new IllegalArgumentException("column " + name + ": text has no unit");
    }
  }

  /// A column of words.
  public static Column text(String name) {
    return new Column(name, Unit.NONE, Type.TEXT);
  }

  /// A column of whole numbers.
  public static Column integer(String name, Unit unit) {
    return new Column(name, unit, Type.INTEGER);
  }

  /// A column of counts or indices.
  public static Column integer(String name) {
    return integer(name, Unit.NONE);
  }

  /// A column of binary64 numbers.
  public static Column real(String name, Unit unit) {
    return new Column(name, unit, Type.REAL);
  }

  /// What the first line of the file says: the name, then the unit.
  public String header() {
    return unit == Unit.NONE ? name : name + "_" + unit.suffix();
  }
}
