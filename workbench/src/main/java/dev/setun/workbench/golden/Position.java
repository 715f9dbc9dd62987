package dev.setun.workbench.golden;

import dev.setun.traces.InputException;
import java.util.List;
import java.util.stream.IntStream;

/// Reads numbers that count layers or tokens.
public final class Position {
  private Position() {}

  /// Reads `--layer`: a layer from 0 on, or `all`.
  ///
  /// @throws InputException if the model has no such layer
  public static List<Integer> layers(String text, int layers) {
    return text.equals("all")
        ? IntStream.range(0, layers).boxed().toList()
        : List.of(parse("--layer", "all or ", text, layers));
  }

  /// @param words what is allowed besides a number
  /// @param count the number must be below it
  static int parse(String option, String words, String text, int count) {
    if (text.matches("[0-9]{1,9}") && Integer.parseInt(text) < count) {
      return Integer.parseInt(text);
    }
    throw new InputException(option, "expected " + words + "0.." + (count - 1) + ", found " + text);
  }
}
