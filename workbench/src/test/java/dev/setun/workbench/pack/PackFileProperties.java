package dev.setun.workbench.pack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.setun.traces.InputException;
import dev.setun.traces.Overwrite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// Files of packed weights that were damaged.
class PackFileProperties {
  private static final List<Weights> ASKED =
      List.of(new Weights("first", 40, 1), new Weights("second", 25, 2));

  @Property(tries = 1000)
  void noDamageChangesWhatIsComputed(
      @ForAll @IntRange(max = 1 << 20) int where,
      @ForAll @IntRange(max = 7) int bit,
      @ForAll boolean cut)
      throws IOException {
    Path folder = Files.createTempDirectory("packed");
    Path file = folder.resolve("packed");
    try {
      PackFileRun.of(file, Overwrite.REFUSE, ASKED);
      byte[] content = Files.readAllBytes(file);
      int at = where % content.length;
      if (cut) {
        content = Arrays.copyOf(content, at);
      } else {
        content[at] ^= (byte) (1 << bit);
      }
      Files.write(file, content);
      requireRight(file);
      assertThat(file).hasBinaryContent(content);
    } finally {
      Files.deleteIfExists(file);
      Files.delete(folder);
    }
  }

  /// Refused, or packed from the model; a count of entries that is too large harms nobody.
  private static void requireRight(Path file) throws IOException {
    PackFileRun run;
    try {
      run = PackFileRun.of(file, Overwrite.REFUSE, ASKED);
    } catch (InputException e) {
      assertThat(e.getMessage()).contains("expected").doesNotContain("\n");
      return;
    }
    for (int i = 0; i < ASKED.size(); i++) {
      assertThat(run.arrays()[i]).isEqualTo(ASKED.get(i).values());
    }
    if (run.outcome() == PackFile.Outcome.READ) {
      assertThat(run.packed()).isEmpty();
    } else {
      assertThat(run.refusals()).hasSize(1);
      assertThat(run.refusals().getFirst()).doesNotContain("\n", "\u001b");
    }
  }
}
