package dev.setun.workbench.cli;

import dev.setun.traces.Json;
import java.io.PrintStream;
import java.util.Map;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/// How a command prints its result: text for people, or one JSON object on one line and nothing
/// else.
final class OutputOptions {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Option(
      names = "--json",
      description = "Print one JSON object on standard output and nothing else.")
  private boolean json;

  boolean json() {
    return json;
  }

  /// Prints a line for people; nothing with `--json`.
  void text(String line) {
    if (!json) {
      out().println(line);
    }
  }

  /// Prints text for people without ending the line; nothing with `--json`.
  void partialText(String text) {
    if (!json) {
      out().print(text);
      out().flush();
    }
  }

  /// Prints the result object; nothing without `--json`.
  void result(Map<String, ?> object) {
    if (json) {
      out().println(Json.compact(JSON.valueToTree(object)));
    }
  }

  private PrintStream out() {
    return System.out;
  }
}
