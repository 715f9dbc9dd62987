package dev.setun.workbench.golden;

import dev.setun.model.LinearOp;
import dev.setun.traces.InputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// An operation that golden vectors can be taken of.
public sealed interface GoldenOp permits GoldenOp.Ternary, FloatOp {
  /// The name on the command line and in files.
  String label();

  /// Whether every layer has one; the others come once, after the last layer.
  boolean inLayers();

  /// One of the seven ternary linears.
  record Ternary(LinearOp op) implements GoldenOp {
    @Override
    public String label() {
      return op.label();
    }

    @Override
    public boolean inLayers() {
      return true;
    }
  }

  /// The ternary linears of a layer, in the order in which they are computed.
  static List<GoldenOp> linears() {
    return Arrays.stream(LinearOp.values()).<GoldenOp>map(Ternary::new).toList();
  }

  /// Reads `--op`: names with commas between them, or `all` for the seven ternary linears.
  ///
  /// @throws InputException if a name is unknown or given twice; it lists those there are
  static List<GoldenOp> parseList(String text) {
    List<GoldenOp> chosen = new ArrayList<>();
    for (String label : text.split(",", -1)) {
      List<GoldenOp> named = label.equals("all") ? linears() : List.of(parse(label));
      for (GoldenOp op : named) {
        if (chosen.contains(op)) {
          throw new InputException("--op", "expected each op once, found " + op.label() + " twice");
        }
        chosen.add(op);
      }
    }
    return List.copyOf(chosen);
  }

  private static GoldenOp parse(String label) {
    List<GoldenOp> known =
        Stream.concat(linears().stream(), Arrays.stream(FloatOp.values())).toList();
    return known.stream()
        .filter(op -> op.label().equals(label))
        .findFirst()
        .orElseThrow(() ->
            new InputException(
                "--op",
                "expected all (the ternary linears) or some of "
                    + known.stream().map(GoldenOp::label).collect(Collectors.joining(", "))
                    + ", found "
                    + label));
  }
}
