package dev.setun.workbench.toolcheck;

import dev.setun.traces.RunFolder;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;

/// What the tools said, as the files `checks.json` and `checks.md` of a run.
public final class CheckReport {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private CheckReport() {}

  /// Writes them.
  ///
  /// @param design its name
  public static void write(RunFolder folder, String design, List<CheckOutcome> outcomes)
      throws IOException {
    folder.writeJson(
        "checks.json", JSON.valueToTree(outcomes.stream().map(CheckOutcome::toMap).toList()));
    StringBuilder text = new StringBuilder("# " + design + ": what the tools say\n\n");
    text.append("| check | status | found | by |\n|---|---|---|---|\n");
    for (CheckOutcome outcome : outcomes) {
      text.append("| ").append(outcome.check().label());
      text.append(" | ").append(outcome.status().name().toLowerCase(Locale.ROOT));
      text.append(" | ").append(cell(outcome.lines()));
      text.append(" | ").append(cell(outcome.tools())).append(" |\n");
    }
    folder.writeText("checks.md", text.toString());
  }

  private static String cell(List<String> lines) {
    return String.join("; ", lines).replaceAll("\\s+", " ").replace("|", "\\|");
  }
}
