package dev.setun.workbench.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;

/// `report.html`: one file that opens without a network. The page is a template, the figures are
/// JSON inside it, the chart library (Apache ECharts, bundled) is inlined.
final class HtmlReport {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private HtmlReport() {}

  /// @param title the page's title
  /// @param data what the template's script reads; see [ReportData]
  static String render(String title, Map<String, Object> data) {
    // "</" would end the script element that holds the data.
    String json = JSON.writeValueAsString(data).replace("</", "<\\/");
    return resource("report.html")
        .replace("@TITLE@", title.replace("&", "&amp;").replace("<", "&lt;"))
        .replace("@DATA@", json)
        .replace("@ECHARTS@", resource("echarts.min.js"));
  }

  private static String resource(String name) {
    try (InputStream stream =
        Objects.requireNonNull(HtmlReport.class.getResourceAsStream(name), name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
