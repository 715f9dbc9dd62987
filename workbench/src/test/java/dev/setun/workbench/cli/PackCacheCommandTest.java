package dev.setun.workbench.cli;

import static dev.setun.workbench.cli.Answer.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import tools.jackson.databind.JsonNode;

/// `--pack-cache` of the commands that run a model.
@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
class PackCacheCommandTest {
  @TempDir Path folder = Path.of(".");

  @Test
  void packedWeightsAreWrittenOnceAndReadAfterwards() throws IOException {
    Path model = Answer.copyOfBard(folder);
    JsonNode written = generatePacked(model);
    assertThat(written.path("packCache").path("outcome").stringValue()).isEqualTo("written");
    Path file = Path.of(written.path("packCache").path("file").stringValue());
    assertThat(file.getParent()).isEqualTo(model.getParent());
    byte[] content = Files.readAllBytes(file);
    JsonNode read = generatePacked(model);
    assertThat(read.path("packCache").path("outcome").stringValue()).isEqualTo("read");
    assertThat(read.path("tokenIds")).isEqualTo(written.path("tokenIds"));

    content[content.length / 2] ^= 1;
    Files.write(file, content);
    Answer damaged = run("generate", "-m", model.toString(), "-p", "A", "-n", "4", "--pack-cache");
    assertThat(damaged.code()).isZero();
    assertThat(damaged.err()).contains("setun: note: " + file + ": entry ", "expected bytes of");
    assertThat(damaged.out()).contains("pack cache " + file + ": not used, left as it is");
    assertThat(file).hasBinaryContent(content);
    JsonNode forced = generatePacked(model, "--force");
    assertThat(forced.path("packCache").path("outcome").stringValue()).isEqualTo("written");
  }

  private JsonNode generatePacked(Path model, String... more) {
    List<String> arguments = new ArrayList<>(List.of("generate", "-m", model.toString()));
    arguments.addAll(List.of("-p", "A", "-n", "4", "--json", "--pack-cache"));
    arguments.addAll(List.of(more));
    return run(arguments.toArray(String[]::new)).json();
  }

  @Test
  void theEmbeddedModelHasNoFolderForItsPackedWeights() {
    run("generate", "-p", "x", "--pack-cache").requireRefused("--pack-cache: expected the name");
    run("generate", "-p", "x", "--force").requireRefused("--force: expected --pack-cache");
  }
}
