package dev.setun.workbench.report;

import dev.setun.accel.design.Design;
import dev.setun.accel.design.Designs;
import dev.setun.accel.system.SystemRun;
import dev.setun.traces.Json;
import dev.setun.traces.RunFolder;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Writes the files that every run leaves: what ran, on what, and what came out.
public final class RunWriter {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final RunFolder folder;

  /// @param folder claimed by the command
  public RunWriter(RunFolder folder) {
    this.folder = folder;
  }

  /// The folder.
  public RunFolder folder() {
    return folder;
  }

  /// `run.json`: version, machine, arguments, seed, hashes of the inputs.
  public void writeRun(
      String command, List<String> arguments, long seed, Map<String, String> inputHashes)
      throws IOException {
    Map<String, Object> run = new LinkedHashMap<>();
    run.put("setun", Environment.VERSION);
    run.put("command", command);
    run.put("arguments", arguments);
    run.put("seed", seed);
    run.put("inputSha256", inputHashes);
    run.put("machine", Environment.describe());
    folder.writeJson("run.json", tree(run));
  }

  /// `design.resolved.yaml`: every key of the design.
  public void writeDesign(Design design) throws IOException {
    folder.writeText("design.resolved.yaml", Designs.toYaml(design));
  }

  /// `summary.json`, `summary.md` and `report.html`.
  public void writeSummary(Map<String, Object> summary, ReportData report) throws IOException {
    folder.writeJson("summary.json", tree(summary));
    folder.writeText("summary.md", report.toMarkdown());
    folder.writeText("report.html", HtmlReport.render(report.title(), report.toMap()));
  }

  /// `ops.csv` and `timeline.json` of a simulated phase.
  public void writeSimulation(SystemRun run) throws IOException {
    SimulationFiles.write(folder, run);
  }

  /// A JSON tree of maps, lists, texts and numbers.
  static JsonNode tree(Object value) {
    return JSON.valueToTree(value);
  }

  /// The last step of a run.
  public void finish() throws IOException {
    folder.finish();
  }

  /// One line of JSON.
  static String line(Object value) {
    return Json.compact(tree(value));
  }
}
