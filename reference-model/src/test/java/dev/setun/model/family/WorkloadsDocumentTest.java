package dev.setun.model.family;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class WorkloadsDocumentTest {
  @Test
  void theTablesOfTheDocumentAreTheCatalogue() throws IOException {
    List<String> rows =
        Files.readAllLines(Path.of("..", "docs", "workloads.md")).stream()
            .filter(line -> line.startsWith("| `"))
            .toList();
    assertThat(rows)
        .containsExactlyElementsOf(
            ModelFamilies.all().stream().map(WorkloadsDocumentTest::row).toList());
  }

  private static String row(ModelFamily family) {
    return String.format(
        Locale.ROOT,
        "| `%s` | %d | %d | %d/%d x %d | %d | %d | %s | %,d | %s (%s) |",
        family.name(),
        family.layers(),
        family.hidden(),
        family.heads(),
        family.keyValueHeads(),
        family.headSize(),
        family.feedForward(),
        family.vocabulary(),
        family.activation().label(),
        family.linearWeights(),
        family.source(),
        family.confidence());
  }
}
